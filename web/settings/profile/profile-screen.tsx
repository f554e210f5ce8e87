import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { ApiProblem } from '../../data/api.ts'
import { profileQuery } from '../../data/queries.ts'
import { changeProfile, useSession } from '../../data/session.ts'
import type { ProfileChange } from '../../data/types.ts'
import { problemText, t } from '../../labels/labels.ts'
import { LabelledSelect } from '../../ui/labelled-select.tsx'
import { SaveBar } from '../../ui/save-bar.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SettingsPage } from '../settings-page.tsx'
import { PictureField } from './picture-field.tsx'
import styles from './profile-screen.module.css'

const SignatureField = lazy(() =>
  import('./signature-field.tsx').then((module) => ({ default: module.SignatureField })),
)

type Form = Required<ProfileChange>

const undoChoices = [0, 5, 10, 15, 20, 30]

/** Settings → Profile: the person in this account, and how the screen works for him. */
export function ProfileScreen() {
  const client = useQueryClient()
  const { user } = useSession()
  const { data: profile } = useSuspenseQuery(profileQuery)
  const saved: Form = {
    name: user.name,
    language: user.language,
    theme: user.theme,
    usesShortcuts: user.usesShortcuts,
    undoSeconds: user.undoSeconds,
    signatureHtml: profile.signatureHtml,
  }
  const [edits, setEdits] = useState<ProfileChange>({})
  const [refusal, setRefusal] = useState<ApiProblem | null>(null)
  // What is being saved is shown as saved at once; the bar says until the answer that it is on its way.
  const [savingCount, setSavingCount] = useState(0)
  // The editor takes its text over once: a new round draws it anew.
  const [round, setRound] = useState(0)
  const form: Form = { ...saved, ...edits }
  const changed = Object.entries(edits).filter(([key, value]) => saved[key as keyof Form] !== value)
  const edit = (change: ProfileChange) => {
    setRefusal(null)
    setEdits((before) => ({ ...before, ...change }))
  }
  const count = savingCount || changed.length
  const nameError = refusal?.errors.find((one) => one.in === 'name')

  const save = async () => {
    setSavingCount(changed.length)
    setRefusal(null)
    try {
      await changeProfile(client, Object.fromEntries(changed))
      await client.invalidateQueries(profileQuery)
      setEdits({})
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      setRefusal(error)
    } finally {
      setSavingCount(0)
    }
  }
  const cancel = () => {
    setEdits({})
    setRefusal(null)
    setRound(round + 1)
  }

  return (
    <SettingsPage
      title={t('settings.profile')}
      lead={t('profile.lead')}
      foot={
        <SaveBar
          change={count === 0 ? null : t('profile.changes', { count })}
          refusal={refusal && problemText(refusal.code, refusal.details)}
          isSaving={savingCount > 0}
          onSave={() => void save()}
          onCancel={cancel}
        />
      }
    >
      <div className={styles.form}>
        <PictureField />
        <TextField
          label={t('profile.name')}
          hint={t('profile.nameHint')}
          error={nameError?.message}
          autoComplete="name"
          maxLength={100}
          value={form.name}
          onChange={(event) => edit({ name: event.target.value })}
        />
        <TextField label={t('profile.email')} hint={t('profile.emailHint')} value={profile.email} readOnly />
        <h2 className={styles.heading}>{t('profile.screen')}</h2>
        <LabelledSelect
          label={t('shell.language')}
          value={form.language ?? 'browser'}
          options={[
            { value: 'browser', label: t('shell.browserLanguage') },
            { value: 'en', label: 'English' },
            { value: 'nb', label: 'Norsk bokmål' },
          ]}
          onSelect={(value) => edit({ language: value === 'en' || value === 'nb' ? value : null })}
        />
        <LabelledSelect
          label={t('shell.theme')}
          value={form.theme}
          options={[
            { value: 'system', label: t('shell.themeSystem') },
            { value: 'light', label: t('shell.themeLight') },
            { value: 'dark', label: t('shell.themeDark') },
          ]}
          onSelect={(value) => edit({ theme: value === 'light' || value === 'dark' ? value : 'system' })}
        />
        <Switch
          label={t('profile.keys')}
          hint={t('profile.keysHint')}
          isOn={form.usesShortcuts}
          onChange={(usesShortcuts) => edit({ usesShortcuts })}
        />
        <h2 className={styles.heading}>{t('profile.mail')}</h2>
        <LabelledSelect
          label={t('profile.undo')}
          hint={t('profile.undoHint')}
          value={String(form.undoSeconds)}
          options={undoOptions(saved.undoSeconds)}
          onSelect={(value) => edit({ undoSeconds: Number(value) })}
        />
        <Suspense fallback={<div className={styles.waiting} />}>
          <SignatureField
            key={round}
            html={profile.signatureHtml}
            onChange={(signatureHtml) => edit({ signatureHtml })}
          />
        </Suspense>
      </div>
    </SettingsPage>
  )
}

/** The usual ones, and what a program may have set besides. */
function undoOptions(saved: number) {
  return [...new Set([...undoChoices, saved])]
    .sort((a, b) => a - b)
    .map((seconds) => ({
      value: String(seconds),
      label: seconds === 0 ? t('profile.undoNone') : t('profile.undoSeconds', { seconds }),
    }))
}

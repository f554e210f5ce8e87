import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Check, Copy, Lock } from 'lucide-react'
import { useState } from 'react'
import { ApiProblem, api } from '../../data/api.ts'
import { channelQuery, inboxSettingsQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import type { ChangeChannel, ChannelSettings } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { LabelledSelect } from '../../ui/labelled-select.tsx'
import { Note } from '../../ui/note.tsx'
import { SaveBar } from '../../ui/save-bar.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { managesPeople } from '../menu.ts'
import { SettingsPage } from '../settings-page.tsx'
import styles from './channel-screen.module.css'
import { refusalText } from './mutation-problem.ts'
import { useAskSettingsAnew } from './settings-changes.ts'

/** *Edit* of a channel (S4): what is sent from it and under which name, and where others forward to. */
export function ChannelScreen() {
  const { user } = useSession()
  const { channelId } = useParams({ from: '/shell/settings/inboxes/$inboxId/channels/$channelId' })
  if (managesPeople(user)) return <Editor key={channelId} channelId={channelId} />
  return (
    <SettingsPage title={t('settings.inboxes')}>
      <Note icon={Lock}>{t('inboxes.managersOnly')}</Note>
    </SettingsPage>
  )
}

type Form = Required<ChangeChannel>

function Editor({ channelId }: { channelId: string }) {
  const { data: channel } = useSuspenseQuery(channelQuery(channelId))
  const { results } = useSuspenseQuery(inboxSettingsQuery).data
  const askAnew = useAskSettingsAnew()
  const [edits, setEdits] = useState<ChangeChannel>({})
  const inbox = results.find((one) => one.id === channel.inboxId)
  const saved: Form = {
    isSending: channel.isSending,
    fromNameMode: channel.fromNameMode,
    companyName: channel.companyName,
  }
  const changed = Object.entries(edits).filter(([key, value]) => saved[key as keyof Form] !== value)
  const save = useMutation({
    mutationFn: () => api.changeChannel(channelId, Object.fromEntries(changed)),
    onSuccess: async () => {
      await askAnew()
      setEdits({})
    },
  })
  const isNameRefused = save.error instanceof ApiProblem && save.error.errors.length + isTaken(save.error) > 0
  const edit = (change: ChangeChannel) => {
    save.reset()
    setEdits((before) => ({ ...before, ...change }))
  }
  return (
    <SettingsPage
      title={channel.address}
      crumb={
        <Link to="/settings/inboxes" search={{ inbox: channel.inboxId }} className={styles.crumb}>
          {t('settings.inboxes')} / {inbox?.name}
        </Link>
      }
      foot={
        <SaveBar
          change={changed.length === 0 ? null : t('channel.changes', { count: changed.length })}
          refusal={refusalText(save.error)}
          isSaving={save.isPending}
          onSave={() => save.mutate()}
          onCancel={() => {
            setEdits({})
            save.reset()
          }}
        />
      }
    >
      <Tabs
        label={t('channel.tabs')}
        tabs={[{ id: 'configuration', label: t('channel.configuration') }]}
        active="configuration"
        onSelect={() => {}}
      >
        <Configuration
          channel={channel}
          inboxName={inbox?.name ?? ''}
          form={{ ...saved, ...edits }}
          nameError={isNameRefused ? refusalText(save.error) : null}
          onEdit={edit}
        />
      </Tabs>
    </SettingsPage>
  )
}

const isTaken = (error: ApiProblem) => (error.code === 'fromNameTaken' ? 1 : 0)

type ConfigurationProps = {
  channel: ChannelSettings
  inboxName: string
  form: Form
  nameError: string | null
  onEdit: (change: ChangeChannel) => void
}

function Configuration({ channel, inboxName, form, nameError, onEdit }: ConfigurationProps) {
  const { user } = useSession()
  const shown = form.fromNameMode === 'company' ? form.companyName : `${user.name}, ${form.companyName}`
  return (
    <div className={styles.form}>
      <Checkbox
        label={t('channel.useForSending')}
        hint={t('channel.useForSendingHint')}
        isChecked={form.isSending}
        onChange={(isSending) => onEdit({ isSending })}
      />
      <LabelledSelect
        label={t('channel.fromName')}
        hint={t('channel.shownAs', { name: shown })}
        value={form.fromNameMode}
        options={[
          { value: 'agent-and-company', label: t('channel.agentAndCompany') },
          { value: 'company', label: t('channel.company') },
        ]}
        onSelect={(mode) => onEdit({ fromNameMode: mode === 'company' ? 'company' : 'agent-and-company' })}
      />
      <TextField
        label={t('channel.companyName')}
        maxLength={100}
        autoComplete="organization"
        value={form.companyName}
        error={nameError}
        onChange={(event) => onEdit({ companyName: event.target.value })}
      />
      <ForwardingAddress address={channel.address} inboxName={inboxName} />
    </div>
  )
}

function ForwardingAddress({ address, inboxName }: { address: string; inboxName: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | null>(null)
  const copy = async () => {
    setOutcome((await copyText(address)) ? 'copied' : 'notCopied')
    setTimeout(() => setOutcome(null), 2000)
  }
  return (
    <div className={styles.forwarding}>
      <TextField
        label={t('channel.forwarding')}
        hint={t('channel.forwardingHint', { inbox: inboxName })}
        error={outcome === 'notCopied' && t('channel.notCopied')}
        value={address}
        readOnly
        onFocus={(event) => event.target.select()}
      />
      <Button icon={outcome === 'copied' ? Check : Copy} className={styles.copy} onClick={() => void copy()}>
        {t(outcome === 'copied' ? 'channel.copied' : 'channel.copy')}
      </Button>
      <span role="status" className="sr-only">
        {outcome === 'copied' && t('channel.copied')}
      </span>
    </div>
  )
}

import { useMutation } from '@tanstack/react-query'
import { Info, KeyRound } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { api } from '../../data/api.ts'
import { namedOrigin, passkeySupport } from '../../data/passkeys.ts'
import type { Passkey, Security } from '../../data/types.ts'
import { longDate, messageTime } from '../../labels/format.ts'
import { t, tx } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Note } from '../../ui/note.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { CodesDialog, Row } from './factors-section.tsx'
import { PasskeySetup } from './passkey-setup.tsx'
import { PasswordDialog } from './password-dialog.tsx'
import { Refusal } from './refusal.tsx'
import { Section } from './section.tsx'
import styles from './security.module.css'
import { useRefreshSecurity } from './use-refresh-security.ts'

type Step = 'add' | { codes: string[] } | { rename: Passkey } | { remove: Passkey } | null

export function PasskeysSection({ security }: { security: Security }) {
  const [step, setStep] = useState<Step>(null)
  const { passkeys, passkeySite } = security
  const isPossible = passkeySupport() === 'yes' && passkeySite !== null
  return (
    <Section title={t('security.passkeys')} lead={t('security.passkeysLead')}>
      {passkeys.length > 0 ? (
        <ul className={styles.rows}>
          {passkeys.map((passkey) => (
            <Row
              key={passkey.id}
              icon={<KeyRound size={18} strokeWidth={1.75} aria-hidden />}
              name={passkey.name}
              text={`${t('security.added', { date: longDate(passkey.createdAt) })}, ${lastUse(passkey)}`}
            >
              <Button
                aria-label={t('security.renamePasskey', { name: passkey.name })}
                onClick={() => setStep({ rename: passkey })}
              >
                {t('security.rename')}
              </Button>
              <Button
                aria-label={t('security.removePasskey', { name: passkey.name })}
                onClick={() => setStep({ remove: passkey })}
              >
                {t('security.remove')}
              </Button>
            </Row>
          ))}
        </ul>
      ) : (
        isPossible && <p className={styles.quiet}>{t('security.noPasskeys')}</p>
      )}
      {isPossible ? (
        <div className={styles.action}>
          <Button onClick={() => setStep('add')}>{t('security.addPasskey')}</Button>
        </div>
      ) : (
        <Note icon={Info}>{whyNot()}</Note>
      )}
      <StepDialog step={step} onStep={setStep} />
    </Section>
  )
}

const lastUse = ({ lastUsedAt }: Passkey) =>
  lastUsedAt ? t('security.lastUsed', { date: messageTime(lastUsedAt, Date.now()) }) : t('security.neverUsed')

/** Why there can be no passkey on this page, and where there can. */
function whyNot() {
  switch (passkeySupport()) {
    case 'noName':
      return tx('security.needsName', {
        address: location.hostname,
        link: <a href={`${namedOrigin()}/settings/security`}>{new URL(namedOrigin()).host}</a>,
      })
    case 'noBrowser':
      return t('security.noBrowser')
    default:
      return t('security.needsHttps')
  }
}

function StepDialog({ step, onStep }: { step: Step; onStep: (step: Step) => void }) {
  const refresh = useRefreshSecurity()
  const close = () => onStep(null)
  if (step === null) return null
  if (step === 'add') {
    return (
      <Dialog title={t('security.addPasskey')} onClose={close}>
        <PasskeySetup
          onAdded={({ recoveryCodes }) => {
            refresh()
            onStep(recoveryCodes && { codes: recoveryCodes })
            showToast({ text: t('security.passkeyAdded') })
          }}
        />
      </Dialog>
    )
  }
  if ('codes' in step) return <CodesDialog codes={step.codes} onClose={close} />
  if ('rename' in step) return <RenameDialog passkey={step.rename} onClose={close} />
  const { id, name } = step.remove
  return (
    <PasswordDialog
      title={t('security.removePasskey', { name })}
      text={t('security.removePasskeyText')}
      action={t('security.remove')}
      variant="danger"
      run={(password) => api.removePasskey(id, password)}
      onDone={() => {
        refresh()
        close()
        showToast({ text: t('security.passkeyRemoved') })
      }}
      onClose={close}
    />
  )
}

function RenameDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const [name, setName] = useState(passkey.name)
  const [isTried, setTried] = useState(false)
  const refresh = useRefreshSecurity()
  const rename = useMutation({
    mutationFn: () => api.renamePasskey(passkey.id, name.trim()),
    onSuccess: () => {
      refresh()
      onClose()
    },
  })
  const formId = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim() && !rename.isPending) rename.mutate()
  }
  return (
    <Dialog
      title={t('security.renamePasskey', { name: passkey.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" isLoading={rename.isPending}>
            {t('security.rename')}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} noValidate onSubmit={submit}>
        <TextField
          label={t('security.passkeyName')}
          name="passkey-name"
          autoComplete="off"
          maxLength={60}
          autoFocus
          value={name}
          error={isTried && !name.trim() && t('security.missingName')}
          onChange={(event) => setName(event.target.value)}
        />
        <Refusal error={rename.error} />
      </form>
    </Dialog>
  )
}

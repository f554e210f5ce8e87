import { useMutation } from '@tanstack/react-query'
import { type FormEvent, lazy, Suspense, useState } from 'react'
import { api } from '../../data/api.ts'
import type { FactorAdded, TotpSetup } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { CurrentPassword } from './password-dialog.tsx'
import { Refusal } from './refusal.tsx'
import styles from './security.module.css'

const QrCode = lazy(() => import('./qr-code.tsx').then(({ QrCode: code }) => ({ default: code })))

/** Sets up an authenticator app: the password, then the picture and the first code. */
export function AppSetup({ onAdded }: { onAdded: (added: FactorAdded) => void }) {
  const [setup, setSetup] = useState<TotpSetup | null>(null)
  return setup ? <ScanStep setup={setup} onAdded={onAdded} /> : <PasswordStep onBegun={setSetup} />
}

function PasswordStep({ onBegun }: { onBegun: (setup: TotpSetup) => void }) {
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const begin = useMutation({ mutationFn: api.beginTotp, onSuccess: onBegun })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (password && !begin.isPending) begin.mutate(password)
  }
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <CurrentPassword
        value={password}
        isMissing={isTried && !password}
        onChange={(value) => {
          begin.reset()
          setPassword(value)
        }}
      />
      <Refusal error={begin.error} />
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" isLoading={begin.isPending}>
          {t('security.continue')}
        </Button>
      </div>
    </form>
  )
}

function ScanStep({ setup, onAdded }: { setup: TotpSetup; onAdded: (added: FactorAdded) => void }) {
  const [code, setCode] = useState('')
  const [isTried, setTried] = useState(false)
  const confirm = useMutation({ mutationFn: api.confirmTotp, onSuccess: onAdded })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (code.trim() && !confirm.isPending) confirm.mutate({ setup: setup.setup, code: code.trim() })
  }
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <p>
        <b>{t('security.scanTitle')}</b> {t('security.scanLead')}
      </p>
      <Suspense fallback={<div className={styles.qr} />}>
        <QrCode text={setup.uri} />
      </Suspense>
      <div>
        <p className={styles.quiet}>{t('security.secret')}</p>
        <code className={styles.secret}>{setup.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </div>
      <TextField
        label={t('security.codeFromApp')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        value={code}
        error={isTried && !code.trim() && t('security.missingCode')}
        onChange={(event) => {
          confirm.reset()
          setCode(event.target.value)
        }}
      />
      <Refusal error={confirm.error} />
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" isLoading={confirm.isPending}>
          {t('security.turnOn')}
        </Button>
      </div>
    </form>
  )
}

import { type FormEvent, useState } from 'react'
import { api } from '../data/api.ts'
import type { SecondHalf } from '../data/types.ts'
import { t, tx } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { AuthFrame } from './auth-frame.tsx'
import { Command, DoorField, FormProblem, LinkButton } from './form-parts.tsx'
import { PasskeyButton } from './passkey-entry.tsx'
import styles from './sign-in.module.css'
import { useEnter } from './use-enter.ts'

/** The second half of a sign-in: a code of the app, a passkey, or a recovery code. */
export function SecondStep({ half, onBack }: { half: SecondHalf; onBack: () => void }) {
  const { challenge, methods } = half
  const hasApp = methods.includes('code')
  const [isRecovery, setRecovery] = useState(false)
  const lead = isRecovery
    ? t('signIn.secondLeadRecovery')
    : t(hasApp ? 'signIn.secondLeadCode' : 'signIn.secondLeadPasskey')
  return (
    <AuthFrame title={t('signIn.secondTitle')} lead={lead}>
      <div className={styles.form}>
        {isRecovery && <RecoveryForm key="recovery" challenge={challenge} />}
        {!isRecovery && hasApp && <CodeForm key="code" challenge={challenge} />}
        {methods.includes('passkey') && (
          <PasskeyButton variant={hasApp || isRecovery ? 'secondary' : 'primary'} challenge={challenge} />
        )}
        <p className={styles.aside}>
          {isRecovery ? (
            hasApp && <LinkButton onClick={() => setRecovery(false)}>{t('signIn.useAppCode')}</LinkButton>
          ) : (
            <LinkButton onClick={() => setRecovery(true)}>{t('signIn.useRecovery')}</LinkButton>
          )}
        </p>
        {isRecovery && (
          <p className={styles.aside}>
            {tx('signIn.lostAll', { command: <Command>npm run -s samtale -- user factors --remove</Command> })}
          </p>
        )}
        <p className={styles.aside}>
          <LinkButton onClick={onBack}>{t('signIn.back')}</LinkButton>
        </p>
      </div>
    </AuthFrame>
  )
}

function CodeForm({ challenge }: { challenge: string }) {
  const { code, setCode, isTried, submit, enter } = useStep((value) => api.finishSignIn({ challenge, code: value }))
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <DoorField
        label={t('signIn.appCode')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        value={code}
        error={isTried && !code.trim() && t('signIn.missingAppCode')}
        onChange={setCode}
      />
      <FormProblem error={enter.error} />
      <Button type="submit" variant="primary" size="lg" className={styles.submit} isLoading={enter.isPending}>
        {t('signIn.signIn')}
      </Button>
    </form>
  )
}

function RecoveryForm({ challenge }: { challenge: string }) {
  const { code, setCode, isTried, submit, enter } = useStep((value) =>
    api.finishSignIn({ challenge, recoveryCode: value }),
  )
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <DoorField
        label={t('signIn.recoveryCode')}
        name="recovery-code"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={code}
        error={isTried && !code.trim() && t('signIn.missingRecoveryCode')}
        onChange={setCode}
      />
      <FormProblem error={enter.error} />
      <Button type="submit" variant="primary" size="lg" className={styles.submit} isLoading={enter.isPending}>
        {t('signIn.signIn')}
      </Button>
    </form>
  )
}

/** One field, sent when it holds something. */
function useStep(ask: Parameters<typeof useEnter<string>>[0]) {
  const [code, setCode] = useState('')
  const [isTried, setTried] = useState(false)
  const enter = useEnter(ask)
  return {
    code,
    isTried,
    enter,
    setCode: (event: { target: { value: string } }) => {
      enter.reset()
      setCode(event.target.value)
    },
    submit: (event: FormEvent) => {
      event.preventDefault()
      setTried(true)
      if (code.trim() && !enter.isPending) enter.mutate(code.trim())
    },
  }
}

import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { KeyRound, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../data/api.ts'
import { passkeySupport } from '../../data/passkeys.ts'
import { sessionQuery } from '../../data/queries.ts'
import { forgetPerson, useSession } from '../../data/session.ts'
import type { FactorAdded } from '../../data/types.ts'
import { t, useCurrentLanguage } from '../../labels/labels.ts'
import { AuthFrame } from '../../sign-in/auth-frame.tsx'
import { LinkButton } from '../../sign-in/form-parts.tsx'
import { Button } from '../../ui/button.tsx'
import { AppSetup } from './app-setup.tsx'
import { PasskeySetup } from './passkey-setup.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import styles from './security.module.css'

type Step = 'choose' | 'app' | 'passkey' | { codes: string[] }

/** For who has no second factor where the account asks for one: the one thing that can be done before anything else. */
export function SetUpScreen() {
  useCurrentLanguage()
  const { account } = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [step, setStep] = useState<Step>('choose')

  const goOn = async () => {
    client.setQueryData(sessionQuery.queryKey, await api.session())
    await navigate({ to: '/inbox' })
  }
  const added = ({ recoveryCodes }: FactorAdded) => {
    if (recoveryCodes) setStep({ codes: recoveryCodes })
    else void goOn()
  }
  const signOut = async () => {
    await api.signOut()
    await forgetPerson(client)
    await navigate({ to: '/' })
  }

  if (typeof step === 'object') {
    return (
      <AuthFrame title={t('security.saveCodes')}>
        <RecoveryCodes codes={step.codes} onSaved={() => void goOn()} />
      </AuthFrame>
    )
  }
  return (
    <AuthFrame title={t('security.setUpTitle')} lead={t('security.setUpLead', { account: account.name })}>
      {step === 'choose' && (
        <div className={styles.form}>
          <Button size="lg" variant="primary" icon={Smartphone} onClick={() => setStep('app')}>
            {t('security.chooseApp')}
          </Button>
          {passkeySupport() === 'yes' && (
            <Button size="lg" icon={KeyRound} onClick={() => setStep('passkey')}>
              {t('security.choosePasskey')}
            </Button>
          )}
        </div>
      )}
      {step === 'app' && <AppSetup onAdded={added} />}
      {step === 'passkey' && <PasskeySetup onAdded={added} />}
      <p className={styles.aside}>
        {step !== 'choose' && <LinkButton onClick={() => setStep('choose')}>{t('security.otherWay')}</LinkButton>}
        <LinkButton onClick={() => void signOut()}>{t('security.signOut')}</LinkButton>
      </p>
    </AuthFrame>
  )
}

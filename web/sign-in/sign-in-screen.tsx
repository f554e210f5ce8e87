import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem } from '../data/api.ts'
import { welcomeQuery } from '../data/queries.ts'
import type { Welcome } from '../data/types.ts'
import { problemText, t, useCurrentLanguage } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { Delayed } from '../ui/skeleton.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { AuthFrame } from './auth-frame.tsx'
import { CreateAccountForm } from './create-account-form.tsx'
import { ForgotForm } from './forgot-form.tsx'
import { SignInForm } from './sign-in-form.tsx'

type Mode = 'signIn' | 'createAccount' | 'forgot'

/** The door: an empty installation asks for its first account, any other for address and password. */
export function SignInScreen() {
  // In another language everything is said anew, and what was typed stays.
  useCurrentLanguage()
  const welcome = useQuery(welcomeQuery)
  if (welcome.data) return <Forms welcome={welcome.data} />
  if (welcome.error) {
    const code = welcome.error instanceof ApiProblem ? welcome.error.code : undefined
    return (
      <AuthFrame title={t('signIn.unreachable')} lead={problemText(code)}>
        <div>
          <Button isLoading={welcome.isFetching} onClick={() => void welcome.refetch()}>
            {t('ui.tryAgain')}
          </Button>
        </div>
      </AuthFrame>
    )
  }
  return (
    <Delayed>
      <AuthFrame title="Samtale">
        <div role="status" aria-label={t('ui.loading')}>
          <Spinner size={20} />
        </div>
      </AuthFrame>
    </Delayed>
  )
}

function Forms({ welcome }: { welcome: Welcome }) {
  const [mode, setMode] = useState<Mode>(welcome.isEmpty && welcome.mayCreateAccount ? 'createAccount' : 'signIn')
  switch (mode) {
    case 'createAccount':
      return (
        <AuthFrame title={t('signIn.createAccount')} lead={t('signIn.createLead')}>
          <CreateAccountForm welcome={welcome} onSignIn={() => setMode('signIn')} />
        </AuthFrame>
      )
    case 'forgot':
      return (
        <AuthFrame title={t('signIn.resetTitle')} lead={welcome.sendsMail ? t('signIn.resetLead') : undefined}>
          <ForgotForm sendsMail={welcome.sendsMail} onBack={() => setMode('signIn')} />
        </AuthFrame>
      )
    case 'signIn':
      return (
        <AuthFrame title={t('signIn.signIn')} lead={welcome.isEmpty ? undefined : t('signIn.signInLead')}>
          <SignInForm
            welcome={welcome}
            onForgot={() => setMode('forgot')}
            onCreateAccount={() => setMode('createAccount')}
          />
        </AuthFrame>
      )
  }
}

import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../data/api.ts'
import type { SecondHalf, Welcome } from '../data/types.ts'
import { t, tx } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { Command, EmailField, FormNote, FormProblem, LinkButton, PasswordField } from './form-parts.tsx'
import { PasskeyButton, usePasskeyOffer } from './passkey-entry.tsx'
import styles from './sign-in.module.css'
import { useLetIn } from './use-enter.ts'

type SignInFormProps = {
  welcome: Welcome
  onForgot: () => void
  onCreateAccount: () => void
  /** The password was right, and a second factor is asked for. */
  onHalfIn: (half: SecondHalf) => void
}

export function SignInForm({ welcome, onForgot, onCreateAccount, onHalfIn }: SignInFormProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const letIn = useLetIn()
  const signIn = useMutation({
    mutationFn: api.signIn,
    onSuccess: (answer) => ('needs' in answer ? onHalfIn(answer) : letIn(answer)),
  })
  usePasskeyOffer()

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (email.trim() && password && !signIn.isPending) signIn.mutate({ email: email.trim(), password })
  }
  const edit = (change: (value: string) => void) => (event: { target: { value: string } }) => {
    signIn.reset()
    change(event.target.value)
  }

  if (welcome.isEmpty && !welcome.mayCreateAccount) {
    return (
      <FormNote>{tx('signIn.noneYet', { command: <Command>npm run -s samtale -- account create</Command> })}</FormNote>
    )
  }
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <EmailField
        name="email"
        autoComplete="username webauthn"
        autoFocus
        value={email}
        error={isTried && !email.trim() && t('signIn.badEmail')}
        onChange={edit(setEmail)}
      />
      <PasswordField
        label={t('signIn.password')}
        name="password"
        autoComplete="current-password"
        value={password}
        error={isTried && !password && t('signIn.missingPassword')}
        onChange={edit(setPassword)}
      />
      <FormProblem error={signIn.error} />
      <Button type="submit" variant="primary" size="lg" className={styles.submit} isLoading={signIn.isPending}>
        {t('signIn.signIn')}
      </Button>
      <PasskeyButton />
      <p className={styles.aside}>
        <LinkButton onClick={onForgot}>{t('signIn.forgot')}</LinkButton>
      </p>
      {welcome.mayCreateAccount && (
        <p className={styles.aside}>
          {tx('signIn.noAccount', {
            link: <LinkButton onClick={onCreateAccount}>{t('signIn.createAccount')}</LinkButton>,
          })}
        </p>
      )}
    </form>
  )
}

import { type FormEvent, useState } from 'react'
import { api } from '../data/api.ts'
import type { Welcome } from '../data/types.ts'
import { t, tx } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { Command, EmailField, FormNote, FormProblem, LinkButton, PasswordField } from './form-parts.tsx'
import styles from './sign-in.module.css'
import { useEnter } from './use-enter.ts'

type SignInFormProps = { welcome: Welcome; onForgot: () => void; onCreateAccount: () => void }

export function SignInForm({ welcome, onForgot, onCreateAccount }: SignInFormProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const signIn = useEnter(api.signIn)

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

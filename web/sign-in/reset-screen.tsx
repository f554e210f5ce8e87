import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../data/api.ts'
import { problemText, t, useCurrentLanguage } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { AuthFrame } from './auth-frame.tsx'
import { FormNote, FormProblem, PasswordField } from './form-parts.tsx'
import { passwordProblem } from './password-rules.ts'
import styles from './sign-in.module.css'

/** Where the mailed link leads: `/reset#TOKEN`. The token stands after the # so that it reaches no log on its way. */
export function ResetScreen() {
  useCurrentLanguage()
  const [token] = useState(() => location.hash.slice(1))
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const reset = useMutation({ mutationFn: api.resetPassword })
  const problem = passwordProblem(password)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!problem && !reset.isPending) reset.mutate({ token, password })
  }

  const signIn = (
    <p className={styles.aside}>
      <Link to="/">{t('signIn.signIn')}</Link>
    </p>
  )
  if (reset.isSuccess || token === '') {
    return (
      <AuthFrame title={t('signIn.resetTitle')}>
        <div className={styles.form}>
          <FormNote>{reset.isSuccess ? t('signIn.passwordSet') : problemText('linkExpired')}</FormNote>
          {signIn}
        </div>
      </AuthFrame>
    )
  }
  return (
    <AuthFrame title={t('signIn.resetTitle')} lead={t('signIn.chooseLead')}>
      <form className={styles.form} noValidate onSubmit={submit}>
        <PasswordField
          label={t('signIn.newPassword')}
          name="password"
          autoComplete="new-password"
          autoFocus
          value={password}
          error={isTried && problem}
          onChange={(event) => {
            reset.reset()
            setPassword(event.target.value)
          }}
          onBlur={() => setTried(password !== '')}
        />
        <FormProblem error={reset.error} />
        <Button type="submit" variant="primary" size="lg" className={styles.submit} isLoading={reset.isPending}>
          {t('signIn.setPassword')}
        </Button>
        {signIn}
      </form>
    </AuthFrame>
  )
}

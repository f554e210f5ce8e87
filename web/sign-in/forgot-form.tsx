import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { isMailAddress } from '../../shared/mail-address.ts'
import { api } from '../data/api.ts'
import { t, tx } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { Command, EmailField, FormNote, FormProblem, LinkButton } from './form-parts.tsx'
import styles from './sign-in.module.css'

/** Asks for a link to a new password. Whether anybody has the address is not told: the answer is always the same. */
export function ForgotForm({ sendsMail, onBack }: { sendsMail: boolean; onBack: () => void }) {
  const [email, setEmail] = useState('')
  const [isTried, setTried] = useState(false)
  const ask = useMutation({ mutationFn: api.askForReset })
  const isValid = isMailAddress(email.trim())

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isValid && !ask.isPending) ask.mutate({ email: email.trim() })
  }

  const back = (
    <p className={styles.aside}>
      <LinkButton onClick={onBack}>{t('signIn.back')}</LinkButton>
    </p>
  )
  if (!sendsMail) {
    return (
      <div className={styles.form}>
        <FormNote>{tx('signIn.noRelay', { command: <Command>npm run -s samtale -- user password</Command> })}</FormNote>
        {back}
      </div>
    )
  }
  if (ask.isSuccess) {
    return (
      <div className={styles.form}>
        <FormNote>{tx('signIn.linkSent', { email: <b>{email.trim()}</b> })}</FormNote>
        {back}
      </div>
    )
  }
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      <EmailField
        name="email"
        autoFocus
        value={email}
        error={isTried && !isValid && t('signIn.badEmail')}
        onChange={(event) => {
          setTried(false)
          setEmail(event.target.value)
        }}
      />
      <FormProblem error={ask.error} />
      <Button type="submit" variant="primary" size="lg" className={styles.submit} isLoading={ask.isPending}>
        {t('signIn.sendLink')}
      </Button>
      {back}
    </form>
  )
}

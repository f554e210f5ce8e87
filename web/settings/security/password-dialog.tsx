import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { t } from '../../labels/labels.ts'
import { Button, type ButtonVariant } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { Refusal } from './refusal.tsx'
import styles from './security.module.css'

type PasswordDialogProps<Answer> = {
  title: string
  text: ReactNode
  action: string
  variant?: ButtonVariant
  run: (password: string) => Promise<Answer>
  onDone: (answer: Answer) => void
  onClose: () => void
}

/** Asks for the password before something that an open browser alone must not be able to do. */
export function PasswordDialog<Answer>(props: PasswordDialogProps<Answer>) {
  const { title, text, action, variant = 'primary', run, onDone, onClose } = props
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const ask = useMutation({ mutationFn: run, onSuccess: onDone })
  const formId = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (password && !ask.isPending) ask.mutate(password)
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={formId} variant={variant} isLoading={ask.isPending}>
            {action}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} noValidate onSubmit={submit}>
        <p>{text}</p>
        <CurrentPassword
          value={password}
          isMissing={isTried && !password}
          onChange={(value) => {
            ask.reset()
            setPassword(value)
          }}
        />
        <Refusal error={ask.error} />
      </form>
    </Dialog>
  )
}

type CurrentPasswordProps = {
  value: string
  isMissing: boolean
  onChange: (value: string) => void
  autoFocus?: boolean
}

export function CurrentPassword({ value, isMissing, onChange, autoFocus = true }: CurrentPasswordProps) {
  return (
    <PasswordField
      label={t('security.currentPassword')}
      hint={t('security.confirmLead')}
      name="current-password"
      autoComplete="current-password"
      autoFocus={autoFocus}
      value={value}
      error={isMissing && t('signIn.missingPassword')}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

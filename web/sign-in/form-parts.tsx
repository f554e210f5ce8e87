import { CircleAlert, Eye, EyeOff, Info } from 'lucide-react'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { ApiProblem } from '../data/api.ts'
import { problemText, t } from '../labels/labels.ts'
import { IconButton } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import styles from './sign-in.module.css'

/** A text field in the size of the door's forms. */
export function DoorField(props: ComponentProps<typeof TextField>) {
  return <TextField {...props} className={styles.field} />
}

/** The address that a person signs in with. */
export function EmailField(props: Omit<ComponentProps<typeof TextField>, 'label'>) {
  return <DoorField label={t('signIn.email')} type="email" autoComplete="username" autoCapitalize="none" {...props} />
}

/** A password that can be shown. The button's name leaves out the word, so that "Password" names one thing only. */
export function PasswordField(props: ComponentProps<typeof TextField>) {
  const [isShown, setShown] = useState(false)
  return (
    <DoorField
      {...props}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      suffix={
        <IconButton
          label={t(isShown ? 'signIn.hidePassword' : 'signIn.showPassword')}
          icon={isShown ? EyeOff : Eye}
          size="sm"
          onClick={() => setShown(!isShown)}
        />
      }
    />
  )
}

/** What went wrong with the whole form, above its button. */
export function FormProblem({ error }: { error: Error | null }) {
  if (!error) return null
  const text =
    error instanceof ApiProblem
      ? problemText(error.code, { message: error.message, ...error.details })
      : problemText(undefined)
  return (
    <p className={styles.problem} role="alert">
      <CircleAlert size={16} strokeWidth={1.75} aria-hidden />
      <span>{text}</span>
    </p>
  )
}

export function FormNote({ children }: { children: ReactNode }) {
  return (
    <p className={styles.note} role="status">
      <Info size={16} strokeWidth={1.75} aria-hidden />
      <span>{children}</span>
    </p>
  )
}

/** A command to be typed where Samtale runs, with room to be selected and copied. */
export function Command({ children }: { children: string }) {
  return <code className={styles.command}>{children}</code>
}

export function LinkButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className={styles.link} onClick={onClick}>
      {children}
    </button>
  )
}

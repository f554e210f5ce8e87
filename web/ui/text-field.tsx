import { CircleAlert } from 'lucide-react'
import { type ComponentPropsWithRef, type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'
import styles from './text-field.module.css'

type FieldProps = { label: string; hint?: ReactNode; error?: ReactNode; controlId: string; children: ReactNode }

/** A label above a control, and below it the hint, or in its place the error that says what to mend. */
export function Field({ label, hint, error, controlId, children }: FieldProps) {
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={controlId}>
        {label}
      </label>
      {children}
      {error ? (
        <p className={styles.error} id={`${controlId}-note`} role="alert">
          <CircleAlert size={14} strokeWidth={1.9} aria-hidden />
          <span>{error}</span>
        </p>
      ) : (
        hint && (
          <p className={styles.hint} id={`${controlId}-note`}>
            {hint}
          </p>
        )
      )}
    </div>
  )
}

type TextFieldProps = Omit<ComponentPropsWithRef<'input'>, 'prefix'> & {
  label: string
  hint?: ReactNode
  error?: ReactNode
  /** Drawn inside the frame, before or after what is typed. */
  prefix?: ReactNode
  suffix?: ReactNode
}

export function TextField({ label, hint, error, prefix, suffix, id, className, ...rest }: TextFieldProps) {
  const ownId = useId()
  const controlId = id ?? ownId
  return (
    <Field label={label} hint={hint} error={error} controlId={controlId}>
      <div className={classNames(styles.frame, Boolean(error) && styles.bad, className)}>
        {prefix}
        <input
          {...rest}
          id={controlId}
          className={styles.input}
          aria-invalid={Boolean(error) || undefined}
          aria-describedby={error || hint ? `${controlId}-note` : undefined}
        />
        {suffix}
      </div>
    </Field>
  )
}

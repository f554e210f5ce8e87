import styles from './labelled-select.module.css'
import { Select, type SelectOption } from './select.tsx'

type LabelledSelectProps = {
  label: string
  hint?: string
  value: string
  options: SelectOption[]
  onSelect: (value: string) => void
}

/** A dropdown in a form: its label above, a hint below. */
export function LabelledSelect({ label, hint, ...select }: LabelledSelectProps) {
  return (
    <div className={styles.field}>
      <span className={styles.label} aria-hidden="true">
        {label}
      </span>
      <Select label={label} className={styles.select} {...select} />
      {hint && <p className={styles.hint}>{hint}</p>}
    </div>
  )
}

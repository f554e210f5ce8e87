import { type ReactNode, useId } from 'react'
import styles from './switch.module.css'

type SwitchProps = {
  label: string
  isOn: boolean
  onChange: (isOn: boolean) => void
  /** Only with a `hint` that says why: it can be reached, so that it is heard too. */
  isDisabled?: boolean
  /** The label is the name alone; what is drawn beside the switch is the caller's. */
  isLabelHidden?: boolean
  hint?: ReactNode
}

/** On or off. Where it stands alone it acts at once; in a form with a save bar it waits like everything else. */
export function Switch({ label, isOn, onChange, isDisabled = false, isLabelHidden = false, hint }: SwitchProps) {
  const id = useId()
  const knob = (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      aria-label={isLabelHidden ? label : undefined}
      aria-labelledby={isLabelHidden ? undefined : `${id}-label`}
      aria-describedby={hint ? `${id}-hint` : undefined}
      aria-disabled={isDisabled || undefined}
      className={styles.switch}
      onClick={() => !isDisabled && onChange(!isOn)}
    >
      <span className={styles.knob} />
    </button>
  )
  if (isLabelHidden) return knob
  return (
    <div className={styles.row}>
      {knob}
      <div>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: a wider place to press; the key is the switch's */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the same */}
        <span id={`${id}-label`} className={styles.label} onClick={() => !isDisabled && onChange(!isOn)}>
          {label}
        </span>
        {hint && (
          <p id={`${id}-hint`} className={styles.hint}>
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}

import type { EffectiveAvailability } from '../../shared/availability.ts'
import styles from './presence-dot.module.css'

/** Green, amber, or hollow: drawn only. What it says stands beside it, or in the name of what it is on. */
export function PresenceDot({ value }: { value: EffectiveAvailability }) {
  return <span className={styles.dot} data-value={value} aria-hidden="true" />
}

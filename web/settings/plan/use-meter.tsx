import type { LucideIcon } from 'lucide-react'
import { t } from '../../labels/labels.ts'
import styles from './use-meter.module.css'

type UseMeterProps = {
  icon: LucideIcon
  label: string
  used: number
  /** null: any number */
  allowed: number | null
  text: string
  /** Said in place of the text while more is in use than the plan allows. */
  over: string
}

/** How much of what the plan allows is in use: in words, and as a bar where there is an end to it. */
export function UseMeter({ icon: Icon, label, used, allowed, text, over }: UseMeterProps) {
  const isOver = allowed !== null && used > allowed
  const words = allowed === null ? t('plan.usedOfAny', { used }) : t('plan.usedOf', { used, allowed })
  return (
    <section className={styles.card} aria-label={label}>
      <h2 className={styles.label}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        {label}
      </h2>
      <p className={styles.value}>{words}</p>
      {allowed !== null && (
        <meter
          className={styles.meter}
          aria-label={label}
          min={0}
          max={Math.max(allowed, used, 1)}
          value={used}
          aria-valuetext={words}
          data-over={isOver || undefined}
        />
      )}
      <p className={styles.text}>{isOver ? over : text}</p>
    </section>
  )
}

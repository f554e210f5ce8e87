import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './chip.module.css'
import { classNames } from './class-names.ts'

type Tone = 'neutral' | 'line' | 'due' | 'over' | 'ok' | 'info' | 'comment'

/** A small fact beside something. An icon or a word carries the meaning, never the colour alone. */
export function Chip({
  tone = 'neutral',
  icon: Icon,
  children,
}: {
  tone?: Tone
  icon?: LucideIcon
  children: ReactNode
}) {
  return (
    <span className={classNames(styles.chip, styles[tone])}>
      {Icon && <Icon size={12} strokeWidth={2.1} aria-hidden />}
      {children}
    </span>
  )
}

/** How many wait, warm. Drawn only: say the number in words in the description of what it belongs to. */
export function Count({ children }: { children: ReactNode }) {
  return (
    <span className={styles.count} aria-hidden="true">
      {children}
    </span>
  )
}

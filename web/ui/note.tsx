import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './note.module.css'

type NoteProps = { tone?: 'plain' | 'info' | 'bad'; icon: LucideIcon; role?: 'alert' | 'status'; children: ReactNode }

/** A sentence that belongs to what stands above it: a reason, a consequence, a refusal. */
export function Note({ tone = 'plain', icon: Icon, role, children }: NoteProps) {
  return (
    <div role={role} className={classNames(styles.note, styles[tone])}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <div className={styles.text}>{children}</div>
    </div>
  )
}

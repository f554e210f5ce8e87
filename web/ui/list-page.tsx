import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './list-page.module.css'

/** A page that lists something: its title in the panel's bar, and below it a column that scrolls. */
export function ListPage({ title, className, children }: { title: string; className?: string; children: ReactNode }) {
  return (
    <div className={styles.screen}>
      <header className={styles.bar}>
        <h1 className={styles.title}>{title}</h1>
      </header>
      <div className={styles.scroll} data-pane>
        <div className={classNames(styles.column, className)}>{children}</div>
      </div>
    </div>
  )
}

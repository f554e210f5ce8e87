import { Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../labels/labels.ts'
import styles from './settings-page.module.css'

type SettingsPageProps = {
  title: string
  /** Buttons at the right of the title. */
  actions?: ReactNode
  /** Under the title, one sentence. */
  lead?: ReactNode
  /** Over the title: where a page beneath another comes from. */
  crumb?: ReactNode
  /** Stands at the foot: the `SaveBar`. */
  foot?: ReactNode
  children: ReactNode
}

/** A page of the settings: title, what it holds, and a bar at the foot while something is not saved. */
export function SettingsPage({ title, actions, lead, crumb, foot, children }: SettingsPageProps) {
  return (
    <>
      <div className={styles.page}>
        {crumb && <div className={styles.crumb}>{crumb}</div>}
        <header className={styles.head}>
          <Link to="/settings" className={styles.back} aria-label={t('settings.back')}>
            <ChevronLeft size={22} strokeWidth={1.6} aria-hidden />
          </Link>
          <h1 className={styles.title}>{title}</h1>
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
        {lead && <p className={styles.lead}>{lead}</p>}
        <div className={styles.content}>{children}</div>
      </div>
      {foot}
    </>
  )
}

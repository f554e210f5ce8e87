import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useMatchRoute } from '@tanstack/react-router'
import { Inbox, Send, Settings, Ticket } from 'lucide-react'
import { overviewQuery } from '../data/queries.ts'
import { t } from '../labels/labels.ts'
import { Count } from '../ui/chip.tsx'
import styles from './tab-bar.module.css'

/** The bottom tabs of phones. */
export function TabBar() {
  const { needsYou } = useSuspenseQuery(overviewQuery).data.counters.all
  const matchRoute = useMatchRoute()
  const isInInbox = Boolean(matchRoute({ to: '/inbox', fuzzy: true }))
  return (
    <nav aria-label={t('shell.main')} className={styles.bar}>
      <Link
        to="/inbox"
        className={styles.tab}
        data-on={isInInbox || undefined}
        aria-current={isInInbox ? 'page' : undefined}
        aria-label={t('shell.inbox')}
        aria-description={needsYou > 0 ? t('shell.needYou', { count: needsYou }) : undefined}
      >
        <Inbox size={22} strokeWidth={1.6} aria-hidden />
        {t('shell.inbox')}
        {needsYou > 0 && (
          <span className={styles.count}>
            <Count>{needsYou.toLocaleString()}</Count>
          </span>
        )}
      </Link>
      <Link to="/tickets" className={styles.tab} activeProps={{ 'data-on': true }}>
        <Ticket size={22} strokeWidth={1.6} aria-hidden />
        {t('tickets.title')}
      </Link>
      <Link to="/outbox" className={styles.tab} activeProps={{ 'data-on': true }}>
        <Send size={22} strokeWidth={1.6} aria-hidden />
        {t('shell.outbox')}
      </Link>
      <Link to="/settings" className={styles.tab} activeProps={{ 'data-on': true }}>
        <Settings size={22} strokeWidth={1.6} aria-hidden />
        {t('settings.title')}
      </Link>
    </nav>
  )
}

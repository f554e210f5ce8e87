import { Link, useMatchRoute, useSearch } from '@tanstack/react-router'
import { Keyboard, type LucideIcon, Send, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../labels/labels.ts'
import { Keycap } from '../ui/keycap.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { InboxPicker } from './inbox-picker.tsx'
import styles from './rail.module.css'
import { useViewCounts, viewFaces, viewIsExact } from './views.tsx'

const order = ['unassigned', 'mine', 'open', 'closed'] as const

/** The left column: inbox, views with their counters, outbox, help. Icons only between 720 and 1359 px. */
export function Rail({ onShowShortcuts }: { onShowShortcuts: () => void }) {
  const counts = useViewCounts()
  const { view: shownView = 'open', inbox } = useSearch({ strict: false })
  const matchRoute = useMatchRoute()
  const isInInbox = Boolean(matchRoute({ to: '/inbox', fuzzy: true }))
  const place = inbox ? { inbox } : {}
  return (
    <nav className={styles.rail} aria-label={t('shell.views')} data-pane>
      <div className={styles.picker}>
        <InboxPicker />
      </div>
      {order.map((view) => {
        const { label, icon, keys, isWarm } = viewFaces[view]
        return (
          <Tooltip key={view} label={t(label)} keys={keys}>
            <Link
              to="/inbox"
              search={view === 'open' ? place : { ...place, view }}
              activeOptions={viewIsExact}
              className={styles.entry}
              data-on={(isInInbox && view === shownView) || undefined}
              aria-current={isInInbox && view === shownView ? 'page' : undefined}
              aria-label={t(label)}
              aria-description={t('list.count', { count: counts[view] })}
            >
              <EntryFace icon={icon} label={t(label)}>
                {view !== 'closed' && counts[view] > 0 && (
                  <span className={isWarm ? styles.warm : styles.count}>{counts[view].toLocaleString()}</span>
                )}
              </EntryFace>
            </Link>
          </Tooltip>
        )
      })}
      <hr className={styles.line} />
      <Tooltip label={t('shell.outbox')} keys="G B">
        <Link
          to="/outbox"
          search={place}
          className={styles.entry}
          activeProps={{ 'data-on': true }}
          aria-label={t('shell.outbox')}
        >
          <EntryFace icon={Send} label={t('shell.outbox')} />
        </Link>
      </Tooltip>
      <Tooltip label={t('team.title')}>
        <Link
          to="/team-management"
          className={styles.entry}
          activeProps={{ 'data-on': true }}
          aria-label={t('team.title')}
        >
          <EntryFace icon={UsersRound} label={t('team.title')} />
        </Link>
      </Tooltip>
      <span className={styles.space} />
      <button
        type="button"
        className={styles.help}
        onClick={onShowShortcuts}
        aria-label={t('shell.shortcuts')}
        aria-keyshortcuts="?"
      >
        <Keyboard size={14} strokeWidth={1.9} aria-hidden />
        <span className={styles.label}>{t('shell.shortcuts')}</span>
        <span className={styles.helpKey}>
          <Keycap keys="?" />
        </span>
      </button>
    </nav>
  )
}

function EntryFace({ icon: Icon, label, children }: { icon: LucideIcon; label: string; children?: ReactNode }) {
  return (
    <>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span className={styles.label}>{label}</span>
      {children}
    </>
  )
}

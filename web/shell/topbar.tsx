import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useMatchRoute } from '@tanstack/react-router'
import { Settings } from 'lucide-react'
import { overviewQuery } from '../data/queries.ts'
import { t } from '../labels/labels.ts'
import { Count } from '../ui/chip.tsx'
import { Mark } from '../ui/mark.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { AvailabilityMenu } from './availability-menu.tsx'
import { InboxPicker } from './inbox-picker.tsx'
import { ProfileMenu } from './profile-menu.tsx'
import styles from './topbar.module.css'

/** The banner: where you are among the parts of Samtale, and who you are. On phones it carries the inbox's name. */
export function Topbar({ onSignedOut }: { onSignedOut: () => void }) {
  const { counters } = useSuspenseQuery(overviewQuery).data
  const matchRoute = useMatchRoute()
  const isInInbox = Boolean(matchRoute({ to: '/inbox', fuzzy: true }))
  const isInSettings = Boolean(matchRoute({ to: '/settings', fuzzy: true }))
  const isInTickets = Boolean(matchRoute({ to: '/tickets', fuzzy: true }))
  const { needsYou } = counters.all
  return (
    <header className={styles.topbar}>
      <div className={styles.left}>
        <span className={styles.brand}>
          <Mark />
          Samtale
        </span>
        <nav aria-label={t('shell.main')} className={styles.nav}>
          <Link
            to="/inbox"
            className={styles.link}
            data-on={isInInbox || undefined}
            aria-current={isInInbox ? 'page' : undefined}
            aria-label={t('shell.inbox')}
            aria-description={needsYou > 0 ? t('shell.needYou', { count: needsYou }) : undefined}
          >
            {t('shell.inbox')}
            {needsYou > 0 && <Count>{needsYou.toLocaleString()}</Count>}
          </Link>
          <Link
            to="/tickets"
            className={styles.link}
            data-on={isInTickets || undefined}
            aria-current={isInTickets ? 'page' : undefined}
          >
            {t('tickets.title')}
          </Link>
        </nav>
      </div>
      <div className={styles.title}>
        {isInSettings ? <span className={styles.place}>{t('settings.title')}</span> : <InboxPicker />}
      </div>
      <div className={styles.right}>
        <AvailabilityMenu />
        <Tooltip label={t('settings.title')} keys="G S">
          <Link
            to="/settings"
            className={styles.settings}
            aria-label={t('settings.title')}
            data-on={isInSettings || undefined}
            aria-current={isInSettings ? 'page' : undefined}
          >
            <Settings size={18} strokeWidth={1.75} aria-hidden />
          </Link>
        </Tooltip>
        <ProfileMenu onSignedOut={onSignedOut} />
      </div>
    </header>
  )
}

import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ListFilter } from '../data/queries.ts'
import { t } from '../labels/labels.ts'
import { useViewCounts, viewFaces, viewIsExact } from '../shell/views.tsx'
import styles from './view-chips.module.css'

const order = ['open', 'unassigned', 'mine', 'closed'] as const

/** The views on phones, in a row that scrolls sideways. */
export function ViewChips({ filter }: { filter: ListFilter }) {
  const counts = useViewCounts()
  const chips = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view is another chip to be seen
  useEffect(() => {
    chips.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [filter.view])
  const place = filter.inboxId ? { inbox: filter.inboxId } : {}
  return (
    <nav ref={chips} className={styles.chips} aria-label={t('shell.views')}>
      {order.map((view) => {
        const { label, isWarm } = viewFaces[view]
        return (
          <Link
            key={view}
            to="/inbox"
            search={view === 'open' ? place : { ...place, view }}
            activeOptions={viewIsExact}
            className={styles.chip}
            aria-current={view === filter.view ? 'page' : undefined}
            aria-label={t(label)}
            aria-description={t('list.count', { count: counts[view] })}
          >
            {t(label)}
            {view !== 'closed' && counts[view] > 0 && (
              <span className={isWarm ? styles.warm : styles.count}>{counts[view].toLocaleString()}</span>
            )}
          </Link>
        )
      })}
    </nav>
  )
}

import { useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { overviewQuery } from '../data/queries.ts'
import { itemsOf, type Timeline } from '../data/timeline.ts'
import type { ThreadDetails, TimelineItem } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { useNow } from '../ui/use-now.ts'
import { CommentCard } from './comment-card.tsx'
import { EventLine } from './event-line.tsx'
import { MailCard } from './mail-card.tsx'
import { NewMessageStatus } from './new-message-status.tsx'
import styles from './timeline-view.module.css'
import { useStartOfLongMail } from './use-start-of-long-mail.ts'

type TimelineViewProps = {
  details: ThreadDetails
  timeline: {
    data: Timeline | undefined
    hasNextPage: boolean
    isFetchingNextPage: boolean
    fetchNextPage: () => unknown
  }
}

/** Everything that was said and happened, oldest first, opened at its end; older pages come on demand. */
export function TimelineView({ details, timeline }: TimelineViewProps) {
  const now = useNow()
  const items = useMemo(() => itemsOf(timeline.data), [timeline.data])
  const { colleagues, inboxes, sendsMail } = useSuspenseQuery(overviewQuery).data
  const scroller = useStartOfLongMail()
  const nameOf = (userId: string) =>
    colleagues.find((colleague) => colleague.id === userId)?.name ?? t('event.formerColleague')
  const inboxNameOf = (inboxId: string) => inboxes.find(({ id }) => id === inboxId)?.name ?? null
  const earlier = details.thread.messageCount - items.filter(isMessage).length
  return (
    <div ref={scroller} className={styles.scroller}>
      <NewMessageStatus items={items} />
      <ol className={styles.items}>
        {timeline.hasNextPage && (
          <li className={styles.fold}>
            <button
              type="button"
              className={styles.foldButton}
              aria-busy={timeline.isFetchingNextPage || undefined}
              onClick={() => !timeline.isFetchingNextPage && void timeline.fetchNextPage()}
            >
              {earlier > 0 ? t('thread.earlier', { count: earlier }) : t('thread.earlierSome')}
            </button>
          </li>
        )}
        {items.map((item) => (
          <li key={item.id}>
            {item.kind === 'message' ? (
              <MailCard
                item={item}
                now={now}
                sendsMail={sendsMail}
                mayAct={details.mayAct}
                ownAddress={details.channelAccount.address}
              />
            ) : item.kind === 'comment' ? (
              <CommentCard item={item} now={now} />
            ) : (
              <EventLine item={item} now={now} nameOf={nameOf} inboxNameOf={inboxNameOf} />
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

function isMessage(item: TimelineItem): boolean {
  return item.kind === 'message' || item.kind === 'comment'
}

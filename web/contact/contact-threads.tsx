import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert, CircleCheck, Forward, Lock, Mail, MessagesSquare, Reply, RotateCw } from 'lucide-react'
import { contactThreadsQuery, overviewQuery } from '../data/queries.ts'
import type { ContactRecord, ContactThread } from '../data/types.ts'
import { dayGroup, exactTime, shortTime } from '../labels/format.ts'
import { t } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { Empty } from '../ui/empty.tsx'
import { PanelBar } from '../ui/panel-bar.tsx'
import { Delayed, SkeletonRows } from '../ui/skeleton.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './contact-threads.module.css'

/** What was said with the contact in the inboxes that the reader sees, the newest first, under its day. */
export function ContactThreads({ contact }: { contact: ContactRecord }) {
  const threads = useInfiniteQuery(contactThreadsQuery(contact.id))
  const rows = threads.data?.pages.flatMap(({ results }) => results) ?? []
  return (
    <section aria-label={t('contact.conversations')} className={styles.threads}>
      <PanelBar
        level={2}
        title={t('contact.conversations')}
        count={rows.length > 0 && !threads.hasNextPage ? rows.length : null}
      />
      <div className={styles.column}>
        {threads.isPending && (
          <Delayed>
            <SkeletonRows count={5} />
          </Delayed>
        )}
        {threads.data && rows.length === 0 && (
          <Empty icon={MessagesSquare} title={t('contact.noConversations')}>
            {t('contact.noConversationsText', { name: contact.name })}
          </Empty>
        )}
        {rows.length > 0 && <ThreadList threads={rows} />}
        {threads.error && !threads.data && (
          <Empty
            icon={CircleAlert}
            title={t('contact.conversationsFailed')}
            action={
              <Button icon={RotateCw} isLoading={threads.isFetching} onClick={() => void threads.refetch()}>
                {t('ui.tryAgain')}
              </Button>
            }
          />
        )}
        {threads.hasNextPage && (
          <div className={styles.more}>
            <Button isLoading={threads.isFetchingNextPage} onClick={() => void threads.fetchNextPage()}>
              {t('contact.more')}
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}

function ThreadList({ threads }: { threads: ContactThread[] }) {
  const now = useNow()
  const groups = Map.groupBy(threads, ({ latestMessageAt }) => dayGroup(latestMessageAt, now) ?? t('contact.today'))
  return [...groups].map(([day, group]) => (
    <section key={day} aria-label={day}>
      <h3 className={styles.day}>{day}</h3>
      <ul className={styles.list}>
        {group.map((thread) => (
          <ThreadEntry key={thread.id} thread={thread} now={now} />
        ))}
      </ul>
    </section>
  ))
}

function ThreadEntry({ thread, now }: { thread: ContactThread; now: number }) {
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const { id, subject, status, latestMessageAt, snippet, snippetBy, assigneeId, inboxName, isStated } = thread
  const assignee = colleagues.find((colleague) => colleague.id === assigneeId)
  return (
    <li className={styles.entry}>
      <span className={styles.glyph}>
        <Mail size={16} strokeWidth={1.75} aria-hidden />
      </span>
      <div className={styles.what}>
        <div className={styles.line}>
          <Link to="/inbox/threads/$threadId" params={{ threadId: id }} className={styles.subject}>
            {subject || t('row.noSubject')}
          </Link>
          {status === 'closed' && (
            <Chip tone="ok" icon={CircleCheck}>
              {t('thread.closed')}
            </Chip>
          )}
          <time className={styles.time} dateTime={latestMessageAt} title={exactTime(latestMessageAt)}>
            {shortTime(latestMessageAt, now)}
          </time>
        </div>
        <p className={styles.place}>
          {[inboxName, assignee ? t('contact.assignedTo', { name: assignee.name }) : t('row.unassigned')].join(' · ')}
        </p>
        {isStated && (
          <p className={styles.stated}>
            <Forward size={12} strokeWidth={2.1} aria-hidden />
            {t('mail.stated')}
          </p>
        )}
        {snippet && (
          <p className={styles.snippet} data-by={snippetBy}>
            {snippetBy === 'user' && <Reply size={13} strokeWidth={1.9} aria-hidden />}
            {snippetBy === 'comment' && <Lock size={12} strokeWidth={2.1} aria-hidden />}
            <span>{snippet}</span>
          </p>
        )}
      </div>
    </li>
  )
}

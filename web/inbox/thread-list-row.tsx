import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert, Forward, Lock, Mail, Paperclip, Reply } from 'lucide-react'
import { overviewQuery, refusalQuery } from '../data/queries.ts'
import type { MyThreadRow } from '../data/types.ts'
import { exactTime, shortTime } from '../labels/format.ts'
import { t } from '../labels/labels.ts'
import { Pair } from '../ui/avatar.tsx'
import { Chip } from '../ui/chip.tsx'
import styles from './thread-list-row.module.css'

type RowProps = {
  row: MyThreadRow
  now: number
  /** Pixels from the top of the list. */
  top: number
  /** From 1, among the `count` rows loaded. */
  position: number
  count: number
  isSelected: boolean
  isTabStop: boolean
  hasLine: boolean
}

/** One conversation: who, what, the last words. Screen readers get one sentence that begins with the person's name. */
export function ThreadListRow({ row, now, top, position, count, isSelected, isTabStop, hasLine }: RowProps) {
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const { data: refusal } = useQuery({ ...refusalQuery(row.id), enabled: false })
  const assignee = colleagues.find((colleague) => colleague.id === row.assigneeId) ?? null
  const isUnread = row.receivedSeq > row.readSeq
  const subject = row.subject || t('row.noSubject')
  const sentence = [
    row.contact.name,
    row.isContactStated && t('mail.stated'),
    isUnread && t('row.unread'),
    t('row.channelEmail'),
    subject,
    row.failedCount > 0 && t('row.failed'),
    row.hasDraft && t('row.draft'),
    row.attachmentCount > 0 && t('row.attachments', { count: row.attachmentCount }),
    assignee ? t('row.assignedTo', { name: assignee.name }) : t('row.unassigned'),
    shortTime(row.latestMessageAt, now),
  ]
  return (
    <li
      className={styles.item}
      style={{ transform: `translateY(${top}px)` }}
      aria-label={`${row.contact.name}, ${subject}`}
      aria-setsize={count}
      aria-posinset={position}
      data-line={hasLine || undefined}
      data-place={row.id}
    >
      <Link
        to="/inbox/threads/$threadId"
        params={{ threadId: row.id }}
        search={true}
        className={styles.link}
        tabIndex={isTabStop ? 0 : -1}
        aria-current={isSelected ? 'true' : undefined}
        aria-label={sentence.filter(Boolean).join(', ')}
        data-unread={isUnread || undefined}
      >
        <Pair contact={row.contact} assignee={assignee} />
        <span className={styles.text}>
          <span className={styles.line}>
            <span className={styles.who}>{row.contact.name}</span>
            {row.isContactStated && (
              <span className={styles.stated} title={t('mail.stated')}>
                <Forward size={12} strokeWidth={2.1} aria-hidden />
              </span>
            )}
            <span className={styles.time} title={exactTime(row.latestMessageAt)}>
              <Mail size={14} strokeWidth={1.9} aria-hidden />
              {shortTime(row.latestMessageAt, now)}
            </span>
          </span>
          <span className={styles.line}>
            <span className={styles.subject}>{subject}</span>
            {row.attachmentCount > 0 && <Paperclip className={styles.clip} size={12} strokeWidth={2.1} aria-hidden />}
          </span>
          <span className={styles.line}>
            {refusal ? <span className={styles.refusal}>{refusal}</span> : <Snippet row={row} />}
            {row.failedCount > 0 && (
              <Chip tone="over" icon={CircleAlert}>
                {t('row.failed')}
              </Chip>
            )}
            {row.isExample && row.failedCount === 0 && <Chip tone="line">{t('row.example')}</Chip>}
          </span>
        </span>
      </Link>
    </li>
  )
}

function Snippet({ row }: { row: MyThreadRow }) {
  if (row.hasDraft) {
    return (
      <span className={styles.snippet}>
        <span className={styles.draft}>{t('row.draft')}:</span> {row.draftSnippet}
      </span>
    )
  }
  return (
    <span className={styles.snippet}>
      {row.snippetBy === 'user' && <Reply className={styles.glyph} size={13} strokeWidth={1.9} aria-hidden />}
      {row.snippetBy === 'comment' && <Lock className={styles.lock} size={12} strokeWidth={2.1} aria-hidden />}
      {row.snippet}
    </span>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import {
  Check,
  CheckCheck,
  CircleAlert,
  CircleHelp,
  CircleX,
  Clock,
  Eye,
  type LucideIcon,
  PauseCircle,
} from 'lucide-react'
import { useState } from 'react'
import { retryDelivery } from '../data/thread-actions.ts'
import type { Delivery, TimelineItem } from '../data/types.ts'
import { exactTime, messageTime } from '../labels/format.ts'
import { t } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import styles from './delivery-notes.module.css'
import { type DeliverySummary, summaryOf } from './delivery-summary.ts'

/** One word and a time in the head of a mail that went out. */
export function DeliveryStamp({ item, now, sendsMail }: { item: TimelineItem; now: number; sendsMail: boolean }) {
  const summary = summaryOf(item.deliveries, sendsMail)
  const time = messageTime(item.deliveries.find((delivery) => delivery.sentAt)?.sentAt ?? item.at, now)
  const isBad = summary === 'failed' || summary === 'uncertain'
  const Icon = summary && icons[summary]
  return (
    <span className={isBad ? styles.bad : styles.stamp} title={exactTime(item.at)}>
      {summary === 'sending' ? <Spinner size={12} /> : Icon && <Icon size={14} strokeWidth={1.9} aria-hidden />}
      {summary ? `${wordOf(summary)} ${summary === 'sending' ? '' : time}`.trim() : time}
    </span>
  )
}

const icons: Partial<Record<DeliverySummary, LucideIcon>> = {
  failed: CircleX,
  uncertain: CircleHelp,
  later: Clock,
  waiting: Clock,
  held: PauseCircle,
  sent: Check,
  delivered: CheckCheck,
  read: Eye,
}

function wordOf(summary: DeliverySummary): string {
  return summary === 'later' ? t('delivery.waiting') : t(`delivery.${summary}`)
}

/** What is wrong with single recipients, in the other server's own words, and the way out. */
export function DeliveryNotes({ item, mayAct, now }: { item: TimelineItem; mayAct: boolean; now: number }) {
  const troubled = item.deliveries.filter(
    ({ state, reply, delayedAt }) =>
      state === 'failed' ||
      state === 'uncertain' ||
      (state === 'queued' && reply !== null) ||
      (state === 'sent' && delayedAt !== null),
  )
  if (troubled.length === 0) return null
  return (
    <ul className={styles.notes}>
      {troubled.map((delivery) => (
        <Note key={delivery.recipientId} delivery={delivery} threadId={item.threadId} mayAct={mayAct} now={now} />
      ))}
    </ul>
  )
}

type NoteProps = { delivery: Delivery; threadId: string; mayAct: boolean; now: number }

function Note({ delivery, threadId, mayAct, now }: NoteProps) {
  const client = useQueryClient()
  const [isRetrying, setRetrying] = useState(false)
  const { state, reply, nextAttemptAt } = delivery
  const retry = async () => {
    setRetrying(true)
    await retryDelivery(client, threadId, delivery.recipientId)
    setRetrying(false)
  }
  const isOver = state === 'failed' || state === 'uncertain'
  return (
    <li className={isOver ? styles.note : styles.waiting}>
      <CircleAlert size={16} strokeWidth={1.75} aria-hidden />
      <div className={styles.words}>
        <p className={styles.title}>{titleOf(delivery)}</p>
        {state === 'uncertain' && <p>{t('delivery.uncertainText')}</p>}
        {reply && <p>{t('delivery.serverSaid', { reply })}</p>}
        {state === 'queued' && nextAttemptAt && <p>{t('delivery.later', { time: messageTime(nextAttemptAt, now) })}</p>}
      </div>
      {mayAct && isOver && (
        <Button size="sm" isLoading={isRetrying} onClick={() => void retry()}>
          {state === 'failed' ? t('delivery.tryAgain') : t('delivery.sendAgain')}
        </Button>
      )}
    </li>
  )
}

function titleOf({ state, address }: Delivery): string {
  if (state === 'failed') return t('delivery.failedTo', { address })
  if (state === 'uncertain') return t('delivery.uncertainTo', { address })
  return state === 'sent' ? t('delivery.delayedTo', { address }) : t('delivery.laterTo', { address })
}

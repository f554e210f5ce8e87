import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert, Clock, Download, Eye, EyeOff, KeyRound, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { ApiProblem, api } from '../data/api.ts'
import { outboxQuery } from '../data/queries.ts'
import type { OutboxEntry, OutboxPage } from '../data/types.ts'
import { MailFrame } from '../inbox/mail-frame.tsx'
import { exactTime, messageTime } from '../labels/format.ts'
import { problemText, t } from '../labels/labels.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { useNow } from '../ui/use-now.ts'
import { deliveryWords } from './delivery-words.ts'
import styles from './outbox-row.module.css'

/** One mail to one recipient. A notice of Samtale’s own shows that it waits and nothing of what it says. */
export function OutboxRow({ entry, relay }: { entry: OutboxEntry; relay: OutboxPage['relay'] }) {
  const now = useNow()
  const [isShown, setShown] = useState(false)
  const retry = useRetry(entry)
  const { recipient } = entry
  const isNotice = entry.kind !== 'message'
  const words = deliveryWords(recipient, relay, now)
  const name = recipient.name || recipient.address
  const subject = entry.kind === 'message' ? entry.subject : t(`outbox.${entry.kind}`)

  return (
    <li className={styles.row} aria-label={`${name}, ${subject}, ${words.state}`}>
      {isNotice ? (
        <span className={styles.notice}>
          <KeyRound size={16} strokeWidth={1.75} aria-hidden />
        </span>
      ) : (
        <Avatar id={`address-${recipient.address}`} name={name} />
      )}
      <div className={styles.body}>
        <p className={styles.head}>
          <span className={styles.who}>{t('outbox.to', { name })}</span>
          {recipient.name && <span className={styles.address}>{recipient.address}</span>}
          <span className={styles.state}>
            <Chip tone={words.tone} icon={words.tone === 'over' ? CircleAlert : Clock}>
              {words.state}
            </Chip>
          </span>
        </p>
        <p className={styles.subject}>{subject}</p>
        <p className={styles.snippet}>{isNotice ? t('outbox.notice') : entry.snippet}</p>
        {words.detail && <p className={styles.detail}>{words.detail}</p>}
        <p className={styles.meta}>
          <time dateTime={entry.createdAt} title={exactTime(entry.createdAt)}>
            {t('outbox.since', { time: messageTime(entry.createdAt, now) })}
          </time>
          {entry.author && <span>{t('outbox.by', { author: entry.author })}</span>}
          {recipient.attempts > 0 && <span>{t('outbox.attempts', { count: recipient.attempts })}</span>}
          {words.next && <span>{words.next}</span>}
        </p>
        {retry.error && (
          <p className={styles.problem} role="alert">
            {t('outbox.notTried', {
              reason: problemText(retry.error instanceof ApiProblem ? retry.error.code : undefined),
            })}
          </p>
        )}
        <div className={styles.actions}>
          {words.retry && (
            <Button size="sm" icon={RotateCw} isLoading={retry.isPending} onClick={() => retry.mutate()}>
              {words.retry}
            </Button>
          )}
          {entry.previewUrl && (
            <Button
              size="sm"
              variant="soft"
              icon={isShown ? EyeOff : Eye}
              aria-expanded={isShown}
              onClick={() => setShown(!isShown)}
            >
              {isShown ? t('outbox.hidePreview') : t('outbox.preview')}
            </Button>
          )}
          {entry.emlUrl && (
            <a className={styles.download} href={entry.emlUrl} download>
              <Download size={14} strokeWidth={1.9} aria-hidden />
              {t('outbox.download')}
            </a>
          )}
          {entry.threadId && (
            <Link className={styles.open} to="/inbox/threads/$threadId" params={{ threadId: entry.threadId }}>
              {t('outbox.open')}
            </Link>
          )}
        </div>
        {isShown && entry.previewUrl && (
          <div className={styles.preview}>
            <MailFrame url={entry.previewUrl} title={t('outbox.previewOf', { address: recipient.address })} />
          </div>
        )}
      </div>
    </li>
  )
}

function useRetry(entry: OutboxEntry) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.retryDelivery(entry.recipient.recipientId),
    onSuccess: (delivery) =>
      client.setQueryData(outboxQuery.queryKey, (outbox) => {
        if (!outbox) return outbox
        const isThis = (other: OutboxEntry) => other.recipient.recipientId === delivery.recipientId
        const pages = outbox.pages.map((page) => ({
          ...page,
          results: page.results.map((other) => (isThis(other) ? { ...other, recipient: delivery } : other)),
        }))
        return { ...outbox, pages }
      }),
    onSettled: () => client.invalidateQueries(outboxQuery),
  })
}

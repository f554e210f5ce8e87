import type { Delivery, OutboxPage } from '../data/types.ts'
import { messageTime } from '../labels/format.ts'
import { t } from '../labels/labels.ts'

type Words = {
  state: string
  tone: 'neutral' | 'due' | 'over'
  /** The other server's sentence, or what is to be known before it is tried again. */
  detail: string | null
  /** When it goes out next, where that is known. */
  next: string | null
  /** What the button says that sends it again; null where only time helps. */
  retry: string | null
}

/** What has become of a mail to one recipient, in words. `now`: milliseconds since 1970. */
export function deliveryWords(delivery: Delivery, relay: OutboxPage['relay'], now: number): Words {
  const said = delivery.reply && t('outbox.serverSaid', { reply: delivery.reply })
  const next = delivery.nextAttemptAt && t('outbox.next', { time: messageTime(delivery.nextAttemptAt, now) })
  const waiting: Words = { state: t('outbox.queued'), tone: 'neutral', detail: said, next: null, retry: null }
  switch (delivery.state) {
    case 'queued':
      if (relay === 'none') return { ...waiting, state: t('outbox.waitsForRelay') }
      return delivery.attempts > 0 ? { ...waiting, state: t('outbox.later'), tone: 'due', next } : waiting
    case 'held':
      return { ...waiting, state: t('outbox.held'), tone: 'due', next }
    case 'sending':
      return { ...waiting, state: t('outbox.sending') }
    case 'failed':
      return { ...waiting, state: t('outbox.failedState'), tone: 'over', retry: t('outbox.tryAgain') }
    case 'uncertain':
      return {
        ...waiting,
        state: t('outbox.uncertain'),
        tone: 'over',
        detail: t('outbox.uncertainText'),
        retry: t('outbox.sendAgain'),
      }
    default:
      return { ...waiting, state: t('outbox.gone') }
  }
}

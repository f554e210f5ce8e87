import type { Delivery } from '../data/types.ts'

/** How a mail fared with all its recipients together, as one word; the worst that a person must know comes first. */
export type DeliverySummary =
  | 'failed'
  | 'uncertain'
  | 'later'
  | 'waiting'
  | 'held'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'

/** `sendsMail`: the installation has a relay; without one everything queued waits in the outbox. Null: no recipients. */
export function summaryOf(deliveries: readonly Delivery[], sendsMail: boolean): DeliverySummary | null {
  const states = new Set(deliveries.map((delivery) => stateOf(delivery, sendsMail)))
  const order: DeliverySummary[] = [
    'failed',
    'uncertain',
    'later',
    'waiting',
    'held',
    'sending',
    'sent',
    'delivered',
    'read',
  ]
  return order.find((state) => states.has(state)) ?? null
}

function stateOf(delivery: Delivery, sendsMail: boolean): DeliverySummary {
  if (delivery.state !== 'queued') return delivery.state
  if (delivery.attempts > 0) return 'later'
  return sendsMail ? 'sending' : 'waiting'
}

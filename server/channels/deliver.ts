import { setTimeout } from 'node:timers/promises'
import { recordAttempt, type SendResult } from '../conversation/delivery.ts'
import {
  claimDue,
  type DeliveryHandover,
  type DueDelivery,
  listInterrupted,
  releaseLeases,
} from '../conversation/delivery-store.ts'
import { holdDelivery } from '../conversation/held-deliveries.ts'
import type { Log } from '../platform/log.ts'
import { type Sending, sendDelivery } from './send-delivery.ts'

export type Deliverer = {
  /** For what this process queues itself: it is begun at once, without a look into the table. */
  handover(): DeliveryHandover
  /** Something may be due: look now. */
  nudge(): void
  /** Lets mails in hand get their answer (the relay bounds that) and gives back the rest. */
  close(): Promise<void>
}

const lookEveryMs = 1000
const atOnce = 8
/** Beyond this the table is the queue: what is in memory stays bounded. */
const maxQueued = 400

/**
 * Sends what is due, a few at a time, and writes down how each attempt ended. After a crash the same rows are found
 * again: what was not begun is sent, what may have been handed over is shown as uncertain and never sent by itself.
 */
export function createDeliverer(sending: Sending, log: Log): Deliverer {
  const { db } = sending.database
  /** Taken and not begun, by id, in the order in which they go. */
  const queue = new Map<string, DueDelivery>()
  const inHand = new Map<string, Promise<void>>()
  let isLooking = false
  let mayWait = false
  let isClosing = false
  let lastLook = Promise.resolve()
  let lastSettling = Promise.resolve()

  function go(): void {
    for (const [id, delivery] of queue) {
      if (isClosing || inHand.size >= atOnce) return
      queue.delete(id)
      begin(delivery)
    }
    if (mayWait && !isLooking && !isClosing && inHand.size < atOnce) lastLook = look()
  }

  async function look(): Promise<void> {
    isLooking = true
    mayWait = false
    try {
      const room = atOnce - inHand.size
      const due = await claimDue(db, sending.processId, room, [...inHand.keys(), ...queue.keys()])
      take(due)
      if (due.length === room) mayWait = true
    } catch (error) {
      log.error({ err: error }, 'Outgoing mail: looking for what is due failed; trying again in a second')
    } finally {
      isLooking = false
    }
    go()
  }

  function take(deliveries: readonly DueDelivery[]): void {
    // A look may find what is just being handed over.
    for (const one of deliveries) if (!inHand.has(one.id)) queue.set(one.id, one)
    go()
  }

  function begin(delivery: DueDelivery): void {
    const work = deliver(delivery).finally(() => {
      inHand.delete(delivery.id)
      go()
    })
    inHand.set(delivery.id, work)
  }

  async function deliver(delivery: DueDelivery): Promise<void> {
    const result = await attempt(delivery)
    if (result === 'not-ours') return
    log.info(
      { recipientId: delivery.id, messageId: delivery.messageId, end: result.kind },
      'Outgoing mail: an attempt ended',
    )
    await record(delivery, result)
  }

  async function attempt(delivery: DueDelivery): Promise<SendResult | 'not-ours'> {
    try {
      const result = await sendDelivery(sending, delivery)
      if (result !== 'closed') return result
      await holdDelivery(sending.database, delivery)
      return 'not-ours'
    } catch (error) {
      // It throws only before anything left: tried again, like a server that is away.
      log.error({ err: error, recipientId: delivery.id }, 'Outgoing mail: an attempt broke off')
      return { kind: 'later', response: 'Samtale could not prepare this mail; its log says why.' }
    }
  }

  /**
   * A result is written until it is written: an answer of 250 that is forgotten would be a second copy. Where the process
   * ends before that, the row stays in `sending` and becomes uncertain.
   */
  async function record(delivery: DueDelivery, result: SendResult): Promise<void> {
    for (;;) {
      try {
        return await recordAttempt(sending.database, delivery, result)
      } catch (error) {
        log.error(
          { err: error, recipientId: delivery.id, end: result.kind },
          'Outgoing mail: the end of an attempt could not be written',
        )
        if (isClosing) return
        await setTimeout(1000)
      }
    }
  }

  async function settleInterrupted(): Promise<void> {
    for (const delivery of await listInterrupted(db)) {
      const response = 'Samtale stopped while it handed this mail over, before the other server answered.'
      await recordAttempt(sending.database, delivery, { kind: 'uncertain', response })
    }
  }

  function nudge(): void {
    mayWait = true
    go()
  }

  const timer = setInterval(() => {
    nudge()
    lastSettling = settleInterrupted().catch((error: unknown) =>
      log.error({ err: error }, 'Outgoing mail: settling what a dead process left failed'),
    )
  }, lookEveryMs)
  nudge()

  return {
    handover: () =>
      isClosing || queue.size >= maxQueued ? { leasedBy: null, take: nudge } : { leasedBy: sending.processId, take },
    nudge,
    async close() {
      isClosing = true
      clearInterval(timer)
      await Promise.all([lastLook, lastSettling])
      await Promise.all(inHand.values())
      await releaseLeases(db, sending.processId)
    },
  }
}

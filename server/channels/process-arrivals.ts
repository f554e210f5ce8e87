import { setTimeout as sleep } from 'node:timers/promises'
import type { Received } from '../conversation/incoming.ts'
import { receiveMessages } from '../conversation/receive-messages.ts'
import type { SignedIds } from '../conversation/signed-ids.ts'
import type { MailParser } from '../mail/mail-parser.ts'
import type { Database } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import type { Log } from '../platform/log.ts'
import { type Arrival, claimArrivals, postponeArrival, releaseArrivals } from './arrival-store.ts'
import type { SenderChecks } from './check-senders.ts'
import type { Handover } from './fallback-email/receive-mail.ts'
import { type InHand, type Prepared, prepareArrival } from './prepare-arrival.ts'

export type ArrivalProcessor = {
  /** For what this process accepts itself: it goes on at once, without a look into the table. */
  handover(): Handover
  /** Something may wait: look now. */
  nudge(): void
  /** Finishes what is in hand and gives back the rest. */
  close(): Promise<void>
}

type Parts = {
  database: Database
  files: FileStore
  parser: MailParser
  checks: SenderChecks
  signedIds: SignedIds
  processId: string
  log: Log
  onStored?: (count: number) => void
}

type Working = Parts & {
  isClosing(): boolean
  /** Mails that wait for their verdict before it is known what they are, each until it is stored. */
  apart: Set<Promise<void>>
}

/** In one transaction together; more would make the first of them wait for the last. */
const batchSize = 50
/** Beyond this the table is the queue: what is in memory stays bounded. */
const maxInHand = 400
/** Beyond this they are conversations that are being checked: whoever sends many claims holds up nobody. */
const maxApart = 50
const lookEveryMs = 1000

/**
 * From acknowledged to stored: parses what arrived in worker threads and stores it in batches, one account and one
 * transaction at a time. What this process accepted comes by `handover`; what others left, or a crash, by looking.
 */
export function createArrivalProcessor(parts: Parts): ArrivalProcessor {
  const { database, processId, log } = parts
  const queue: InHand[] = []
  let isRunning = false
  let isClosing = false
  let mayWait = true
  let done: Promise<void> = Promise.resolve()
  const working: Working = { ...parts, isClosing: () => isClosing, apart: new Set() }

  const run = () => {
    if (isRunning || isClosing) return
    isRunning = true
    done = drain().finally(() => {
      isRunning = false
    })
  }
  async function drain(): Promise<void> {
    try {
      while (!isClosing) {
        if (queue.length === 0 && mayWait) {
          mayWait = false
          const claimed = await claimArrivals(database.db, processId, batchSize)
          queue.push(...claimed.map((arrival) => ({ arrival, bytes: null })))
          if (claimed.length > 0) mayWait = true
        }
        const batch = queue.splice(0, batchSize)
        if (batch.length === 0) {
          if (mayWait) continue
          return
        }
        await processBatch(working, batch)
        parts.onStored?.(batch.length)
      }
    } catch (error) {
      log.error({ err: error }, 'Arrivals: looking for mail that waits failed; trying again in a second')
    }
  }
  const look = () => {
    mayWait = true
    run()
  }
  const timer = setInterval(look, lookEveryMs)
  look()

  return {
    handover: () => ({
      leasedBy: isClosing || queue.length >= maxInHand ? null : processId,
      take(arrival, bytes) {
        queue.push({ arrival, bytes })
        run()
      },
    }),
    nudge: look,
    async close() {
      isClosing = true
      clearInterval(timer)
      await done
      await Promise.all(working.apart)
      await releaseArrivals(database.db, processId)
    },
  }
}

async function processBatch(parts: Working, batch: readonly InHand[]): Promise<void> {
  const prepared = await Promise.all(batch.map((one) => prepareSafely(parts, one)))
  const byAccount = Map.groupBy(
    prepared.filter((one) => one !== null),
    (one) => one.arrival.accountId,
  )
  for (const [accountId, items] of byAccount) {
    try {
      const received = await receiveMessages(
        parts.database,
        parts.signedIds,
        accountId,
        items.map((one) => one.incoming),
      )
      follow(parts, items, received)
    } catch (error) {
      if (items.length > 1) parts.log.warn({ err: error }, 'Arrivals: a batch failed; storing one by one')
      // Whatever is wrong with one of them must not hold up the others (pains 1).
      for (const item of items) await storeAlone(parts, item)
    }
  }
}

/** What is stored as *checking* gets its verdict when it comes; of a second delivery nothing is asked. */
function follow({ checks }: Parts, items: readonly Prepared[], received: readonly Received[]): void {
  const awaited = new Map(items.map(({ arrival, verdict }) => [arrival.id, verdict]))
  for (const one of received) {
    const verdict = awaited.get(one.arrivalId)
    const accountId = items.find(({ arrival }) => arrival.id === one.arrivalId)?.arrival.accountId
    if (verdict && accountId !== undefined && one.state === 'stored') checks.follow(accountId, one, verdict)
  }
}

async function storeAlone(parts: Working, item: Prepared): Promise<void> {
  const { arrival, incoming } = item
  try {
    follow(parts, [item], await receiveMessages(parts.database, parts.signedIds, arrival.accountId, [incoming]))
  } catch (error) {
    await postpone(parts, arrival, error)
  }
}

/**
 * Gives one back after a fault. While the database is away not even this can be written, and whoever lives keeps what he
 * has: so it is tried until it is written, or until the process ends and the lease with it.
 */
async function postpone({ database, log, isClosing }: Working, arrival: Arrival, error: unknown): Promise<void> {
  log.error({ err: error, arrivalId: arrival.id, attempts: arrival.attempts }, 'Arrivals: storing failed')
  while (!isClosing()) {
    try {
      return await postponeArrival(database.db, arrival, error instanceof Error ? error.name : 'fault')
    } catch {
      await sleep(1000)
    }
  }
}

async function prepareSafely(parts: Working, item: InHand): Promise<Prepared | null> {
  try {
    return await prepareArrival({ ...parts, goApart: (arrival, settle) => goApart(parts, arrival, settle) }, item)
  } catch (error) {
    await postpone(parts, item.arrival, error)
    return null
  }
}

function goApart(parts: Working, arrival: Arrival, settle: () => Promise<Prepared | null>): boolean {
  if (parts.apart.size >= maxApart) return false
  const work = settle()
    .then(async (prepared) => prepared && (await storeAlone(parts, prepared)))
    .catch((error: unknown) => postpone(parts, arrival, error))
    .then(() => void parts.apart.delete(work))
  parts.apart.add(work)
  return true
}

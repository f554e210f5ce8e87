import { setTimeout as sleep } from 'node:timers/promises'
import { mediaTypeOf } from '../conversation/file-store.ts'
import type { Incoming, IncomingFile, Received } from '../conversation/incoming.ts'
import { receiveMessages } from '../conversation/receive-messages.ts'
import type { SignedIds } from '../conversation/signed-ids.ts'
import { uniqueFilenames } from '../mail/attachment-name.ts'
import type { SenderVerdict } from '../mail/authenticity.ts'
import type { MailParser } from '../mail/mail-parser.ts'
import type { ParsedMail } from '../mail/parsed-mail.ts'
import { UnreadableMail } from '../mail/unreadable-mail.ts'
import type { Database } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import type { Log } from '../platform/log.ts'
import {
  type Arrival,
  claimArrivals,
  findRawBytes,
  finishArrival,
  postponeArrival,
  releaseArrivals,
} from './arrival-store.ts'
import type { SenderChecks } from './check-senders.ts'
import { takeReport } from './fallback-email/delivery-report.ts'
import { incomingMail, unreadableMail } from './fallback-email/incoming-mail.ts'
import type { Handover } from './fallback-email/receive-mail.ts'
import { takeConfirmation } from './fallback-email/take-confirmation.ts'

type InHand = { arrival: Arrival; bytes: Buffer | null }

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
/** Of a sender, seconds apart, before what may be a question is a conversation after all. */
const maxChecks = 3
const lookEveryMs = 1000
/** Then the mail is shown as one that could not be read, instead of being tried for ever: the last of them by itself. */
const maxAttempts = 6

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

/** `verdict`: where it is still awaited. */
type Prepared = { arrival: Arrival; incoming: Incoming; verdict: Promise<SenderVerdict> | null }

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
    return await prepare(parts, item)
  } catch (error) {
    await postpone(parts, item.arrival, error)
    return null
  }
}

/**
 * Parses one mail and keeps its attachments. null: it was a report or a question for the settings, and is done; or it
 * goes on by itself.
 */
async function prepare(parts: Working, { arrival, bytes }: InHand): Promise<Prepared | null> {
  const raw =
    arrival.storageKey === null
      ? (bytes ?? (await requireRaw(parts, arrival)))
      : { path: parts.files.pathOf(arrival.storageKey) }
  if (arrival.attempts > maxAttempts) {
    const detail = `It was tried ${maxAttempts} times and could not be stored.`
    return {
      arrival,
      incoming: unreadableMail(arrival, await headOf(parts, arrival, bytes), { reason: 'malformed', detail }),
      verdict: null,
    }
  }
  let mail: ParsedMail
  try {
    mail = await parts.parser.parse(raw)
  } catch (error) {
    if (!(error instanceof UnreadableMail)) throw error
    return { arrival, incoming: unreadableMail(arrival, await headOf(parts, arrival, bytes), error), verdict: null }
  }
  const left = await takeReport(parts.database, parts.signedIds, arrival, mail)
  if (!left) {
    await finishArrival(parts.database.db, arrival, 'delivery-state')
    return null
  }
  const verdict = parts.checks.begin(left, raw, mail)
  const [files, early] = await Promise.all([keepAttachments(parts.files, mail), withinGrace(verdict)])
  const stored = (known: SenderVerdict | null): Prepared => ({
    arrival,
    incoming: incomingMail(left, mail, files, parts.signedIds, verdict === null ? null : (known ?? 'checking')),
    verdict: known === null ? verdict : null,
  })
  if (verdict !== null && mail.forwardingConfirmation !== null) {
    if (early === null && parts.apart.size < maxApart) {
      goApart(parts, left, mail, verdict, stored)
      return null
    }
    if (early !== null && (await isQuestion(parts, left, mail, early))) return null
  }
  return stored(early)
}

/**
 * Whether it is one for the settings, and so done with. What could not be checked may be one: it is looked at anew after
 * a while, and only then is it mail like any other.
 */
async function isQuestion(
  { database }: Parts,
  arrival: Arrival,
  mail: ParsedMail,
  verdict: SenderVerdict,
): Promise<boolean> {
  if (verdict.state !== 'notChecked' || arrival.attempts >= maxChecks)
    return takeConfirmation(database, arrival, mail, verdict)
  await postponeArrival(database.db, arrival, 'its sender could not be checked')
  return true
}

/** Whether it is a conversation at all hangs on the verdict: it waits for it, and the mail behind it does not. */
function goApart(
  parts: Working,
  arrival: Arrival,
  mail: ParsedMail,
  verdict: Promise<SenderVerdict>,
  stored: (known: SenderVerdict) => Prepared,
): void {
  const settle = async () => {
    try {
      const known = await verdict
      if (!(await isQuestion(parts, arrival, mail, known))) await storeAlone(parts, stored(known))
    } catch (error) {
      await postpone(parts, arrival, error)
    }
  }
  const work = settle().finally(() => parts.apart.delete(work))
  parts.apart.add(work)
}

/**
 * Most verdicts are there as good as at once, from what DNS said before: such a mail is stored with its verdict, and
 * nobody sees it being checked. Longer than this no mail waits for it.
 */
const graceMs = 10

async function withinGrace(verdict: Promise<SenderVerdict> | null): Promise<SenderVerdict | null> {
  if (verdict === null) return null
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, graceMs, null)
  })
  return Promise.race([verdict, over]).finally(() => clearTimeout(timer))
}

async function requireRaw({ database }: Parts, arrival: Arrival): Promise<Buffer> {
  const bytes = await findRawBytes(database.db, arrival.accountId, arrival.id)
  if (!bytes) throw new Error(`the raw mail of arrival ${arrival.id} is gone`)
  return bytes
}

async function headOf(parts: Parts, arrival: Arrival, bytes: Buffer | null): Promise<Buffer> {
  if (bytes) return bytes
  return arrival.storageKey === null ? requireRaw(parts, arrival) : parts.files.read(arrival.storageKey)
}

async function keepAttachments(files: FileStore, mail: ParsedMail): Promise<IncomingFile[]> {
  const names = uniqueFilenames(mail.attachments.map((one) => one.filename))
  return Promise.all(
    mail.attachments.map(async (one, index) => ({
      storageKey: await files.keep(one.content),
      name: names[index] ?? one.filename,
      mediaType: await mediaTypeOf(one.content, one.contentType),
      size: one.size,
      sha256: one.sha256,
      contentId: one.contentId,
      isInline: one.isInline,
    })),
  )
}

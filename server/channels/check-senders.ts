import type { Received } from '../conversation/incoming.ts'
import { type GivenVerdict, settleVerdicts } from '../conversation/settle-verdicts.ts'
import type { Authenticator } from '../mail/authenticator.ts'
import { notChecked, type SenderVerdict } from '../mail/authenticity.ts'
import type { MailParser, RawMail } from '../mail/mail-parser.ts'
import type { ParsedMail } from '../mail/parsed-mail.ts'
import type { Database } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import type { Log } from '../platform/log.ts'
import { type Arrival, claimUnchecked, findRawBytes, type UncheckedArrival } from './arrival-store.ts'

export type SenderChecks = {
  /** Begins to find out whether a mail is from whom it says; null: nobody handed it over who could be asked about. */
  begin(arrival: Arrival, raw: RawMail, mail: ParsedMail): Promise<SenderVerdict> | null
  /** Writes a verdict that comes after the message is stored. */
  follow(accountId: string, received: Received, verdict: Promise<SenderVerdict>): void
  close(): Promise<void>
}

type Parts = {
  database: Database
  files: FileStore
  parser: MailParser
  authenticator: Authenticator
  processId: string
  log: Log
}

type Given = GivenVerdict & { accountId: string; tries: number }

const maxTries = 30
const retryMs = 1000
/** In one transaction together. */
const batchSize = 100
const claimAtOnce = 20
const lookEveryMs = 1000
/** Then it may be the mail itself that ends the processes which check it. */
const maxAttempts = 3

/**
 * The senders of mail that is stored and shown already: verdicts are written as they come, many at once. What a process
 * leaves behind that ends meanwhile is checked by whichever looks next: the rows are the queue (ADR 1).
 */
export function createSenderChecks(parts: Parts): SenderChecks {
  const { database, authenticator, processId, log } = parts
  const given: Given[] = []
  let isClosing = false
  let writing: Promise<void> | null = null

  function give(accountId: string, arrivalId: string, verdict: SenderVerdict): void {
    given.push({ accountId, arrivalId, verdict, tries: 0 })
    run()
  }

  function run(): void {
    if (isClosing) return
    writing ??= write().finally(() => {
      writing = null
    })
  }

  async function write(): Promise<void> {
    while (given.length > 0) {
      const batch = given.splice(0, batchSize)
      for (const [accountId, ones] of Map.groupBy(batch, (one) => one.accountId)) {
        // Whatever is wrong with one of them must not hold up the others (pains 1).
        if (!(await isWritten(accountId, ones)) && ones.length > 1)
          for (const one of ones) await isWritten(accountId, [one])
      }
      if (isClosing) return
    }
  }

  /** The rows wait as long as they are not: what fails here goes to whoever looks after this process has ended. */
  async function isWritten(accountId: string, ones: readonly Given[]): Promise<boolean> {
    try {
      await settleVerdicts(database, accountId, ones)
      return true
    } catch (error) {
      const [alone] = ones.length === 1 ? ones : []
      log.error({ err: error, arrivalId: alone?.arrivalId }, 'Sender checks: writing verdicts failed')
      if (alone && ++alone.tries < maxTries) setTimeout(again, retryMs * alone.tries, alone).unref()
      return false
    }
  }

  const again = (one: Given) => {
    given.push(one)
    run()
  }

  async function checkAgain(arrival: UncheckedArrival): Promise<void> {
    give(arrival.accountId, arrival.id, await verdictOf(parts, arrival))
  }

  let looking: Promise<void> = Promise.resolve()
  let isLooking = false
  const look = () => {
    if (isLooking || isClosing) return
    isLooking = true
    looking = claimUnchecked(database.db, processId, claimAtOnce)
      .then(async (claimed) => {
        await Promise.all(claimed.map(checkAgain))
      })
      .catch((error: unknown) => log.error({ err: error }, 'Sender checks: looking for what waits failed'))
      .finally(() => {
        isLooking = false
      })
  }
  const timer = setInterval(look, lookEveryMs)
  look()

  return {
    begin(arrival, raw, mail) {
      if (arrival.remoteAddress === '') return null
      return authenticator.check(mailToCheck(arrival, raw, mail))
    },
    follow(accountId, { arrivalId }, verdict) {
      void verdict.then((one) => give(accountId, arrivalId, one))
    },
    async close() {
      isClosing = true
      clearInterval(timer)
      await Promise.all([looking, writing])
    },
  }
}

async function verdictOf(parts: Parts, arrival: UncheckedArrival): Promise<SenderVerdict> {
  if (arrival.checkAttempts > maxAttempts) return notChecked('', 'timeUp')
  try {
    const raw =
      arrival.storageKey === null
        ? await findRawBytes(parts.database.db, arrival.accountId, arrival.id)
        : { path: parts.files.pathOf(arrival.storageKey) }
    if (raw === null) return notChecked('', 'timeUp')
    return await parts.authenticator.check(mailToCheck(arrival, raw, await parts.parser.parse(raw)))
  } catch (error) {
    parts.log.warn({ err: error, arrivalId: arrival.id }, 'Sender checks: a mail could not be checked')
    return notChecked('', 'timeUp')
  }
}

function mailToCheck({ remoteAddress, helo, envelopeFrom }: Arrival, raw: RawMail, mail: ParsedMail) {
  const { addresses, isSigned } = mail.claimedSenders
  // Who is shown as the sender is asked about, whichever header he is from.
  const shown = mail.from?.address ?? mail.senderFallback ?? envelopeFrom
  return { raw, isSigned, froms: [shown, ...addresses], ip: remoteAddress, helo, envelopeFrom }
}

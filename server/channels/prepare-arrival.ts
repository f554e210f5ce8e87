import { mediaTypeOf } from '../conversation/file-store.ts'
import type { Incoming, IncomingFile } from '../conversation/incoming.ts'
import type { SignedIds } from '../conversation/signed-ids.ts'
import { uniqueFilenames } from '../mail/attachment-name.ts'
import type { SenderVerdict } from '../mail/authenticity.ts'
import type { MailParser } from '../mail/mail-parser.ts'
import type { ParsedMail } from '../mail/parsed-mail.ts'
import { UnreadableMail } from '../mail/unreadable-mail.ts'
import type { Database } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import { type Arrival, findRawBytes, finishArrival, postponeArrival } from './arrival-store.ts'
import type { SenderChecks } from './check-senders.ts'
import { takeReport } from './fallback-email/delivery-report.ts'
import { incomingMail, unreadableMail } from './fallback-email/incoming-mail.ts'
import { takeConfirmation } from './fallback-email/take-confirmation.ts'

/** `bytes`: null where they have to be read. */
export type InHand = { arrival: Arrival; bytes: Buffer | null }

/** What is ready to be stored. `verdict`: where it is still awaited. */
export type Prepared = { arrival: Arrival; incoming: Incoming; verdict: Promise<SenderVerdict> | null }

export type Preparing = {
  database: Database
  files: FileStore
  parser: MailParser
  checks: SenderChecks
  signedIds: SignedIds
  /** Whether it is a conversation at all hangs on the verdict: it waits for it, and the mail behind it does not. False: too many wait. */
  goApart(arrival: Arrival, settle: () => Promise<Prepared | null>): boolean
}

/** Then the mail is shown as one that could not be read, instead of being tried for ever: the last of them by itself. */
const maxAttempts = 6
/** Of a sender, seconds apart, before what may be a question is a conversation after all. */
const maxChecks = 3

/**
 * Parses one mail and keeps its attachments. null: it was a report or a question for the settings, and is done; or it
 * goes on apart.
 */
export async function prepareArrival(parts: Preparing, { arrival, bytes }: InHand): Promise<Prepared | null> {
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
    const settle = async () => {
      const known = await verdict
      return (await isQuestion(parts, left, mail, known)) ? null : stored(known)
    }
    if (early !== null) return (await isQuestion(parts, left, mail, early)) ? null : stored(early)
    if (parts.goApart(arrival, settle)) return null
  }
  return stored(early)
}

/**
 * Whether it is one for the settings, and so done with. What could not be checked may be one: it is looked at anew after
 * a while, and only then is it mail like any other.
 */
async function isQuestion(
  { database }: Preparing,
  arrival: Arrival,
  mail: ParsedMail,
  verdict: SenderVerdict,
): Promise<boolean> {
  if (verdict.state !== 'notChecked' || arrival.attempts >= maxChecks)
    return takeConfirmation(database, arrival, mail, verdict)
  await postponeArrival(database.db, arrival, 'its sender could not be checked')
  return true
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

async function requireRaw({ database }: Preparing, arrival: Arrival): Promise<Buffer> {
  const bytes = await findRawBytes(database.db, arrival.accountId, arrival.id)
  if (!bytes) throw new Error(`the raw mail of arrival ${arrival.id} is gone`)
  return bytes
}

async function headOf(parts: Preparing, arrival: Arrival, bytes: Buffer | null): Promise<Buffer> {
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

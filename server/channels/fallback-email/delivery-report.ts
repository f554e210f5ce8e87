import { recordReport } from '../../conversation/delivery.ts'
import { findChannelOfRecipient, findReported, type Reported } from '../../conversation/reported-store.ts'
import { type SignedIds, splitAddress } from '../../conversation/signed-ids.ts'
import type { ParsedMail } from '../../mail/parsed-mail.ts'
import type { Database } from '../../platform/database.ts'
import type { Arrival } from '../arrival-store.ts'
import { type Claim, claimsOf, deliveriesMeant } from './report-claims.ts'

/**
 * Writes what a report says of mail of ours on the deliveries that it is about. Answers what is left to be stored: null
 * where nothing is, the arrival as it is where it is no report or fits no delivery, and for an absence notice that went to
 * `bounces+TOKEN@`, as RFC 3834 §4 asks, the arrival as if it had gone to the conversation. A report gives its reader no
 * right to write (abuse-20).
 */
export async function takeReport(
  database: Database,
  signedIds: SignedIds,
  arrival: Arrival,
  mail: ParsedMail,
): Promise<Arrival | null> {
  const claims = claimsOf(mail)
  const recipientIds = arrival.recipients.map((address) => recipientOf(signedIds, arrival.accountId, address))
  const named = recipientIds.filter((id) => id !== null)
  if (named.length === recipientIds.length) {
    if (claims.length === 0) return redirected(database, signedIds, arrival, mail, named)
    // The address names the delivery, whatever the report calls the recipient.
    const claim = claims.find(({ kind }) => kind !== 'delayed') ?? claims[0]
    if (claim)
      await record(
        database,
        arrival,
        named.map((id) => ({ id, claim })),
      )
    return null
  }
  if (claims.length === 0) return arrival
  const reported = await findProven(database, signedIds, arrival.accountId, mail)
  const meant = deliveriesMeant(claims, reported, mail.from?.address ?? '')
  if (meant.length === 0) return arrival
  await record(database, arrival, meant)
  return null
}

function recipientOf(signedIds: SignedIds, accountId: string, address: string): string | null {
  const { local, plus } = splitAddress(address)
  return local === 'bounces' && plus !== null ? signedIds.recipientOfBounceToken(accountId, plus) : null
}

/** In the order of their ids: two reports about the same never wait for each other in a circle. */
async function record(
  database: Database,
  { accountId }: Arrival,
  meant: readonly { id: string; claim: Claim }[],
): Promise<void> {
  const ordered = meant.toSorted((a, b) => Number(a.id) - Number(b.id))
  await database.transaction(async (tx) => {
    for (const { id, claim } of ordered) await recordReport(tx, accountId, id, claim)
  })
}

/** The deliveries that ids of ours in the report lead to: nothing else of a report is proof of anything. */
async function findProven(
  database: Database,
  signedIds: SignedIds,
  accountId: string,
  mail: ParsedMail,
): Promise<Reported[]> {
  const claimed = [...mail.bounces, ...mail.delivered, ...(mail.read ? [mail.read] : [])]
  const ids = [
    ...claimed.flatMap(({ originalMessageId }) => originalMessageId ?? []),
    ...(mail.returned?.messageIds ?? []),
    ...mail.inReplyTo,
    ...mail.references.slice(-50),
  ]
  const messageIds = ids.flatMap((id) => signedIds.messageOfMessageId(accountId, id) ?? [])
  const tokens = mail.returned?.deliveryTokens ?? []
  const recipientIds = tokens.flatMap((token) => signedIds.recipientOfBounceToken(accountId, token) ?? [])
  if (messageIds.length === 0 && recipientIds.length === 0) return []
  return findReported(database.db, accountId, { messageIds: [...new Set(messageIds)], recipientIds })
}

/** An automatic answer of the very recipient goes on to the conversation; what else comes to such an address is nothing. */
async function redirected(
  database: Database,
  signedIds: SignedIds,
  arrival: Arrival,
  mail: ParsedMail,
  recipientIds: readonly string[],
): Promise<Arrival | null> {
  const [recipientId] = recipientIds
  if (recipientId === undefined || !mail.traits.includes('autoReply')) return null
  const channel = await findChannelOfRecipient(database.db, arrival.accountId, recipientId)
  if (!channel || mail.from?.address.toLowerCase() !== channel.recipient.toLowerCase()) return null
  return {
    ...arrival,
    recipients: [signedIds.replyAddress(arrival.accountId, channel.threadId, channel.defaultAddress)],
  }
}

import { recordReport } from '../../conversation/delivery.ts'
import { type SignedIds, splitAddress } from '../../conversation/signed-ids.ts'
import type { ParsedMail } from '../../mail/parsed-mail.ts'
import type { Database } from '../../platform/database.ts'
import type { Arrival } from '../arrival-store.ts'

/**
 * Writes what a mail to `bounces+TOKEN@` says of the delivery that the token names. True: every recipient of the arrival
 * was such an address, so nothing else is to be made of it; it gives its reader no right to write (abuse-20).
 */
export async function reportOf(
  database: Database,
  signedIds: SignedIds,
  arrival: Arrival,
  mail: ParsedMail,
): Promise<boolean> {
  const recipientIds = arrival.recipients.map((address) => {
    const { local, plus } = splitAddress(address)
    return local === 'bounces' && plus !== null ? signedIds.recipientOfBounceToken(arrival.accountId, plus) : null
  })
  if (recipientIds.some((id) => id === null)) return false
  const report = stateIn(mail)
  if (report) {
    await database.transaction(async (tx) => {
      for (const id of recipientIds) if (id !== null) await recordReport(tx, arrival.accountId, id, report)
    })
  }
  return true
}

/** What the report means for the delivery; null: nothing that changes it (still being tried, an automatic answer). */
function stateIn(mail: ParsedMail): { state: 'failed'; sentence: string } | null {
  if (!mail.isBounce || mail.isDelayNotice) return null
  const { diagnostic = null, status = null } = mail.bounce ?? {}
  return { state: 'failed', sentence: diagnostic ?? (status ? `${status} ${mail.subject}` : mail.subject) }
}

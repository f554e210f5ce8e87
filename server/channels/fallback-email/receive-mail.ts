import type { SignedIds } from '../../conversation/signed-ids.ts'
import type { MailDomains } from '../../inbox/fallback-address.ts'
import type { RecipientVerdict, SmtpEnvelope } from '../../mail/smtp-server.ts'
import type { SpooledMail } from '../../mail/spool.ts'
import type { Database } from '../../platform/database.ts'
import type { FileStore } from '../../platform/files.ts'
import { type Arrival, insertArrivals, type NewArrival } from '../arrival-store.ts'
import { findDestination, verdictFor } from './receiving-address.ts'

export type MailReceiver = {
  checkRecipient(address: string): Promise<RecipientVerdict>
  receive(envelope: SmtpEnvelope, mail: SpooledMail): Promise<void>
}

/** Hands an arrival on within this process; false: it has enough in hand, and the row waits for whoever looks. */
export type Handover = { leasedBy: string | null; take(arrival: Arrival, bytes: Buffer | null): void }

/** The receiving end of SMTP: looks recipients up, and says 250 only for what is committed. */
export function createMailReceiver(
  database: Database,
  files: FileStore,
  signedIds: SignedIds,
  domains: MailDomains,
  handover: () => Handover,
): MailReceiver {
  const destinationOf = (address: string) => findDestination(database.db, signedIds, domains, address)
  return {
    checkRecipient: async (address) => verdictFor(await destinationOf(address)),

    async receive(envelope, mail) {
      // Looked up again: between RCPT and the end of DATA an address may have been switched off, but it was accepted.
      const arrivals = new Map<string, NewArrival>()
      for (const recipient of envelope.to) {
        const destination = await destinationOf(recipient)
        if (!destination) continue
        const arrival = arrivals.get(destination.accountId) ?? {
          accountId: destination.accountId,
          envelopeFrom: envelope.from,
          recipients: [],
          remoteAddress: envelope.remoteAddress,
        }
        arrival.recipients.push(recipient.toLowerCase())
        arrivals.set(destination.accountId, arrival)
      }
      const raw =
        mail.kind === 'memory' ? { bytes: mail.bytes } : { storageKey: await files.adopt(mail.path), size: mail.size }
      const { leasedBy, take } = handover()
      const inserted = await insertArrivals(database.db, [...arrivals.values()], raw, leasedBy)
      if (leasedBy === null) return
      for (const arrival of inserted) take(arrival, mail.kind === 'memory' ? mail.bytes : null)
    },
  }
}

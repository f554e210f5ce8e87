import type { SignedIds } from '../../conversation/signed-ids.ts'
import { countRefused } from '../../inbox/channel-activity.ts'
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

/** As many as 500 connections can have in hand. */
const maxRemembered = 50_000

/** The receiving end of SMTP: looks recipients up, and says 250 only for what is committed. */
export function createMailReceiver(
  database: Database,
  files: FileStore,
  signedIds: SignedIds,
  domains: MailDomains,
  handover: () => Handover,
): MailReceiver {
  /** Recipients that RCPT accepted lately and the account of each, which an address never changes. */
  const accepted = new Map<string, string>()

  async function accountOf(recipient: string): Promise<string | null> {
    const known = accepted.get(recipient)
    if (known !== undefined) return known
    return (await findDestination(database.db, signedIds, domains, recipient))?.accountId ?? null
  }

  return {
    async checkRecipient(address) {
      const destination = await findDestination(database.db, signedIds, domains, address)
      accepted.delete(address)
      if (destination) accepted.set(address, destination.accountId)
      if (accepted.size > maxRemembered) accepted.delete(accepted.keys().next().value ?? '')
      if (destination?.kind === 'inbox' && !destination.isOn) await countRefused(database.db, destination)
      return verdictFor(destination)
    },

    async receive(envelope, mail) {
      // Only the account is asked: between RCPT and the end of DATA an address may have been switched off, but it was accepted.
      const arrivals = new Map<string, NewArrival>()
      for (const recipient of envelope.to) {
        const accountId = await accountOf(recipient)
        // Never a 250 for what is for nobody: the sender's server asks again, and RCPT then says how it is.
        if (accountId === null) throw new Error('an address that RCPT accepted is gone')
        const arrival = arrivals.get(accountId) ?? {
          accountId,
          envelopeFrom: envelope.from,
          recipients: [],
          remoteAddress: envelope.remoteAddress,
          helo: envelope.helo.slice(0, 255),
        }
        arrival.recipients.push(recipient.toLowerCase())
        arrivals.set(accountId, arrival)
      }
      const raw =
        mail.kind === 'memory' ? { bytes: mail.bytes } : { storageKey: await files.adopt(mail.path), size: mail.size }
      const { leasedBy, take } = handover()
      const inserted = await insertArrivals(database.db, [...arrivals.values()], raw, leasedBy)
      if (leasedBy === null) return database.announce()
      for (const arrival of inserted) take(arrival, mail.kind === 'memory' ? mail.bytes : null)
    },
  }
}

import type { SendResult } from '../conversation/delivery.ts'
import { type DueDelivery, loadOutgoing, markSending, type Permission } from '../conversation/delivery-store.ts'
import { readOutgoingFiles } from '../conversation/outgoing-files.ts'
import { outgoingMail } from '../conversation/outgoing-mail.ts'
import type { SignedIds } from '../conversation/signed-ids.ts'
import { composeMail } from '../mail/compose-mail.ts'
import type { SmtpRelay } from '../mail/smtp-relay.ts'
import type { Database } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import { composeNotice } from './compose-notice.ts'
import type { DkimKeys } from './dkim-keys.ts'

export type Sending = {
  database: Database
  files: FileStore
  signedIds: SignedIds
  relay: SmtpRelay
  processId: string
  publicUrl: URL
  dkimKeys: DkimKeys
}

/** Sends one mail to one recipient. `closed`: nothing left, its channel was switched off. A result for every other end; it throws only where nothing can have left. */
export async function sendDelivery(
  sending: Sending,
  delivery: DueDelivery,
): Promise<SendResult | 'not-ours' | 'closed'> {
  const prepared = delivery.messageId
    ? await composeMessage(sending, delivery, delivery.messageId)
    : await prepareNotice(sending, delivery)
  if (!prepared) return { kind: 'never', response: 'The message is no longer there.' }
  let permission = 'sending' as Permission
  try {
    return await sending.relay.send({
      envelopeFrom: sending.signedIds.bounceAddress(delivery.accountId, delivery.id, prepared.defaultAddress),
      recipient: delivery.address,
      raw: prepared.raw,
      async beforeData() {
        permission = await markSending(sending.database.db, sending.processId, delivery, prepared.fromAddressId)
        if (permission !== 'sending') throw new Error(`this delivery may not leave: ${permission}`)
      },
    })
  } catch (error) {
    if (permission === 'removed') return { kind: 'never', response: 'The address was removed before this mail left.' }
    // Composed anew, it is from an address that it may be from.
    if (permission === 'unproven') return sendDelivery(sending, delivery)
    if (permission !== 'sending') return permission
    throw error
  }
}

type Prepared = { raw: Buffer; defaultAddress: string; fromAddressId: string | null }

async function composeMessage(
  sending: Sending,
  { accountId, id }: DueDelivery,
  messageId: string,
): Promise<Prepared | null> {
  const row = await loadOutgoing(sending.database.db, accountId, messageId)
  if (!row) return null
  const attachments = await readOutgoingFiles(sending.files, row)
  const { dkimKeys } = sending
  // Where an address of the account's own has none, ours says at least who sent it.
  const dkim =
    dkimKeys.ofOurs(row.fromAddress) ??
    (await dkimKeys.ofOthers(row.fromAddress)) ??
    dkimKeys.ofOurs(row.defaultAddress)
  const mail = outgoingMail(row, { signedIds: sending.signedIds, attachments, dkim, recipientId: id })
  return { raw: await composeMail(mail), defaultAddress: row.defaultAddress, fromAddressId: row.fromAddressId }
}

async function prepareNotice(sending: Sending, delivery: DueDelivery): Promise<Prepared | null> {
  const notice = await composeNotice(sending, delivery)
  if (!notice) return null
  const raw = await composeMail({ ...notice.mail, dkim: sending.dkimKeys.ofOurs(notice.from) })
  return { raw, defaultAddress: notice.from, fromAddressId: null }
}

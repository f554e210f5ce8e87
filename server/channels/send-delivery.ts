import { mintResetToken } from '../account/password-reset.ts'
import type { SendResult } from '../conversation/delivery.ts'
import { type DueDelivery, loadOutgoing, markSending } from '../conversation/delivery-store.ts'
import { outgoingMail } from '../conversation/outgoing-mail.ts'
import type { SignedIds } from '../conversation/signed-ids.ts'
import { composeMail, type DkimKey } from '../mail/compose-mail.ts'
import type { SmtpRelay } from '../mail/smtp-relay.ts'
import { passwordResetMail } from '../notification/password-reset-mail.ts'
import type { Database } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import { newUuid } from '../platform/uuid.ts'

export type Sending = {
  database: Database
  files: FileStore
  signedIds: SignedIds
  relay: SmtpRelay
  processId: string
  publicUrl: URL
  dkimFor(address: string): DkimKey | null
}

/** Sends one mail to one recipient. A result for every end; it throws only where nothing can have left. */
export async function sendDelivery(sending: Sending, delivery: DueDelivery): Promise<SendResult | 'not-ours'> {
  const prepared = delivery.messageId
    ? await composeMessage(sending, delivery, delivery.messageId)
    : await composeNotice(sending, delivery)
  if (!prepared) return { kind: 'never', response: 'The message is no longer there.' }
  let isOurs = true
  try {
    return await sending.relay.send({
      envelopeFrom: sending.signedIds.bounceAddress(delivery.accountId, delivery.id, prepared.defaultAddress),
      recipient: delivery.address,
      raw: prepared.raw,
      async beforeData() {
        isOurs = await markSending(sending.database.db, sending.processId, delivery)
        if (!isOurs) throw new Error('another process has this delivery')
      },
    })
  } catch (error) {
    if (!isOurs) return 'not-ours'
    throw error
  }
}

type Prepared = { raw: Buffer; defaultAddress: string }

async function composeMessage(
  sending: Sending,
  { accountId }: DueDelivery,
  messageId: string,
): Promise<Prepared | null> {
  const row = await loadOutgoing(sending.database.db, accountId, messageId)
  if (!row) return null
  const attachments = await Promise.all(
    row.attachments.map(async (file) => ({
      filename: file.name,
      contentType: file.mediaType,
      content: await sending.files.read(file.storageKey),
    })),
  )
  const dkim = sending.dkimFor(row.fromAddress)
  const mail = outgoingMail(row, { signedIds: sending.signedIds, attachments, dkim })
  return { raw: await composeMail(mail), defaultAddress: row.defaultAddress }
}

/** The link is minted now, and stands in this mail alone. */
async function composeNotice(sending: Sending, delivery: DueDelivery): Promise<Prepared | null> {
  const { loginId } = delivery
  if (loginId === null) return null
  const { db } = sending.database
  const row = await db
    .selectFrom('user as u')
    .innerJoin('account as a', 'a.id', 'u.account_id')
    .innerJoin('channel_account as c', (join) => join.onRef('c.account_id', '=', 'a.id').on('c.is_default', '=', true))
    .select(['u.name', 'u.language', 'a.language as accountLanguage', 'c.address'])
    .where('u.account_id', '=', delivery.accountId)
    .where('u.login_id', '=', loginId)
    .executeTakeFirst()
  if (!row) return null
  const token = await sending.database.transaction((tx) => mintResetToken(tx, loginId))
  const mail = passwordResetMail({
    language: (row.language ?? row.accountLanguage) as 'en' | 'nb',
    name: row.name,
    address: delivery.address,
    from: row.address,
    link: `${new URL('/reset', sending.publicUrl)}#${token}`,
    messageId: `${newUuid()}@${row.address.split('@')[1]}`,
    date: new Date(),
  })
  return { raw: await composeMail({ ...mail, dkim: sending.dkimFor(row.address) }), defaultAddress: row.address }
}

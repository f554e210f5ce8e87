import { mintInvitationToken } from '../account/invitation-store.ts'
import { mintResetToken } from '../account/password-reset.ts'
import { actorOf, listUsers } from '../account/user-store.ts'
import type { SendResult } from '../conversation/delivery.ts'
import { type DueDelivery, loadOutgoing, markSending, type Permission } from '../conversation/delivery-store.ts'
import { readOutgoingFiles } from '../conversation/outgoing-files.ts'
import { outgoingMail } from '../conversation/outgoing-mail.ts'
import { findForOwner } from '../conversation/owner-message.ts'
import type { SignedIds } from '../conversation/signed-ids.ts'
import { loadAsker, verdictOn } from '../inbox/asker.ts'
import { mintProofToken } from '../inbox/from-address-store.ts'
import { composeMail, type OutgoingMail } from '../mail/compose-mail.ts'
import type { SmtpRelay } from '../mail/smtp-relay.ts'
import { contactOwnerMail } from '../notification/contact-owner-mail.ts'
import { fromAddressMail } from '../notification/from-address-mail.ts'
import { invitationMail } from '../notification/invitation-mail.ts'
import { loginNoticeMail } from '../notification/login-notice-mail.ts'
import { passwordResetMail } from '../notification/password-reset-mail.ts'
import type { Database } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import { newUuid } from '../platform/uuid.ts'
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
    : await composeNotice(sending, delivery)
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

/** A mail of Samtale's own to a person; a secret link in it is minted now. Null where what it is about is gone. */
async function composeNotice(sending: Sending, delivery: DueDelivery): Promise<Prepared | null> {
  const composed = await composersOf[delivery.notice ?? 'passwordReset'](sending, delivery)
  if (!composed) return null
  const { mail, from } = composed
  const raw = await composeMail({ ...mail, dkim: sending.dkimKeys.ofOurs(from) })
  return { raw, defaultAddress: from, fromAddressId: null }
}

type Composed = { mail: OutgoingMail; from: string }

const composersOf = {
  passwordReset: composeToLogin,
  loginChanged: composeToLogin,
  invitation: composeInvitation,
  contactOwner: composeToOwner,
  fromAddress: composeProof,
}

async function composeToLogin(sending: Sending, delivery: DueDelivery): Promise<Composed | null> {
  const { loginId, loginChange, loginChangedFrom } = delivery
  if (loginId === null) return null
  const { db } = sending.database
  const row = await db
    .selectFrom('user as u')
    .innerJoin('account as a', 'a.id', 'u.account_id')
    .innerJoin('channel_account as c', (join) => join.onRef('c.account_id', '=', 'a.id').on('c.is_default', '=', true))
    .select(['u.name', 'u.language', 'a.name as account', 'a.language as accountLanguage', 'a.time_zone', 'c.address'])
    .where('u.account_id', '=', delivery.accountId)
    .where('u.login_id', '=', loginId)
    .executeTakeFirst()
  if (!row) return null
  const written = {
    language: (row.language ?? row.accountLanguage) as 'en' | 'nb',
    name: row.name,
    ...envelope(delivery, row.address),
  }
  if (loginChange !== null) {
    const mail = loginNoticeMail({
      ...written,
      account: row.account,
      timeZone: row.time_zone,
      change: loginChange,
      changedAt: delivery.firstDueAt,
      remoteAddress: loginChangedFrom ?? '',
      signIn: sending.publicUrl.origin,
    })
    return { mail, from: row.address }
  }
  const token = await sending.database.transaction((tx) => mintResetToken(tx, loginId))
  const mail = passwordResetMail({ ...written, link: `${new URL('/reset', sending.publicUrl)}#${token}` })
  return { mail, from: row.address }
}

async function composeInvitation(sending: Sending, delivery: DueDelivery): Promise<Composed | null> {
  const { accountId, invitationId } = delivery
  if (invitationId === null) return null
  const row = await sending.database.db
    .selectFrom('invitation as i')
    .innerJoin('account as a', 'a.id', 'i.account_id')
    .innerJoin('channel_account as c', (join) => join.onRef('c.account_id', '=', 'a.id').on('c.is_default', '=', true))
    .leftJoin('user as u', (join) =>
      join.onRef('u.account_id', '=', 'i.account_id').onRef('u.id', '=', 'i.invited_by_user_id'),
    )
    .select(['i.name', 'u.name as inviter', 'a.name as account', 'a.language', 'c.address'])
    .where('i.account_id', '=', accountId)
    .where('i.id', '=', invitationId)
    .executeTakeFirst()
  const token =
    row &&
    (await sending.database.transaction((tx) => mintInvitationToken(tx, accountId, invitationId, { isMailed: true })))
  if (!row || !token) return null
  const mail = invitationMail({
    language: row.language as 'en' | 'nb',
    name: row.name,
    account: row.account,
    inviter: row.inviter,
    link: `${new URL('/invitation', sending.publicUrl)}#${token}`,
    ...envelope(delivery, row.address),
  })
  return { mail, from: row.address }
}

/** What came in last, for the owner of its contact: null where he may not read it any more. */
async function composeToOwner(sending: Sending, delivery: DueDelivery): Promise<Composed | null> {
  const { accountId, loginId, aboutThreadId } = delivery
  const { db } = sending.database
  const message = aboutThreadId === null ? null : await findForOwner(db, accountId, aboutThreadId)
  const owner = (await listUsers(db, accountId)).find((one) => one.isActive && one.email === delivery.address)
  if (!message || !owner || loginId === null) return null
  const asker = await loadAsker(db, actorOf(accountId, owner))
  if (!verdictOn(asker, 'see', message.inboxIds).isAllowed) return null
  const mail = contactOwnerMail({
    ...message,
    name: owner.name,
    link: String(new URL(`/inbox/threads/${aboutThreadId}`, sending.publicUrl)),
    ...envelope(delivery, message.defaultAddress),
  })
  return { mail, from: message.defaultAddress }
}

async function composeProof(sending: Sending, delivery: DueDelivery): Promise<Composed | null> {
  const { accountId, fromAddressId } = delivery
  if (fromAddressId === null) return null
  const { db } = sending.database
  const account = await db
    .selectFrom('account as a')
    .innerJoin('channel_account as c', (join) => join.onRef('c.account_id', '=', 'a.id').on('c.is_default', '=', true))
    .select(['a.name', 'a.language', 'c.address'])
    .where('a.id', '=', accountId)
    .executeTakeFirst()
  const token = account && (await sending.database.transaction((tx) => mintProofToken(tx, accountId, fromAddressId)))
  if (!account || !token) return null
  const mail = fromAddressMail({
    language: account.language as 'en' | 'nb',
    account: account.name,
    link: `${new URL('/from-address', sending.publicUrl)}#${token}`,
    ...envelope(delivery, account.address),
  })
  return { mail, from: account.address }
}

const envelope = ({ address }: DueDelivery, from: string) => ({
  address,
  from,
  messageId: `${newUuid()}@${from.split('@')[1]}`,
  date: new Date(),
})

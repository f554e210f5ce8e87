import { mintInvitationToken } from '../account/invitation-store.ts'
import { mintResetToken } from '../account/password-reset.ts'
import { actorOf, listUsers } from '../account/user-store.ts'
import type { DueDelivery } from '../conversation/delivery-store.ts'
import { findForOwner } from '../conversation/owner-message.ts'
import { loadAsker, verdictOn } from '../inbox/asker.ts'
import { mintProofToken } from '../inbox/from-address-store.ts'
import type { OutgoingMail } from '../mail/compose-mail.ts'
import { contactOwnerMail } from '../notification/contact-owner-mail.ts'
import { fromAddressMail } from '../notification/from-address-mail.ts'
import { invitationMail } from '../notification/invitation-mail.ts'
import { loginNoticeMail } from '../notification/login-notice-mail.ts'
import { passwordResetMail } from '../notification/password-reset-mail.ts'
import type { Database } from '../platform/database.ts'
import { newUuid } from '../platform/uuid.ts'

type Parts = { database: Database; publicUrl: URL }

export type Notice = { mail: OutgoingMail; from: string }

/** A mail of Samtale's own to a person; a secret link in it is minted now. Null where what it is about is gone. */
export function composeNotice(parts: Parts, delivery: DueDelivery): Promise<Notice | null> {
  return composersOf[delivery.notice ?? 'passwordReset'](parts, delivery)
}

const composersOf = {
  passwordReset: composeToLogin,
  loginChanged: composeToLogin,
  invitation: composeInvitation,
  contactOwner: composeToOwner,
  fromAddress: composeProof,
}

async function composeToLogin(parts: Parts, delivery: DueDelivery): Promise<Notice | null> {
  const { loginId, loginChange, loginChangedFrom } = delivery
  if (loginId === null) return null
  const { db } = parts.database
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
      signIn: parts.publicUrl.origin,
    })
    return { mail, from: row.address }
  }
  const token = await parts.database.transaction((tx) => mintResetToken(tx, loginId))
  const mail = passwordResetMail({ ...written, link: `${new URL('/reset', parts.publicUrl)}#${token}` })
  return { mail, from: row.address }
}

async function composeInvitation(parts: Parts, delivery: DueDelivery): Promise<Notice | null> {
  const { accountId, invitationId } = delivery
  if (invitationId === null) return null
  const row = await parts.database.db
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
    (await parts.database.transaction((tx) => mintInvitationToken(tx, accountId, invitationId, { isMailed: true })))
  if (!row || !token) return null
  const mail = invitationMail({
    language: row.language as 'en' | 'nb',
    name: row.name,
    account: row.account,
    inviter: row.inviter,
    link: `${new URL('/invitation', parts.publicUrl)}#${token}`,
    ...envelope(delivery, row.address),
  })
  return { mail, from: row.address }
}

/** What came in last, for the owner of its contact: null where he may not read it any more. */
async function composeToOwner(parts: Parts, delivery: DueDelivery): Promise<Notice | null> {
  const { accountId, loginId, aboutThreadId } = delivery
  const { db } = parts.database
  const message = aboutThreadId === null ? null : await findForOwner(db, accountId, aboutThreadId)
  const owner = (await listUsers(db, accountId)).find((one) => one.isActive && one.email === delivery.address)
  if (!message || !owner || loginId === null) return null
  const asker = await loadAsker(db, actorOf(accountId, owner))
  if (!verdictOn(asker, 'see', message.inboxIds).isAllowed) return null
  const mail = contactOwnerMail({
    ...message,
    name: owner.name,
    link: String(new URL(`/inbox/threads/${aboutThreadId}`, parts.publicUrl)),
    ...envelope(delivery, message.defaultAddress),
  })
  return { mail, from: message.defaultAddress }
}

async function composeProof(parts: Parts, delivery: DueDelivery): Promise<Notice | null> {
  const { accountId, fromAddressId } = delivery
  if (fromAddressId === null) return null
  const { db } = parts.database
  const account = await db
    .selectFrom('account as a')
    .innerJoin('channel_account as c', (join) => join.onRef('c.account_id', '=', 'a.id').on('c.is_default', '=', true))
    .select(['a.name', 'a.language', 'c.address'])
    .where('a.id', '=', accountId)
    .executeTakeFirst()
  const token = account && (await parts.database.transaction((tx) => mintProofToken(tx, accountId, fromAddressId)))
  if (!account || !token) return null
  const mail = fromAddressMail({
    language: account.language as 'en' | 'nb',
    account: account.name,
    link: `${new URL('/from-address', parts.publicUrl)}#${token}`,
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

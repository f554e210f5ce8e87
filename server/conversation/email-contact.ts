import { sql } from 'kysely'
import { invalid, Problem } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { readEmailAddress } from '../account/email-address.ts'
import { findContact, loadContactFacts } from '../contact/contact-store.ts'
import { requireAllowed } from '../inbox/access.ts'
import { type Asker, verdictOn, visibleInboxIds } from '../inbox/asker.ts'
import { type ChannelAccount, getChannelAccount } from '../inbox/channel-account-store.ts'
import type { MailAddress } from '../mail/parsed-mail.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { storableText } from '../platform/insert-rows.ts'
import type { DueDelivery } from './delivery-store.ts'
import { sendingRefusal } from './sending-channel.ts'
import type { SignedIds } from './signed-ids.ts'
import { reply } from './write-message.ts'

export type ContactEmail = {
  channelAccountId: string
  /** one of the contact's addresses */
  to: string
  /** anybody else who is to read it */
  cc?: MailAddress[]
  bcc?: MailAddress[]
  subject: string
  text: string
  html: string
  fileIds: string[]
}

export type EmailWriting = {
  asker: Asker & { actor: UserActor }
  undoSeconds: number
  leasedBy: string | null
}

/**
 * Writes to a contact: opens a conversation in the inbox of the address that it leaves from, open and assigned to the
 * writer. It is to one of the contact's own addresses, whoever else is to read it, and from nowhere that the writer may
 * not act (abuse-24).
 * @throws {Problem} `notFound`, `viewOnly`, `channelOff`, `inboxArchived`, `sendingOff`, `invalid`
 */
export async function emailContact(
  tx: Tx,
  signedIds: SignedIds,
  { asker, undoSeconds, leasedBy }: EmailWriting,
  contactId: string,
  mail: ContactEmail,
): Promise<{ threadId: string; messageId: string; deliveries: DueDelivery[] }> {
  const { actor } = asker
  if (!(await findContact(tx, actor.accountId, contactId, visibleInboxIds(asker)))) throw new Problem('notFound')
  const channel = await findChannel(tx, actor.accountId, mail.channelAccountId)
  requireAllowed(verdictOn(asker, 'act', [channel.inboxId]))
  const refusal = sendingRefusal(channel)
  if (refusal) throw refusal
  const contact = await loadContactFacts(tx, actor.accountId, contactId)
  const address = contact.addresses.find((one) => one === mail.to.trim().toLowerCase())
  if (address === undefined) throw invalid('to', 'takes one of the addresses of this contact')
  const subject = mail.subject.replace(/\s+/g, ' ').trim()
  if (subject === '' || subject.length > 500) throw invalid('subject', 'takes 1 to 500 characters')
  if (mail.text.trim() === '' && mail.fileIds.length === 0) throw invalid('text', 'takes words, or at least a file')
  const threadId = await openThread(tx, actor, channel, contactId, subject)
  const writing = { asker, threadId, author: actor, seenSeq: null, draftKey: null, undoSeconds }
  const content = {
    text: mail.text,
    html: mail.html || null,
    subject,
    to: [{ name: contact.name === address ? '' : contact.name, address }],
    cc: readAddresses('cc', mail.cc),
    bcc: readAddresses('bcc', mail.bcc),
    fileIds: mail.fileIds,
    channelAccountId: channel.id,
    answersMessageId: null,
  }
  return { threadId, ...(await reply(tx, signedIds, writing, content, leasedBy)) }
}

const readAddresses = (field: string, people: readonly MailAddress[] = []) =>
  people.map(({ name, address }) => ({ name, address: readEmailAddress(field, address).email }))

async function findChannel(tx: Tx, accountId: string, id: string): Promise<ChannelAccount> {
  return getChannelAccount(tx, accountId, id).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'notFound')
      throw invalid('channelAccountId', 'takes an address of an inbox in which you work')
    throw error
  })
}

/** A conversation in which nothing has been said yet; nobody has anything in it to read. */
async function openThread(
  tx: Tx,
  { userId }: UserActor,
  channel: ChannelAccount,
  contactId: string,
  subject: string,
): Promise<string> {
  const { accountId, inboxId } = channel
  const { rows } = await sql<{ id: string }>`
    insert into thread (account_id, inbox_id, inbox_ids, contact_id, channel_account_id, channel_id, subject, received_seq)
    values (${accountId}, ${inboxId}, array[${inboxId}::bigint], ${contactId}, ${channel.id}, ${channel.channelId},
      ${storableText(subject)}, 0)
    returning id`.execute(tx)
  const threadId = rows[0]?.id
  if (threadId === undefined) throw new Error('a conversation was not opened')
  await appendEvents(tx, [{ accountId, type: 'thread.opened', threadId, inboxId, userId }])
  return threadId
}

import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { ContactRecord as ContactRecordSchema } from '../../shared/api/contact.ts'
import { mailName } from '../../shared/from-name.ts'
import { Problem, refusalOf } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { findContact, loadContactFacts } from '../contact/contact-store.ts'
import { type Asker, verdictOn, visibleInboxIds } from '../inbox/asker.ts'
import { listChannelAccounts } from '../inbox/channel-account-store.ts'
import type { Db } from '../platform/database.ts'
import { sendingRefusal } from './sending-channel.ts'
import { ownSignature } from './signature.ts'

type ContactRecord = Static<typeof ContactRecordSchema>

/** A contact with what was said with him, and from where he can be written to. @throws {Problem} `notFound` */
export async function getContactRecord(
  db: Db,
  asker: Asker & { actor: UserActor },
  contactId: string,
): Promise<ContactRecord> {
  const { accountId } = asker.actor
  const visible = visibleInboxIds(asker)
  if (!(await findContact(db, accountId, contactId, visible))) throw new Problem('notFound')
  const [facts, threads, senders, signature] = await Promise.all([
    loadContactFacts(db, accountId, contactId),
    listThreadsWith(db, asker, contactId),
    listSenders(db, asker),
    ownSignature(db, asker.actor),
  ])
  return { ...facts, threads, senders, signature }
}

async function listThreadsWith(db: Db, asker: Asker, contactId: string): Promise<ContactRecord['threads']> {
  const visible = visibleInboxIds(asker)
  const { rows } = await sql<Omit<ContactRecord['threads'][number], 'latestMessageAt' | 'inboxName'> & Place>`
    select id, subject, status, latest_message_at as "latestMessageAt", inbox_ids as "inboxIds" from thread
    where account_id = ${asker.actor.accountId} and contact_id = ${contactId}
      and inbox_ids && ${visible}::bigint[] and archived_at is null and joined_into_id is null and not is_spam
    order by latest_message_at desc, id desc limit 100`.execute(db)
  return rows.map(({ inboxIds, latestMessageAt, ...row }) => ({
    ...row,
    latestMessageAt: latestMessageAt.toISOString(),
    // The name of one that he may see, where a second inbox shows it too.
    inboxName: asker.inboxes.get(inboxIds.find((id) => visible.includes(id)) ?? '')?.name ?? '',
  }))
}

type Place = { latestMessageAt: Date; inboxIds: string[] }

async function listSenders(db: Db, asker: Asker & { actor: UserActor }): Promise<ContactRecord['senders']> {
  const channels = await listChannelAccounts(db, asker.actor.accountId, visibleInboxIds(asker))
  return channels
    .filter((one) => one.archivedAt === null && verdictOn(asker, 'act', [one.inboxId]).isAllowed)
    .map((one) => {
      const refusal = sendingRefusal(one)
      return {
        channelAccountId: one.id,
        address: one.address,
        mailName: mailName(one.fromNameMode, one.companyName, asker.actor.name),
        inboxName: asker.inboxes.get(one.inboxId)?.name ?? '',
        refusal: refusal && refusalOf(refusal),
      }
    })
}

import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { ThreadDetails as ThreadDetailsSchema } from '../../shared/api/thread.ts'
import { Problem, problemSentence, refusalOf } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { type Asker, verdictOn, visibleInboxIds } from '../inbox/asker.ts'
import { listChannelAccounts } from '../inbox/channel-account-store.ts'
import type { Db } from '../platform/database.ts'
import { mailName, sendingAlternatives, sendingRefusal } from './sending-channel.ts'
import { findMyThreadRow } from './thread-rows.ts'
import { getThread } from './thread-store.ts'

/** What tickets add is of a folder above. */
export type ThreadDetails = Omit<Static<typeof ThreadDetailsSchema>, 'tickets'>

/** A conversation's head and what stands beside it, as one person sees it. @throws {Problem} `notFound` */
export async function getThreadDetails(
  db: Db,
  asker: Asker & { actor: UserActor },
  threadId: string,
): Promise<ThreadDetails> {
  const thread = await getThread(db, asker, threadId)
  const { accountId, userId } = asker.actor
  const [row, channels, contact, otherThreads, suggestions] = await Promise.all([
    findMyThreadRow(db, accountId, userId, threadId),
    listChannelAccounts(db, accountId),
    getContact(db, accountId, thread.contactId),
    listOtherThreads(db, asker, thread.contactId, threadId),
    listSuggestions(db, asker, threadId),
  ])
  const channel = channels.find((one) => one.id === thread.channelAccountId)
  if (!row || !channel) throw new Problem('notFound')
  const verdict = verdictOn(asker, 'act', thread.inboxIds)
  const refusal = sendingRefusal(channel)
  return {
    thread: row,
    mayAct: verdict.isAllowed,
    refusal: verdict.isAllowed
      ? null
      : { code: verdict.code, sentence: problemSentence(verdict.code, { inbox: verdict.inboxName }) },
    channelAccount: {
      id: channel.id,
      channelId: String(channel.channelId),
      address: channel.address,
      mailName: mailName(channel, asker.actor.name),
      refusal: refusal && refusalOf(refusal),
      alternatives: refusal
        ? sendingAlternatives(channels, thread).map((one) => ({
            id: one.id,
            address: one.address,
            mailName: mailName(one, asker.actor.name),
          }))
        : [],
    },
    contact,
    otherThreads,
    suggestions,
  }
}

async function getContact(db: Db, accountId: string, contactId: string): Promise<ThreadDetails['contact']> {
  const { rows } = await sql<ThreadDetails['contact'] & { createdAt: Date }>`
    select c.id, coalesce(nullif(c.name, ''), c.email, '') as name, c.owner_user_id as "ownerId", c.created_at as "createdAt",
      array(select i.value from contact_identity i
        where i.account_id = c.account_id and i.contact_id = c.id and i.kind = 'email' order by i.created_at) as addresses
    from contact c where c.account_id = ${accountId} and c.id = ${contactId}`.execute(db)
  const row = rows[0]
  if (!row) throw new Problem('notFound')
  return { ...row, createdAt: (row.createdAt as unknown as Date).toISOString() }
}

async function listOtherThreads(
  db: Db,
  asker: Asker,
  contactId: string,
  threadId: string,
): Promise<ThreadDetails['otherThreads']> {
  const { rows } = await sql<{ id: string; subject: string; status: 'open' | 'closed'; latestMessageAt: Date }>`
    select id, subject, status, latest_message_at as "latestMessageAt" from thread
    where account_id = ${asker.actor.accountId} and contact_id = ${contactId} and id <> ${threadId}
      and inbox_ids && ${visibleInboxIds(asker)}::bigint[] and archived_at is null and joined_into_id is null and not is_spam
    order by latest_message_at desc, id desc limit 5`.execute(db)
  return rows.map((row) => ({ ...row, latestMessageAt: row.latestMessageAt.toISOString() }))
}

async function listSuggestions(db: Db, asker: Asker, threadId: string): Promise<ThreadDetails['suggestions']> {
  const { rows } = await sql<ThreadDetails['suggestions'][number]>`
    select t.id as "threadId", t.subject, s.because
    from thread_suggestion s
    join thread t on t.account_id = s.account_id and t.id = s.target_thread_id
    where s.account_id = ${asker.actor.accountId} and s.thread_id = ${threadId}
      and t.inbox_ids && ${visibleInboxIds(asker)}::bigint[] and t.archived_at is null and t.joined_into_id is null`.execute(
    db,
  )
  return rows
}

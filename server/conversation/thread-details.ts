import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { ThreadDetails as ThreadDetailsSchema } from '../../shared/api/thread.ts'
import { mailName } from '../../shared/from-name.ts'
import { Problem, problemSentence, refusalOf } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { loadContactFacts } from '../contact/contact-store.ts'
import { type Asker, verdictOn, visibleInboxIds } from '../inbox/asker.ts'
import { listChannelAccounts } from '../inbox/channel-account-store.ts'
import type { Db } from '../platform/database.ts'
import { answersFrom } from './sending-channel.ts'
import { teamSignatures } from './signature.ts'
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
  const [row, channels, contact, otherThreads, suggestions, routing] = await Promise.all([
    findMyThreadRow(db, accountId, userId, threadId),
    listChannelAccounts(db, accountId),
    loadContactFacts(db, accountId, thread.contactId),
    listOtherThreads(db, asker, thread.contactId, threadId),
    listSuggestions(db, asker, threadId),
    findRouting(db, accountId, threadId),
  ])
  const from = answersFrom(channels, thread)
  if (!row || !from) throw new Problem('notFound')
  const verdict = verdictOn(asker, 'act', thread.inboxIds)
  const { channel, insteadOf, refusal, alternatives } = from
  const signatures = await teamSignatures(db, [channel, ...alternatives], asker.actor.name)
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
      sendsFrom: channel.sendsFrom,
      mailName: mailName(channel.fromNameMode, channel.companyName, asker.actor.name),
      insteadOf: insteadOf?.address ?? null,
      refusal: refusal && refusalOf(refusal),
      signature: signatures.get(channel.id) ?? null,
      alternatives: alternatives.map((one) => ({
        id: one.id,
        address: one.address,
        sendsFrom: one.sendsFrom,
        mailName: mailName(one.fromNameMode, one.companyName, asker.actor.name),
        signature: signatures.get(one.id) ?? null,
      })),
    },
    contact,
    otherThreads,
    routing,
    suggestions,
  }
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

async function findRouting(db: Db, accountId: string, threadId: string): Promise<ThreadDetails['routing']> {
  const { rows } = await sql<NonNullable<ThreadDetails['routing']> & { at: Date }>`
    select at, details ->> 'to' as to, details -> 'why' as why from message
    where account_id = ${accountId} and thread_id = ${threadId} and kind in ('assignment', 'routed') and details ? 'why'
    order by id desc limit 1`.execute(db)
  const row = rows[0]
  return row ? { ...row, at: (row.at as unknown as Date).toISOString() } : null
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

import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Action } from '../inbox/access.ts'
import { requireAllowed } from '../inbox/access.ts'
import { type Asker, verdictOn } from '../inbox/asker.ts'
import type { Db, Tx } from '../platform/database.ts'
import { type EventType, eventRows } from '../platform/events.ts'
import { insertTogether, type RowSet } from '../platform/insert-rows.ts'
import { newUuid } from '../platform/uuid.ts'

export type Thread = {
  accountId: string
  id: string
  inboxId: string
  inboxIds: string[]
  contactId: string
  channelAccountId: string
  channelId: number
  subject: string
  status: 'open' | 'closed'
  assigneeId: string | null
  isSpam: boolean
  isArchived: boolean
  seq: number
  receivedSeq: number
  createdAt: Date
  closedAt: Date | null
  latestMessageAt: Date
  latestReceivedAt: Date | null
  latestSentAt: Date | null
}

/** `withPlace`: also `place`, the latest message's instant to the microsecond, which a Date does not hold. */
export const selectThread = ({ withPlace = false } = {}) => sql`
  select account_id as "accountId", id, inbox_id as "inboxId", inbox_ids as "inboxIds", contact_id as "contactId",
    channel_account_id as "channelAccountId", channel_id as "channelId", subject, status,
    assignee_user_id as "assigneeId", is_spam as "isSpam", archived_at is not null as "isArchived", seq,
    received_seq as "receivedSeq", created_at as "createdAt", closed_at as "closedAt",
    latest_message_at as "latestMessageAt", latest_received_at as "latestReceivedAt", latest_sent_at as "latestSentAt"
    ${withPlace ? sql`, latest_message_at::text as place` : sql``}
  from thread`

/** A thread that the asker may see. One in the trash is found only with `isArchived`. @throws {Problem} `notFound` */
export async function getThread(
  db: Db | Tx,
  asker: Asker,
  threadId: string,
  { isArchived = false } = {},
): Promise<Thread> {
  const { rows } = await sql<Thread>`${selectThread()}
    where account_id = ${asker.actor.accountId} and id = ${threadId} and joined_into_id is null`.execute(db)
  return requireThread(rows[0], asker, 'see', isArchived)
}

/** Likewise, locked until the transaction ends, for an asker who may act on it. @throws {Problem} `notFound`, `viewOnly` */
export async function lockThread(tx: Tx, asker: Asker, threadId: string, { isArchived = false } = {}): Promise<Thread> {
  const { rows } = await sql<Thread>`${selectThread()}
    where account_id = ${asker.actor.accountId} and id = ${threadId} and joined_into_id is null for update`.execute(tx)
  return requireThread(rows[0], asker, 'act', isArchived)
}

function requireThread(thread: Thread | undefined, asker: Asker, action: Action, isArchived: boolean): Thread {
  if (!thread) throw new Problem('notFound')
  requireAllowed(verdictOn(asker, 'see', thread.inboxIds))
  if (thread.isArchived !== isArchived) throw new Problem('notFound')
  requireAllowed(verdictOn(asker, action, thread.inboxIds))
  return thread
}

export type ItemKind = 'assignment' | 'status' | 'joined' | 'moved' | 'routed'

export type ThreadChange = {
  /** The timeline's line that says what was done, and by whom (null: the system). */
  kind: ItemKind
  userId: string | null
  details: Record<string, unknown>
  event: EventType
  /** What the event tells; where it is left out the details. */
  payload?: Record<string, unknown>
  /** Columns of the thread that change beside its seq. */
  set?: RawBuilder<unknown>
}

/**
 * Changes a locked thread, with the line of its timeline and the event that say so, in one round trip. Answers the
 * thread's new seq and the line's id.
 */
export async function recordChange(
  tx: Tx,
  thread: Pick<Thread, 'accountId' | 'id' | 'seq'>,
  { kind, userId, details, event, payload = details, set }: ThreadChange,
): Promise<{ seq: number; itemId: string }> {
  const { accountId, id: threadId } = thread
  const seq = thread.seq + 1
  const messageId = newUuid()
  const line = changeLines(accountId, [{ id: messageId, threadId, kind, userId, seq, details }])
  await insertTogether(
    tx,
    [line, eventRows(tx, [{ accountId, type: event, threadId, messageId, userId, payload }])],
    [
      sql`update thread set seq = ${seq} ${set ? sql`, ${set}` : sql``} where account_id = ${accountId} and id = ${threadId}`,
    ],
  )
  return { seq, itemId: messageId }
}

/** The timelines' lines that say what was done, as rows to insert. */
export function changeLines(
  accountId: string,
  lines: readonly (Pick<ThreadChange, 'kind' | 'userId' | 'details'> & { id: string; threadId: string; seq: number })[],
): RowSet {
  return {
    table: 'message',
    columns: {
      account_id: 'bigint',
      id: 'uuid',
      thread_id: 'bigint',
      kind: 'text',
      author_user_id: 'bigint',
      seq: 'integer',
      details: 'jsonb',
    },
    rows: lines.map(({ id, threadId, kind, userId, seq, details }) => ({
      account_id: accountId,
      id,
      thread_id: threadId,
      kind,
      author_user_id: userId,
      seq,
      details,
    })),
  }
}

/** The person behind the asker; a token acts for the account and is nobody. */
export const userIdOf = ({ actor }: Asker) => (actor.kind === 'user' ? actor.userId : null)

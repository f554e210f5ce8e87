import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Action } from '../inbox/access.ts'
import { requireAllowed } from '../inbox/access.ts'
import { type Asker, verdictOn } from '../inbox/asker.ts'
import type { Db, Tx } from '../platform/database.ts'
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

export type ItemKind = 'assignment' | 'status' | 'joined' | 'moved'

/** Puts a line into the timeline that says what somebody did (or the system: no user). Answers its id. */
export async function addItem(
  tx: Tx,
  item: {
    accountId: string
    threadId: string
    kind: ItemKind
    seq: number
    userId: string | null
    details: Record<string, string | null>
  },
): Promise<string> {
  const id = newUuid()
  await tx
    .insertInto('message')
    .values({
      account_id: item.accountId,
      id,
      thread_id: item.threadId,
      kind: item.kind,
      author_user_id: item.userId,
      seq: item.seq,
      details: JSON.stringify(item.details),
    })
    .execute()
  return id
}

/** The person behind the asker; a token acts for the account and is nobody. */
export const userIdOf = ({ actor }: Asker) => (actor.kind === 'user' ? actor.userId : null)

import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { OutboxEntry as OutboxEntrySchema } from '../../shared/api/outbox.ts'
import type { Delivery as DeliverySchema } from '../../shared/api/thread.ts'
import { invalid } from '../../shared/problems.ts'
import type { Asker } from '../inbox/asker.ts'
import { visibleInboxIds } from '../inbox/asker.ts'
import type { Db } from '../platform/database.ts'
import type { Links } from './links.ts'

export type OutboxEntry = Static<typeof OutboxEntrySchema>

type Row = {
  id: string
  messageId: string | null
  threadId: string | null
  notice: 'passwordReset' | 'invitation' | 'loginChanged' | 'contactOwner' | 'fromAddress' | null
  kind: 'to' | 'cc' | 'bcc'
  name: string
  address: string
  state: Static<typeof DeliverySchema>['state']
  reply: string | null
  attempts: number
  dueAt: Date | null
  createdAt: Date
  subject: string | null
  snippet: string | null
  fromName: string | null
  fromAddress: string | null
  author: string | null
}

/**
 * What has not left yet, newest first: of the conversations that the asker sees. Notices (mails of Samtale's own) are
 * the super admins' to see, without content.
 */
export async function listOutbox(
  db: Db,
  links: Links,
  asker: Asker,
  { limit, after }: { limit: number; after: string | null },
): Promise<{ results: OutboxEntry[]; next: string | null }> {
  if (after !== null && !/^\d{1,18}$/.test(after))
    throw invalid('after', 'takes the paging.next.after of an earlier page')
  const { accountId } = asker.actor
  const seesNotices = asker.actor.kind === 'user' && asker.actor.role === 'super-admin'
  const { rows } = await sql<Row>`
    select r.id, r.message_id as "messageId", r.thread_id as "threadId", r.notice, r.kind, r.name, r.address, r.state,
      r.reply, r.attempts, r.due_at as "dueAt", r.created_at as "createdAt", m.subject, left(b.text, 200) as snippet,
      m.from_name as "fromName", m.from_address as "fromAddress", u.name as author
    from recipient r
    left join message m on m.account_id = r.account_id and m.id = r.message_id
    left join message_body b on b.account_id = m.account_id and b.message_id = m.id
    left join thread t on t.account_id = m.account_id and t.id = m.thread_id
    left join "user" u on u.account_id = m.account_id and u.id = m.author_user_id
    where r.account_id = ${accountId} and r.state in ('queued', 'held', 'sending', 'failed', 'uncertain')
      and case when r.notice is not null then ${seesNotices}::boolean else t.inbox_ids && ${visibleInboxIds(asker)}::bigint[] end
      ${after ? sql`and r.id < ${after}::bigint` : sql``}
    order by r.id desc limit ${limit + 1}`.execute(db)
  const page = rows.slice(0, limit)
  return {
    results: page.map((row) => present(links, accountId, row)),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

function present(links: Links, accountId: string, row: Row): OutboxEntry {
  return {
    recipient: {
      recipientId: row.id,
      kind: row.kind,
      name: row.name,
      address: row.address,
      state: row.state,
      reply: row.reply,
      attempts: row.attempts,
      nextAttemptAt: row.state === 'queued' && row.attempts > 0 && row.dueAt ? row.dueAt.toISOString() : null,
      leavesAt: row.state === 'queued' && row.attempts === 0 && row.dueAt ? row.dueAt.toISOString() : null,
      sentAt: null,
      delayedAt: null,
    },
    kind: row.notice ?? 'message',
    threadId: row.threadId,
    messageId: row.messageId,
    subject: row.subject ?? '',
    snippet: row.snippet ?? '',
    from: row.fromName ? `${row.fromName} <${row.fromAddress}>` : (row.fromAddress ?? ''),
    author: row.author ?? '',
    createdAt: row.createdAt.toISOString(),
    emlUrl: row.messageId ? `/api/deliveries/${row.id}/raw` : null,
    previewUrl: row.messageId ? links.frameUrl(accountId, row.messageId) : null,
  }
}

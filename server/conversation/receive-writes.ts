import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { eventRows } from '../platform/events.ts'
import { insertTogether, type RowSet, storableJson, storableText } from '../platform/insert-rows.ts'
import type { Incoming } from './incoming.ts'
import type { Decisions, NewMessage } from './receive-decisions.ts'
import type { ReceiveFacts, ThreadDraft } from './receive-facts.ts'

/** Puts down what a batch came to: threads first, since the rest refers to them, then all else in one statement. */
export async function writeDecisions(
  tx: Tx,
  { accountId, domains }: Pick<ReceiveFacts, 'accountId' | 'domains'>,
  decisions: Decisions,
): Promise<void> {
  const changed = [...decisions.threads].filter((thread) => !thread.isNew)
  if (changed.length > 0) await updateThreads(tx, accountId, changed)
  const base = { account_id: accountId }
  const sets: RowSet[] = [
    {
      table: 'contact',
      columns: { account_id: 'bigint', id: 'bigint', name: 'text', email: 'text', born_in_inbox_id: 'bigint' },
      rows: decisions.newContacts.map((contact) => ({
        ...base,
        id: contact.id,
        name: storableText(contact.name),
        email: contact.address || null,
        born_in_inbox_id: contact.bornInInboxId,
      })),
    },
    {
      table: 'contact_identity',
      columns: { account_id: 'bigint', kind: 'text', value: 'text', contact_id: 'bigint' },
      rows: decisions.newContacts
        .filter((contact) => contact.address !== '')
        .map((contact) => ({ ...base, kind: 'email', value: contact.address, contact_id: contact.id })),
    },
    newThreads(
      accountId,
      [...decisions.threads].filter((thread) => thread.isNew),
    ),
    ...messageRows(accountId, decisions),
    {
      table: 'thread_participant',
      columns: { account_id: 'bigint', thread_id: 'bigint', address: 'text' },
      rows: [...decisions.threads].flatMap((thread) =>
        [...thread.newParticipants].map((address) => ({
          ...base,
          thread_id: thread.id,
          address: storableText(address),
        })),
      ),
    },
    {
      table: 'thread_suggestion',
      columns: { account_id: 'bigint', thread_id: 'bigint', target_thread_id: 'bigint', because: 'text' },
      rows: decisions.suggestions.map((one) => ({
        ...base,
        thread_id: one.ofThreadId,
        target_thread_id: one.threadId,
        because: one.because,
      })),
    },
    domains.learnt(accountId),
    eventRows(tx, decisions.events),
  ]
  await insertTogether(tx, sets, [finishArrivals(accountId, decisions), noteActivity(accountId, decisions)])
  // Last: what is repeated may be of this very batch.
  if (decisions.repeated.length > 0) await countRepeats(tx, accountId, decisions.repeated)
}

/**
 * When something last came in on each channel. To five seconds: a batch need not wait for the one before it for the sake of
 * a time that is read as minutes.
 */
function noteActivity(accountId: string, { messages }: Decisions): RawBuilder<unknown> {
  const latest = new Map<string, Date>()
  for (const { channelAccountId, mail } of messages) {
    const known = latest.get(channelAccountId)
    if (!known || known < mail.receivedAt) latest.set(channelAccountId, mail.receivedAt)
  }
  const channels = [...latest].sort(([a], [b]) => Number(a) - Number(b))
  return sql`
    insert into channel_activity as a (account_id, channel_account_id, last_received_at)
    select ${accountId}::bigint, id, at
      from unnest(${channels.map(([id]) => id)}::bigint[], ${channels.map(([, at]) => at)}::timestamptz[]) as x (id, at)
    on conflict (account_id, channel_account_id) do update set last_received_at = excluded.last_received_at
      where a.last_received_at is null or a.last_received_at < excluded.last_received_at - interval '5 seconds'`
}

function newThreads(accountId: string, threads: readonly ThreadDraft[]) {
  return {
    table: 'thread',
    columns: {
      account_id: 'bigint',
      id: 'bigint',
      inbox_id: 'bigint',
      inbox_ids: 'bigint[]',
      contact_id: 'bigint',
      channel_account_id: 'bigint',
      channel_id: 'integer',
      subject: 'text',
      status: 'text',
      is_spam: 'boolean',
      is_example: 'boolean',
      ...threadStateColumns,
      created_at: 'timestamptz',
      failed_count: 'integer',
    },
    rows: threads.map((thread) => ({
      account_id: accountId,
      id: thread.id,
      inbox_id: thread.inboxIds[0],
      // jsonb_to_recordset reads an array from a JSON array
      inbox_ids: thread.inboxIds,
      contact_id: thread.contactId,
      channel_account_id: thread.channelAccountId,
      channel_id: 1002,
      subject: storableText(thread.subject),
      status: thread.status,
      is_spam: false,
      is_example: thread.isExample,
      ...threadState(thread),
      created_at: thread.createdAt,
      failed_count: 0,
    })),
  }
}

const threadStateColumns = {
  seq: 'integer',
  received_seq: 'integer',
  latest_message_at: 'timestamptz',
  latest_received_at: 'timestamptz',
  waiting_since: 'timestamptz',
  snippet: 'text',
  snippet_by: 'text',
  message_count: 'integer',
  attachment_count: 'integer',
} as const

const threadState = (thread: ThreadDraft) => ({
  seq: thread.seq,
  received_seq: thread.receivedSeq,
  latest_message_at: thread.latestMessageAt,
  latest_received_at: thread.latestReceivedAt,
  waiting_since: thread.waitingSince,
  snippet: storableText(thread.snippet),
  snippet_by: thread.snippetBy,
  message_count: thread.messageCount,
  attachment_count: thread.attachmentCount,
})

async function updateThreads(tx: Tx, accountId: string, threads: readonly ThreadDraft[]): Promise<void> {
  const rows = threads.map((thread) => ({
    id: thread.id,
    inbox_ids: thread.inboxIds,
    status: thread.status,
    closed_at: thread.closedAt,
    ...threadState(thread),
  }))
  await sql`
    update thread t set inbox_ids = x.inbox_ids, status = x.status, closed_at = x.closed_at, seq = x.seq,
      received_seq = x.received_seq, latest_message_at = x.latest_message_at,
      latest_received_at = x.latest_received_at, waiting_since = x.waiting_since, snippet = x.snippet,
      snippet_by = x.snippet_by, message_count = x.message_count, attachment_count = x.attachment_count
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id bigint, inbox_ids bigint[], status text,
      closed_at timestamptz, seq integer, received_seq integer, latest_message_at timestamptz,
      latest_received_at timestamptz, waiting_since timestamptz, snippet text, snippet_by text,
      message_count integer, attachment_count integer)
    where t.account_id = ${accountId} and t.id = x.id`.execute(tx)
}

async function countRepeats(tx: Tx, accountId: string, repeated: Decisions['repeated']): Promise<void> {
  await sql`
    update message m set delivered_times = m.delivered_times + x.times, seq = x.seq
    from (
      select message_id, count(*)::int as times, max(seq) as seq
      from jsonb_to_recordset(${JSON.stringify(repeated.map((one) => ({ message_id: one.messageId, seq: one.seq })))}::jsonb)
        as r (message_id uuid, seq integer)
      group by message_id
    ) x
    where m.account_id = ${accountId} and m.id = x.message_id`.execute(tx)
}

function messageRows(accountId: string, { messages, reopened }: Decisions): RowSet[] {
  const base = { account_id: accountId }
  const files = messages.flatMap((message) =>
    message.mail.attachments.map((file, position) => ({ message, file, position, fileId: message.fileIds[position] })),
  )
  return [
    {
      table: 'message',
      columns: messageColumns,
      rows: [
        ...messages.map((message) => messageRow(accountId, message)),
        ...reopened.map((change) => ({
          ...emptyMessage,
          ...base,
          id: change.id,
          thread_id: change.threadId,
          kind: 'status',
          seq: change.seq,
          at: new Date(),
          details: { to: 'open', reason: 'message' },
        })),
      ],
    },
    {
      table: 'message_body',
      columns: {
        account_id: 'bigint',
        message_id: 'uuid',
        text: 'text',
        visible_text: 'text',
        html: 'text',
        folds: 'jsonb',
        style: 'text',
      },
      rows: messages.map(({ id, mail }) => ({
        ...base,
        message_id: id,
        text: storableText(mail.text),
        visible_text: mail.visibleText === null ? null : storableText(mail.visibleText),
        html: mail.html === null ? null : storableText(mail.html),
        folds: mail.visibleText === null ? null : mail.folds.map(({ start, end, kind }) => [start, end, kind]),
        style: storableText(mail.style),
      })),
    },
    {
      table: 'message_key',
      columns: { account_id: 'bigint', key: 'text', message_id: 'uuid', thread_id: 'bigint' },
      rows: messages
        .filter((message) => message.mail.key !== null)
        .map((message) => ({ ...base, key: message.mail.key, message_id: message.id, thread_id: message.threadId })),
    },
    {
      table: 'file',
      columns: {
        account_id: 'bigint',
        id: 'bigint',
        name: 'text',
        media_type: 'text',
        size: 'integer',
        sha256: 'text',
        storage_key: 'text',
      },
      rows: files.map(({ file, fileId }) => ({
        ...base,
        id: fileId,
        name: storableText(file.name),
        media_type: file.mediaType,
        size: file.size,
        sha256: file.sha256,
        storage_key: file.storageKey,
      })),
    },
    {
      table: 'attachment',
      columns: {
        account_id: 'bigint',
        message_id: 'uuid',
        position: 'integer',
        file_id: 'bigint',
        name: 'text',
        content_id: 'text',
        is_inline: 'boolean',
      },
      rows: files.map(({ message, file, position, fileId }) => ({
        ...base,
        message_id: message.id,
        position,
        file_id: fileId,
        name: storableText(file.name),
        content_id: file.contentId === null ? null : storableText(file.contentId),
        is_inline: file.isInline,
      })),
    },
  ]
}

const messageColumns = {
  account_id: 'bigint',
  id: 'uuid',
  thread_id: 'bigint',
  kind: 'text',
  direction: 'text',
  channel_account_id: 'bigint',
  author_contact_id: 'bigint',
  from_name: 'text',
  from_address: 'text',
  addresses: 'jsonb',
  subject: 'text',
  internet_message_id: 'text',
  at: 'timestamptz',
  seq: 'integer',
  has_html: 'boolean',
  has_remote_images: 'boolean',
  sender: 'jsonb',
  traits: 'text[]',
  forwarded: 'jsonb',
  may_answer: 'boolean',
  details: 'jsonb',
  arrival_id: 'bigint',
} as const

const emptyMessage = {
  direction: null,
  channel_account_id: null,
  author_contact_id: null,
  from_name: '',
  from_address: '',
  addresses: {},
  subject: '',
  internet_message_id: null,
  has_html: false,
  has_remote_images: false,
  sender: null,
  traits: [],
  forwarded: null,
  may_answer: false,
  details: {},
  arrival_id: null,
}

function messageRow(accountId: string, { id, threadId, seq, mail, ...message }: NewMessage) {
  const addresses = { to: mail.to, cc: mail.cc, ...(mail.replyTo.length > 0 ? { replyTo: mail.replyTo } : {}) }
  return {
    account_id: accountId,
    id,
    thread_id: threadId,
    kind: 'message',
    direction: 'incoming',
    channel_account_id: message.channelAccountId,
    author_contact_id: message.contactId,
    from_name: storableText(mail.from.name),
    from_address: storableText(mail.from.address),
    addresses: JSON.parse(storableJson(addresses)) as unknown,
    subject: storableText(mail.subject),
    internet_message_id: mail.externalId === null ? null : storableText(mail.externalId),
    at: mail.receivedAt,
    seq,
    has_html: mail.html !== null,
    has_remote_images: mail.hasRemoteImages,
    sender: message.sender === null ? null : (JSON.parse(storableJson(message.sender)) as unknown),
    traits: mail.traits,
    may_answer: mail.mayAnswer && message.sender?.signs.includes('claimsUser') !== true,
    forwarded: message.forwarded && (JSON.parse(storableJson(message.forwarded)) as unknown),
    details: detailsOf(mail),
    arrival_id: mail.arrivalId,
  }
}

/** What is kept with a message beyond its columns: shown, never asked for by a query. */
function detailsOf({ unreadable, invitations }: Incoming): Record<string, unknown> {
  return {
    ...(unreadable ? { unreadable } : {}),
    ...(invitations.length > 0 ? { invitations: JSON.parse(storableJson(invitations)) as unknown } : {}),
  }
}

/** The lease of those whose sender is still being checked is kept: their process goes on with them. */
function finishArrivals(accountId: string, { received, messages, awaits }: Decisions): RawBuilder<unknown> {
  const checking = new Set(
    messages.filter(({ sender }) => sender?.state === 'checking').map(({ mail }) => mail.arrivalId),
  )
  const rows = received.map((one) => ({
    id: one.arrivalId,
    state: one.state,
    message_id: one.messageId,
    thread_id: one.threadId,
    is_checking: checking.has(one.arrivalId),
    awaits: awaits.get(one.arrivalId) ?? null,
  }))
  return sql`
    update arrival a set state = x.state, message_id = x.message_id, thread_id = x.thread_id, fault = null,
      is_checking = x.is_checking, awaits = x.awaits, leased_by = case when x.is_checking then a.leased_by end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id bigint, state text, message_id uuid,
      thread_id bigint, is_checking boolean, awaits jsonb)
    where a.account_id = ${accountId} and a.id = x.id`
}

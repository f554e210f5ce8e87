import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import type { Asker } from '../inbox/asker.ts'
import type { MailAddress } from '../mail/parsed-mail.ts'
import { rowWords } from '../mail/row-words.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents, type NewEvent } from '../platform/events.ts'
import { newUuid } from '../platform/uuid.ts'
import { type Draft, type DraftContent, putDraft } from './draft-store.ts'
import { snippetOf } from './snippet.ts'
import { lockThread, type Thread } from './thread-store.ts'

/** What a reply changes of its conversation; the instants to the microsecond, as PostgreSQL writes them. */
export type UndoNotes = {
  latestMessageAt: string
  latestSentAt: string | null
  waitingSince: string | null
  /** The timeline line by which the reply assigned the conversation to its writer. */
  assignmentId: string | null
  /** Who became a participant by being written to. */
  participants: string[]
}

/** Notes how a conversation stands before a reply, for `undoSend`. The thread is locked. */
export async function noteForUndo(tx: Tx, thread: Thread, addresses: readonly string[]): Promise<UndoNotes> {
  const { rows } = await sql<Omit<UndoNotes, 'assignmentId'>>`
    select latest_message_at::text as "latestMessageAt", latest_sent_at::text as "latestSentAt",
      waiting_since::text as "waitingSince",
      array(select a from unnest(${addresses}::text[]) a where not exists (select from thread_participant p
        where p.account_id = t.account_id and p.thread_id = t.id and p.address = a)) as participants
    from thread t where account_id = ${thread.accountId} and id = ${thread.id}`.execute(tx)
  const [notes] = rows
  if (!notes) throw new Problem('notFound')
  return { ...notes, assignmentId: null }
}

/**
 * Takes a reply back while nothing of it has begun to leave: the conversation stands as if it had not been written, but
 * for what others did meanwhile, and the words are the writer's draft again. Sending begins with `markSending`, which
 * takes a recipient in `queued`: a row that is removed here is never sent, and one that has begun is never removed.
 * @throws {Problem} `notFound`, `viewOnly`, `notYours`, `tooLateToUndo`
 */
export async function undoSend(tx: Tx, asker: Asker & { actor: UserActor }, messageId: string): Promise<Draft> {
  const { accountId, userId } = asker.actor
  const message = await findMessage(tx, accountId, messageId)
  const thread = await lockThread(tx, asker, message.threadId)
  if (message.authorId !== userId) throw new Problem('notYours')
  if (!message.undo || !(await takeBack(tx, accountId, messageId))) throw new Problem('tooLateToUndo')

  const content = await contentOf(tx, accountId, message)
  await sql`delete from message where account_id = ${accountId} and id = ${messageId}`.execute(tx)
  await sql`delete from thread_participant where account_id = ${accountId} and thread_id = ${thread.id}
    and address = any(${message.undo.participants}::text[])`.execute(tx)
  const events = await putBack(tx, thread, message, message.undo)
  await appendEvents(tx, events)
  return putDraft(tx, asker.actor, thread.id, 'reply', content)
}

/**
 * Locks the recipients where all of them still wait; the conversation is locked. Who writes the end of an attempt has its
 * recipient before the conversation: such a one is not waited for, since what is in somebody's hand has begun.
 */
async function takeBack(tx: Tx, accountId: string, messageId: string): Promise<boolean> {
  const { rows: waiting } = await sql`
    select from recipient where account_id = ${accountId} and message_id = ${messageId}
      and state = 'queued' and attempts = 0
    order by id for update skip locked`.execute(tx)
  const { rows: all } = await sql`
    select from recipient where account_id = ${accountId} and message_id = ${messageId}`.execute(tx)
  return all.length > 0 && waiting.length === all.length
}

type Message = {
  id: string
  threadId: string
  authorId: string | null
  createdAt: string
  answersMessageId: string | null
  addresses: { to?: MailAddress[]; cc?: MailAddress[]; bcc?: MailAddress[] }
  text: string
  html: string | null
  undo: UndoNotes | null
}

async function findMessage(tx: Tx, accountId: string, messageId: string): Promise<Message> {
  const { rows } = await sql<Message>`
    select m.id, m.thread_id as "threadId", m.author_user_id as "authorId", m.created_at::text as "createdAt",
      m.answers_message_id as "answersMessageId", m.addresses, b.text, b.html, m.undo
    from message m join message_body b on b.account_id = m.account_id and b.message_id = m.id
    where m.account_id = ${accountId} and m.id = ${messageId} and m.kind = 'message' and m.direction = 'outgoing'`.execute(
    tx,
  )
  if (!rows[0]) throw new Problem('notFound')
  return rows[0]
}

/** The words as the composer has them. What the writer has begun meanwhile stands below: nothing of either is lost. */
async function contentOf(tx: Tx, accountId: string, message: Message): Promise<DraftContent> {
  const { rows: attachments } = await sql<DraftContent['attachments'][number]>`
    select f.id::text as "fileId", a.name, f.size, f.media_type as "mediaType"
    from attachment a join file f on f.account_id = a.account_id and f.id = a.file_id
    where a.account_id = ${accountId} and a.message_id = ${message.id} order by a.position`.execute(tx)
  const { rows } = await sql<{ content: DraftContent }>`
    select content from draft where account_id = ${accountId} and user_id = ${message.authorId}
      and thread_id = ${message.threadId} and kind = 'reply' for update`.execute(tx)
  const newer = rows[0]?.content
  const { to = [], cc = [], bcc = [] } = message.addresses
  return {
    mode: to.length + cc.length > 1 ? 'replyAll' : 'reply',
    html: (message.html ?? paragraphs(message.text)) + (newer?.html ?? ''),
    text: newer?.text ? `${message.text}\n\n${newer.text}` : message.text,
    to,
    cc,
    bcc,
    attachments: [...attachments, ...(newer?.attachments ?? [])],
    answersMessageId: message.answersMessageId,
    // Its key has made the message that is taken back: the next one is another.
    idempotencyKey: newUuid(),
  }
}

const paragraphs = (text: string) =>
  text
    .split('\n')
    .map((line) => `<p>${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</p>`)
    .join('')

/** The conversation's own row. What happened after the reply is left as it is. */
async function putBack(tx: Tx, thread: Thread, message: Message, undo: UndoNotes): Promise<NewEvent[]> {
  const { accountId, id: threadId } = thread
  const { rows: lines } = await sql<{ id: string }>`
    select id from message where account_id = ${accountId} and thread_id = ${threadId} and kind = 'assignment'
    order by id desc limit 1`.execute(tx)
  const isAssignmentLatest = undo.assignmentId !== null && lines[0]?.id === undo.assignmentId
  const latest = await latestWords(tx, accountId, threadId)
  await sql`
    update thread set seq = seq + 1, message_count = message_count - 1,
      attachment_count = (select count(*) from attachment a join message m on m.account_id = a.account_id and m.id = a.message_id
        where m.account_id = ${accountId} and m.thread_id = ${threadId} and not a.is_inline),
      snippet = ${latest.snippet}, snippet_by = ${latest.by},
      latest_message_at = case when latest_message_at = ${message.createdAt}::timestamptz(3)
        then ${undo.latestMessageAt}::timestamptz else latest_message_at end,
      latest_sent_at = case when latest_sent_at = ${message.createdAt}::timestamptz
        then ${undo.latestSentAt}::timestamptz else latest_sent_at end,
      waiting_since = case when latest_sent_at = ${message.createdAt}::timestamptz
        then least(waiting_since, ${undo.waitingSince}::timestamptz) else waiting_since end,
      assignee_user_id = case when ${isAssignmentLatest} then null else assignee_user_id end
    where account_id = ${accountId} and id = ${threadId}`.execute(tx)
  if (isAssignmentLatest)
    await sql`delete from message where account_id = ${accountId} and id = ${undo.assignmentId}`.execute(tx)
  const about = { accountId, threadId, userId: message.authorId }
  const itemIds = isAssignmentLatest ? [message.id, undo.assignmentId] : [message.id]
  return [
    { ...about, type: 'message.undone', payload: { itemIds } },
    ...(isAssignmentLatest
      ? [{ ...about, type: 'thread.assigned' as const, payload: { from: message.authorId, to: null } }]
      : []),
  ]
}

/** What the list shows of a conversation: the latest thing that was said in it. */
export async function latestWords(tx: Tx, accountId: string, threadId: string) {
  const { rows } = await sql<{ text: string; by: 'contact' | 'user' | 'comment'; isForward: boolean }>`
    select coalesce(b.visible_text, b.text) as text, 'forwarded' = any(m.traits) as "isForward",
      case when m.kind = 'comment' then 'comment' when m.direction = 'outgoing' then 'user' else 'contact' end as by
    from message m join message_body b on b.account_id = m.account_id and b.message_id = m.id
    where m.account_id = ${accountId} and m.thread_id = ${threadId} and m.kind in ('message', 'comment')
    order by m.id desc limit 1`.execute(tx)
  const { text = '', by = 'contact', isForward = false } = rows[0] ?? {}
  // As it was when it came (`receive-decisions.ts`), or was written here.
  return { snippet: snippetOf(by === 'contact' ? rowWords(text, { isForward }) : text), by }
}

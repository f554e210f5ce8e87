import { sql } from 'kysely'
import { invalid, Problem } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { requireAllowed } from '../inbox/access.ts'
import type { Asker } from '../inbox/asker.ts'
import { verdictOn } from '../inbox/asker.ts'
import { getDefaultChannelAccount, listChannelAccounts } from '../inbox/channel-account-store.ts'
import type { MailAddress } from '../mail/parsed-mail.ts'
import { sanitiseHtml } from '../mail/sanitise-html.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { storableJson, storableText } from '../platform/insert-rows.ts'
import { newUuid } from '../platform/uuid.ts'
import { setAssignee } from './assign-thread.ts'
import { removeDraft } from './draft-store.ts'
import { getFile } from './file-store.ts'
import { mailName, sendingRefusal } from './sending-channel.ts'
import type { SignedIds } from './signed-ids.ts'
import { snippetOf } from './snippet.ts'
import { lockThread, type Thread } from './thread-store.ts'

export type Reply = {
  text: string
  /** HTML as an editor made it; sanitised here. */
  html: string | null
  subject: string | null
  to: MailAddress[]
  cc: MailAddress[]
  bcc: MailAddress[]
  fileIds: string[]
  channelAccountId: string
  answersMessageId: string | null
}

export type Writing = {
  asker: Asker
  threadId: string
  /** Who writes: the person who asks, or whom a token writes for. */
  author: UserActor
  /** The thread's seq that the writer saw; null: do not check. */
  seenSeq: number | null
  /** The draft that this was born as is removed with it. */
  draftKey: string | null
}

/**
 * Queues a reply: one message, and one row per recipient that leaves on its own. Replying to an unassigned conversation
 * assigns it to the writer (W3). Answers the message's id.
 * @throws {Problem} `notFound`, `viewOnly`, `channelOff`, `sendingOff`, `threadMoved`, `invalid`
 */
export async function reply(tx: Tx, signedIds: SignedIds, writing: Writing, content: Reply): Promise<string> {
  const thread = await lockFor(tx, writing)
  requireNotMoved(thread, writing.seenSeq)
  const channel = (await listChannelAccounts(tx, thread.accountId)).find((one) => one.id === content.channelAccountId)
  if (!channel || channel.id !== thread.channelAccountId) {
    throw invalid('channelAccountId', `takes the channel account of this conversation, ${thread.channelAccountId}`)
  }
  const refusal = sendingRefusal(channel)
  if (refusal) throw refusal
  const recipients = readRecipients(content)
  const files = await readFiles(tx, writing.asker, content.fileIds)
  const home = await getDefaultChannelAccount(tx, thread.accountId)
  const id = newUuid()
  const assigned =
    thread.assigneeId === null ? await setAssignee(tx, thread, writing.author.userId, writing.author.userId) : thread
  const seq = assigned.seq + 1
  await insertMessage(tx, thread, {
    id,
    seq,
    kind: 'message',
    author: writing.author,
    from: { name: mailName(channel, writing.author.name), address: channel.address },
    addresses: { to: content.to, cc: content.cc, bcc: content.bcc },
    subject: content.subject?.trim() || answerSubject(thread.subject),
    internetMessageId: signedIds.messageId(thread.accountId, thread.id, id, home.address),
    answersMessageId: content.answersMessageId,
    text: content.text,
    html: content.html,
    fileIds: files,
  })
  await insertRecipients(tx, thread, id, recipients)
  await sql`
    insert into thread_participant (account_id, thread_id, address)
    select ${thread.accountId}, ${thread.id}, a from unnest(${recipients.map((one) => one.address.toLowerCase())}::text[]) as a
    on conflict do nothing`.execute(tx)
  await touchThread(tx, thread, seq, content.text, 'user', files.length)
  await appendEvents(tx, [
    {
      accountId: thread.accountId,
      type: 'message.queued',
      threadId: thread.id,
      messageId: id,
      userId: writing.author.userId,
    },
  ])
  await removeSentDraft(tx, writing, 'reply')
  return id
}

/** Adds an internal comment; it never leaves (W4). Answers its id. @throws {Problem} `notFound`, `viewOnly`, `invalid` */
export async function comment(
  tx: Tx,
  writing: Writing,
  content: { text: string; html: string | null; fileIds: string[] },
): Promise<string> {
  const thread = await lockFor(tx, writing)
  const files = await readFiles(tx, writing.asker, content.fileIds)
  const id = newUuid()
  const seq = thread.seq + 1
  await insertMessage(tx, thread, {
    id,
    seq,
    kind: 'comment',
    author: writing.author,
    from: { name: '', address: '' },
    addresses: {},
    subject: '',
    internetMessageId: null,
    answersMessageId: null,
    text: content.text,
    html: content.html,
    fileIds: files,
  })
  await touchThread(tx, thread, seq, content.text, 'comment', files.length)
  await appendEvents(tx, [
    {
      accountId: thread.accountId,
      type: 'comment.added',
      threadId: thread.id,
      messageId: id,
      userId: writing.author.userId,
    },
  ])
  await removeSentDraft(tx, writing, 'comment')
  return id
}

/** The asker must be allowed, and the person it is written for too: a token does not lend anybody a right. */
async function lockFor(tx: Tx, writing: Writing): Promise<Thread> {
  const thread = await lockThread(tx, writing.asker, writing.threadId)
  requireAllowed(verdictOn({ ...writing.asker, actor: writing.author }, 'act', thread.inboxIds))
  return thread
}

function requireNotMoved(thread: Thread, seenSeq: number | null): void {
  if (seenSeq !== null && thread.receivedSeq > seenSeq) {
    throw new Problem('threadMoved', { seq: thread.seq, receivedSeq: thread.receivedSeq, seenSeq })
  }
}

type Recipient = MailAddress & { kind: 'to' | 'cc' | 'bcc' }

function readRecipients(content: Reply): Recipient[] {
  const seen = new Set<string>()
  const kinds = ['to', 'cc', 'bcc'] as const
  const recipients = kinds.flatMap((kind) =>
    content[kind].flatMap((one): Recipient[] => {
      const key = one.address.toLowerCase()
      if (seen.has(key)) return []
      seen.add(key)
      return [{ ...one, kind }]
    }),
  )
  if (recipients.length === 0) throw invalid('recipients', 'takes at least one address')
  if (recipients.length > 100) throw invalid('recipients', 'takes at most 100 addresses')
  return recipients
}

async function readFiles(tx: Tx, asker: Asker, fileIds: readonly string[]): Promise<string[]> {
  const files = []
  for (const id of new Set(fileIds)) files.push(await getFile(tx, asker, id))
  const limitMb = 25
  const size = files.reduce((sum, file) => sum + file.size, 0)
  if (size > limitMb * 1024 * 1024)
    throw new Problem('tooLarge', { what: 'attachments', limit: `${limitMb} MB together` })
  return files.map((file) => file.id)
}

/** `Re:` stands once, whatever the languages of those before (RFC 5322 §3.6.5). */
export function answerSubject(subject: string): string {
  const bare = subject.replace(/^\s*(?:(?:re|sv|aw|antw|vs|rv|odp)(?:\[\d{1,3}\])?\s?:\s*){1,20}/i, '').trim()
  return bare === '' ? 'Re:' : `Re: ${bare}`
}

type NewMessage = {
  id: string
  seq: number
  kind: 'message' | 'comment'
  author: UserActor
  from: MailAddress
  addresses: Record<string, MailAddress[]>
  subject: string
  internetMessageId: string | null
  answersMessageId: string | null
  text: string
  html: string | null
  fileIds: readonly string[]
}

async function insertMessage(tx: Tx, thread: Thread, message: NewMessage): Promise<void> {
  await tx
    .insertInto('message')
    .values({
      account_id: thread.accountId,
      id: message.id,
      thread_id: thread.id,
      kind: message.kind,
      direction: message.kind === 'message' ? 'outgoing' : null,
      channel_account_id: message.kind === 'message' ? thread.channelAccountId : null,
      author_user_id: message.author.userId,
      from_name: storableText(message.from.name),
      from_address: message.from.address,
      addresses: storableJson(message.addresses),
      subject: storableText(message.subject),
      internet_message_id: message.internetMessageId,
      answers_message_id: message.answersMessageId,
      seq: message.seq,
      has_html: message.html !== null,
    })
    .execute()
  await tx
    .insertInto('message_body')
    .values({
      account_id: thread.accountId,
      message_id: message.id,
      text: storableText(message.text),
      html: message.html === null ? null : storableText(sanitiseHtml(message.html)),
    })
    .execute()
  if (message.fileIds.length === 0) return
  await sql`
    insert into attachment (account_id, message_id, position, file_id, name)
    select f.account_id, ${message.id}::uuid, x.position - 1, f.id, f.name
    from unnest(${message.fileIds}::bigint[]) with ordinality as x (id, position)
    join file f on f.account_id = ${thread.accountId} and f.id = x.id`.execute(tx)
}

async function insertRecipients(
  tx: Tx,
  thread: Thread,
  messageId: string,
  recipients: readonly Recipient[],
): Promise<void> {
  const rows = recipients.map((one) => ({ kind: one.kind, name: storableText(one.name), address: one.address }))
  await sql`
    insert into recipient (account_id, message_id, thread_id, kind, name, address)
    select ${thread.accountId}, ${messageId}::uuid, ${thread.id}, x.kind, x.name, x.address
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (kind text, name text, address text)`.execute(tx)
}

async function touchThread(
  tx: Tx,
  thread: Thread,
  seq: number,
  text: string,
  by: 'user' | 'comment',
  files: number,
): Promise<void> {
  await tx
    .updateTable('thread')
    .set((eb) => ({
      seq,
      latest_message_at: sql`now()`,
      snippet: snippetOf(storableText(text)),
      snippet_by: by,
      message_count: eb('message_count', '+', 1),
      attachment_count: eb('attachment_count', '+', files),
      ...(by === 'user' ? { latest_sent_at: sql<Date>`now()`, waiting_since: null } : {}),
    }))
    .where('account_id', '=', thread.accountId)
    .where('id', '=', thread.id)
    .execute()
}

async function removeSentDraft(tx: Tx, writing: Writing, kind: 'reply' | 'comment'): Promise<void> {
  if (writing.draftKey !== null) await removeDraft(tx, writing.author, writing.threadId, kind, writing.draftKey)
}

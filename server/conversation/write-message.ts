import { sql } from 'kysely'
import { mailName } from '../../shared/from-name.ts'
import { invalid, Problem } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { requireAllowed } from '../inbox/access.ts'
import { type Asker, askFor, verdictOn } from '../inbox/asker.ts'
import { type ChannelAccount, listChannelAccounts } from '../inbox/channel-account-store.ts'
import type { MailAddress } from '../mail/parsed-mail.ts'
import { sanitiseHtml } from '../mail/sanitise-html.ts'
import type { Tx } from '../platform/database.ts'
import { eventRows } from '../platform/events.ts'
import { insertTogether, type RowSet, storableJson, storableText } from '../platform/insert-rows.ts'
import { newUuid } from '../platform/uuid.ts'
import { setAssignee } from './assign-thread.ts'
import type { DueDelivery } from './delivery-store.ts'
import { removeDraft } from './draft-store.ts'
import { getFile } from './file-store.ts'
import { isChannelOf, sendingRefusal } from './sending-channel.ts'
import { ownSignature, teamSignature } from './signature.ts'
import type { SignedIds } from './signed-ids.ts'
import { snippetOf } from './snippet.ts'
import { lockThread, type Thread } from './thread-store.ts'
import { noteForUndo, type UndoNotes } from './undo-send.ts'

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
  /** So long a reply waits before it leaves, and can be taken back. */
  undoSeconds: number
  /** A machine answers in the author's name: nobody takes the conversation over by it, and it goes on waiting. */
  isAutomatic?: boolean
}

/**
 * Queues a reply: one message, and one row per recipient that leaves on its own. Replying to an unassigned conversation
 * assigns it to the writer (W3). `leasedBy`: the process that sends it as soon as it is committed; null leaves it to
 * whichever looks first.
 * @throws {Problem} `notFound`, `viewOnly`, `channelOff`, `channelRemoved`, `inboxArchived`, `sendingOff`, `threadMoved`,
 *   `invalid`
 */
export async function reply(
  tx: Tx,
  signedIds: SignedIds,
  writing: Writing,
  content: Reply,
  leasedBy: string | null,
): Promise<{ messageId: string; deliveries: DueDelivery[] }> {
  const thread = await lockFor(tx, writing)
  requireNotMoved(thread, writing.seenSeq)
  const channels = await listChannelAccounts(tx, thread.accountId)
  const channel = channels.find((one) => one.id === content.channelAccountId)
  if (!channel || !isChannelOf(thread, channel)) {
    throw invalid(
      'channelAccountId',
      `takes the channel account of this conversation, ${thread.channelAccountId}, or another of its inbox`,
    )
  }
  const refusal = sendingRefusal(channel)
  if (refusal) throw refusal
  const recipients = readRecipients(content)
  const files = await readFiles(tx, writing.asker, content.fileIds)
  const home = channels.find((one) => one.isDefault) ?? channel
  const undo =
    writing.undoSeconds > 0
      ? await noteForUndo(
          tx,
          thread,
          recipients.map((one) => one.address.toLowerCase()),
        )
      : null
  const assigned: Thread & { assignmentId?: string } =
    thread.assigneeId === null && !writing.isAutomatic
      ? await setAssignee(tx, thread, writing.author.userId, writing.author.userId)
      : thread
  const signatureHtml = writing.isAutomatic ? null : await signatureUnder(tx, thread, channel, writing.author)
  // After the line that says who took it: ids order the timeline.
  const id = newUuid()
  const deliveries = await writeDown(tx, thread, {
    id,
    seq: assigned.seq + 1,
    kind: 'message',
    channelAccountId: channel.id,
    author: writing.author,
    isAutomatic: writing.isAutomatic ?? false,
    from: {
      name: mailName(channel.fromNameMode, channel.companyName, writing.author.name),
      address: channel.sendsFrom,
    },
    addresses: { to: content.to, cc: content.cc, bcc: content.bcc },
    subject: content.subject?.trim() || (hasBegun(thread) ? answerSubject(thread.subject) : thread.subject),
    internetMessageId: signedIds.messageId(thread.accountId, thread.id, id, home.address),
    answersMessageId: content.answersMessageId,
    text: content.text,
    html: content.html,
    signatureHtml,
    fileIds: files,
    recipients,
    dueAt: undo && new Date(Date.now() + writing.undoSeconds * 1000),
    // Who opened a conversation keeps it though he takes its first mail back: nobody else knows what it is.
    undo: undo && { ...undo, assignmentId: hasBegun(thread) ? (assigned.assignmentId ?? null) : null },
    // What waits to be undone is nobody's yet.
    leasedBy: undo ? null : leasedBy,
  })
  await removeSentDraft(tx, writing, 'reply')
  return { messageId: id, deliveries: undo ? [] : deliveries }
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
  await writeDown(tx, thread, {
    id,
    seq,
    kind: 'comment',
    channelAccountId: null,
    author: writing.author,
    isAutomatic: false,
    from: { name: '', address: '' },
    addresses: {},
    subject: '',
    internetMessageId: null,
    answersMessageId: null,
    text: content.text,
    html: content.html,
    signatureHtml: null,
    fileIds: files,
    recipients: [],
    dueAt: null,
    undo: null,
    leasedBy: null,
  })
  await removeSentDraft(tx, writing, 'comment')
  return id
}

/** The asker must be allowed, and the person it is written for too: a token does not lend anybody a right. */
async function lockFor(tx: Tx, writing: Writing): Promise<Thread> {
  const thread = await lockThread(tx, writing.asker, writing.threadId)
  requireAllowed(verdictOn(await askFor(tx, writing.asker, writing.author), 'act', thread.inboxIds))
  return thread
}

function requireNotMoved(thread: Thread, seenSeq: number | null): void {
  if (seenSeq !== null && thread.receivedSeq > seenSeq) {
    throw new Problem('threadMoved', { seq: thread.seq, receivedSeq: thread.receivedSeq, seenSeq })
  }
}

/** The team's, for mail from the inbox; who opens a conversation, from a contact's record, writes under his own (S20). */
const signatureUnder = (tx: Tx, thread: Thread, channel: ChannelAccount, author: UserActor) =>
  hasBegun(thread) ? teamSignature(tx, channel, author.name) : ownSignature(tx, author)

/** Whether anything was said in it; not where its first mail was taken back. */
const hasBegun = (thread: Thread) => thread.latestReceivedAt !== null || thread.latestSentAt !== null

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
  channelAccountId: string | null
  author: UserActor
  isAutomatic: boolean
  from: MailAddress
  addresses: Record<string, MailAddress[]>
  subject: string
  internetMessageId: string | null
  answersMessageId: string | null
  text: string
  html: string | null
  signatureHtml: string | null
  fileIds: readonly string[]
  recipients: readonly Recipient[]
  /** null: at once */
  dueAt: Date | null
  undo: UndoNotes | null
  leasedBy: string | null
}

/** The message with all that hangs on it, in one round trip. Answers what is to leave. */
async function writeDown(tx: Tx, thread: Thread, message: NewMessage): Promise<DueDelivery[]> {
  const event = {
    accountId: thread.accountId,
    type: message.kind === 'message' ? ('message.queued' as const) : ('comment.added' as const),
    threadId: thread.id,
    messageId: message.id,
    userId: message.author.userId,
  }
  const queued = await insertTogether<{ id: string; address: string; first_due_at: Date }>(
    tx,
    [messageRow(thread, message), bodyRow(thread, message), recipientRows(thread, message), eventRows(tx, [event])],
    [
      attachFiles(thread, message),
      addParticipants(
        thread,
        message.recipients.map((one) => one.address.toLowerCase()),
      ),
      touchThread(thread, message),
    ],
  )
  return queued.map(({ first_due_at, ...one }) => ({
    ...one,
    accountId: thread.accountId,
    messageId: message.id,
    notice: null,
    loginId: null,
    loginChange: null,
    loginChangedFrom: null,
    invitationId: null,
    aboutThreadId: null,
    fromAddressId: null,
    attempts: 0,
    firstDueAt: first_due_at,
    leasedBy: message.leasedBy ?? '',
  }))
}

function messageRow(thread: Thread, message: NewMessage): RowSet {
  const leaves = message.kind === 'message'
  return {
    table: 'message',
    columns: {
      account_id: 'bigint',
      id: 'uuid',
      thread_id: 'bigint',
      kind: 'text',
      direction: 'text',
      channel_account_id: 'bigint',
      author_user_id: 'bigint',
      from_name: 'text',
      from_address: 'text',
      addresses: 'jsonb',
      subject: 'text',
      internet_message_id: 'text',
      answers_message_id: 'uuid',
      seq: 'integer',
      has_html: 'boolean',
      traits: 'text[]',
      undo: 'jsonb',
    },
    rows: [
      {
        account_id: thread.accountId,
        id: message.id,
        thread_id: thread.id,
        kind: message.kind,
        direction: leaves ? 'outgoing' : null,
        channel_account_id: message.channelAccountId,
        author_user_id: message.author.userId,
        from_name: storableText(message.from.name),
        from_address: message.from.address,
        addresses: JSON.parse(storableJson(message.addresses)) as unknown,
        subject: storableText(message.subject),
        internet_message_id: message.internetMessageId,
        answers_message_id: message.answersMessageId,
        seq: message.seq,
        has_html: message.html !== null,
        traits: message.isAutomatic ? ['autoReply'] : [],
        undo: message.undo,
      },
    ],
  }
}

const bodyRow = (thread: Thread, message: NewMessage): RowSet => ({
  table: 'message_body',
  columns: { account_id: 'bigint', message_id: 'uuid', text: 'text', html: 'text', signature_html: 'text' },
  rows: [
    {
      account_id: thread.accountId,
      message_id: message.id,
      text: storableText(message.text),
      html: message.html === null ? null : storableText(sanitiseHtml(message.html)),
      signature_html: message.signatureHtml,
    },
  ],
})

const recipientRows = (thread: Thread, { id, recipients, dueAt, leasedBy }: NewMessage): RowSet => ({
  table: 'recipient',
  columns: {
    account_id: 'bigint',
    message_id: 'uuid',
    thread_id: 'bigint',
    kind: 'text',
    name: 'text',
    address: 'text',
    leased_by: 'uuid',
    // At once is the database's own now: another clock could be ahead of it.
    ...(dueAt ? { due_at: 'timestamptz', first_due_at: 'timestamptz' } : {}),
  },
  returning: ['id', 'address', 'first_due_at'],
  rows: recipients.map((one) => ({
    account_id: thread.accountId,
    message_id: id,
    thread_id: thread.id,
    kind: one.kind,
    name: storableText(one.name),
    address: one.address,
    leased_by: leasedBy,
    ...(dueAt ? { due_at: dueAt, first_due_at: dueAt } : {}),
  })),
})

const attachFiles = (thread: Thread, message: NewMessage) => sql`
  insert into attachment (account_id, message_id, position, file_id, name)
  select f.account_id, ${message.id}::uuid, x.position - 1, f.id, f.name
  from unnest(${message.fileIds}::bigint[]) with ordinality as x (id, position)
  join file f on f.account_id = ${thread.accountId} and f.id = x.id`

const addParticipants = (thread: Thread, addresses: readonly string[]) => sql`
  insert into thread_participant (account_id, thread_id, address)
  select ${thread.accountId}::bigint, ${thread.id}::bigint, a from unnest(${addresses}::text[]) as a
  on conflict do nothing`

/** Lists show it as the latest; one that leaves is the answer that was waited for. */
function touchThread(thread: Thread, { seq, text, kind, fileIds, isAutomatic }: NewMessage) {
  const answered = isAutomatic ? sql`` : sql`, latest_sent_at = now(), waiting_since = null`
  return sql`
  update thread set seq = ${seq}, latest_message_at = now(), snippet = ${snippetOf(storableText(text))},
    snippet_by = ${kind === 'message' ? 'user' : 'comment'}, message_count = message_count + 1,
    attachment_count = attachment_count + ${fileIds.length} ${kind === 'message' ? answered : sql``}
  where account_id = ${thread.accountId} and id = ${thread.id}`
}

async function removeSentDraft(tx: Tx, writing: Writing, kind: 'reply' | 'comment'): Promise<void> {
  if (writing.draftKey !== null) await removeDraft(tx, writing.author, writing.threadId, kind, writing.draftKey)
}

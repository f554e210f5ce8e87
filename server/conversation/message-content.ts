import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Asker } from '../inbox/asker.ts'
import type { Db } from '../platform/database.ts'
import { getThread } from './thread-store.ts'

export type MessageContent = {
  id: string
  threadId: string
  direction: 'incoming' | 'outgoing' | null
  text: string
  visibleText: string | null
  html: string | null
  isForwarded: boolean
  /** The style sheets of `html`, sanitised: for the frame alone. */
  style: string
  channelAccountId: string | null
  channelId: number | null
  answersMessageId: string | null
  arrivalId: string | null
}

/** Bodies and channels of messages. The caller has asked whether their thread may be seen. */
export async function listContents(
  db: Db,
  accountId: string,
  messageIds: readonly string[],
): Promise<MessageContent[]> {
  const { rows } = await sql<MessageContent>`
    select m.id, m.thread_id as "threadId", m.direction, coalesce(b.text, '') as text, b.visible_text as "visibleText",
      b.html, coalesce(b.style, '') as style, 'forwarded' = any(m.traits) as "isForwarded",
      m.channel_account_id as "channelAccountId", c.channel_id as "channelId",
      m.answers_message_id as "answersMessageId", m.arrival_id as "arrivalId"
    from message m
    left join message_body b on b.account_id = m.account_id and b.message_id = m.id
    left join channel_account c on c.account_id = m.account_id and c.id = m.channel_account_id
    where m.account_id = ${accountId} and m.id = any(${messageIds}::uuid[])`.execute(db)
  return rows
}

/** A message of a thread that the asker may see, wherever it is. @throws {Problem} `notFound` */
export async function getContent(db: Db, asker: Asker, messageId: string): Promise<MessageContent> {
  const [content] = /^[0-9a-f-]{36}$/i.test(messageId) ? await listContents(db, asker.actor.accountId, [messageId]) : []
  if (!content) throw new Problem('notFound')
  await getThread(db, asker, content.threadId).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'notFound')
      return getThread(db, asker, content.threadId, { isArchived: true })
    throw error
  })
  return content
}

/** A mail's HTML for programs: no picture is fetched from anywhere, and none of its own is named by its cid. */
export const withoutPictures = (html: string) => html.replace(/ data-(?:remote|cid|background)="[^"]*"/g, '')

import { sql } from 'kysely'
import { isAutomatic, type MailTrait } from '../../shared/mail-traits.ts'
import { isRefuted, type Sender } from '../conversation/sender-truth.ts'
import type { Reaction } from '../platform/consumer.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents, type EventType, type StoredEvent } from '../platform/events.ts'
import { listTicketAccounts, loadTicketDefaults, type TicketDefaults } from './ticket-defaults.ts'
import { ticketName } from './ticket-name.ts'

/**
 * A conversation that opens on a channel with tickets makes one (S28), and the ticket follows it (S29): its owner until
 * somebody chooses another, its inbox, and the conversation that it is joined into.
 */
export const ticketReaction: Reaction = {
  name: 'ticket',
  // Who reacts to mail follows `message.checked`: until then nobody knows whether its sender is who he says.
  types: ['message.checked', 'thread.assigned', 'thread.moved', 'thread.joined'],
  async react(tx, events) {
    const checked = events.filter(({ type }) => type === 'message.checked')
    // One look for a whole batch: most mail is of accounts that make none.
    const making = await listTicketAccounts(tx, [...new Set(checked.map(({ accountId }) => accountId))])
    for (const event of events)
      if (event.type !== 'message.checked' || making.has(event.accountId)) await reactTo(tx, event)
  },
}

async function reactTo(tx: Tx, event: StoredEvent): Promise<void> {
  if (event.threadId === null) return
  if (event.type === 'message.checked') return makeTicket(tx, event.accountId, event.messageId)
  if (event.type === 'thread.joined') await bringTickets(tx, event.accountId, event.threadId, event.payload)
  await followThread(tx, event.accountId, event.threadId)
}

type FirstMessage = {
  threadId: string
  inboxId: string
  channelId: string
  contactId: string
  subject: string
  /** the account's: all who work in it read the ticket's name */
  language: 'en' | 'nb'
  assigneeId: string | null
  /** null too where a forwarder alone says who the contact is (abuse-11) */
  contactOwnerId: string | null
  sender: Sender | null
  traits: MailTrait[]
}

async function makeTicket(tx: Tx, accountId: string, messageId: string | null): Promise<void> {
  const first = await lockFirstMessage(tx, accountId, messageId)
  if (!first || isAutomatic(first.traits) || isRefuted(first)) return
  const defaults = (await loadTicketDefaults(tx, accountId, [first.channelId])).get(first.channelId)
  if (!defaults?.isOn) return
  const { threadId, inboxId, contactId } = first
  const { rows } = await sql<{ id: string }>`
    with counted as (
      insert into ticket_counter as c (account_id, last_number) values (${accountId}, 1)
      on conflict (account_id) do update set last_number = c.last_number + 1
      returning last_number
    ), made as (
      insert into ticket (account_id, number, subject, pipeline_id, stage_id, priority, category, owner_user_id,
        owner_follows, inbox_id, closed_at)
      select ${accountId}, last_number, ${ticketName(defaults.name, first)}, s.pipeline_id, s.id, ${defaults.priority},
        ${defaults.category}, (select id from "user" where account_id = ${accountId} and is_active
          and id = ${ownerOf(defaults, first)}),
        ${defaults.owner === 'conversation'}, ${inboxId}, case when s.is_closed then now() end
      from counted, stage s
      where s.account_id = ${accountId} and s.pipeline_id = ${defaults.pipelineId} and s.id = ${defaults.stageId}
      returning id
    ), of_thread as (
      insert into ticket_thread (account_id, ticket_id, thread_id, is_automatic)
      select ${accountId}, id, ${threadId}, true from made
    ), of_contact as (
      insert into ticket_contact (account_id, ticket_id, contact_id) select ${accountId}, id, ${contactId} from made
    )
    select id from made`.execute(tx)
  await tell(tx, accountId, threadId, 'ticket.created', rows)
}

/**
 * The message where a person's words opened the conversation, which is locked: it has made no ticket. Null for a later
 * message, and where the conversation is spam, an example, in the trash or joined into another.
 */
async function lockFirstMessage(tx: Tx, accountId: string, messageId: string | null): Promise<FirstMessage | null> {
  const { rows } = await sql<FirstMessage>`
    select t.id as "threadId", t.inbox_id as "inboxId", t.channel_account_id as "channelId", t.contact_id as "contactId",
      t.subject, a.language, t.assignee_user_id as "assigneeId",
      case when not t.is_contact_stated then c.owner_user_id end as "contactOwnerId", m.sender, m.traits
    from message m
    join account a on a.id = m.account_id
    join thread t on t.account_id = m.account_id and t.id = m.thread_id
    join contact c on c.account_id = t.account_id and c.id = t.contact_id
    where m.account_id = ${accountId} and m.id = ${messageId} and m.kind = 'message' and m.direction = 'incoming'
      and not t.is_spam and not t.is_example and t.archived_at is null and t.joined_into_id is null
      and not exists (select from message o where o.account_id = t.account_id and o.thread_id = t.id
        and o.kind = 'message' and o.id < m.id)
      and not exists (select from ticket_thread tt where tt.account_id = t.account_id and tt.thread_id = t.id
        and tt.is_automatic)
    for no key update of t`.execute(tx)
  return rows[0] ?? null
}

function ownerOf({ owner }: TicketDefaults, { assigneeId, contactOwnerId }: FirstMessage): string | null {
  if (owner === 'conversation') return assigneeId
  if (owner === 'contact-owner') return contactOwnerId
  return owner === 'none' ? null : owner
}

/** The tickets of a conversation that was joined into this one are this one's too. */
async function bringTickets(
  tx: Tx,
  accountId: string,
  threadId: string,
  { joinedThreadId }: StoredEvent['payload'],
): Promise<void> {
  await sql`
    insert into ticket_thread (account_id, ticket_id, thread_id, is_automatic)
    select account_id, ticket_id, ${threadId}, false from ticket_thread
    where account_id = ${accountId} and thread_id = ${String(joinedThreadId)}
    on conflict do nothing`.execute(tx)
}

/** As the conversation is now, whichever event tells of it. */
async function followThread(tx: Tx, accountId: string, threadId: string): Promise<void> {
  const { rows } = await sql<{ id: string; fromInboxId: string }>`
    update ticket k set inbox_id = t.inbox_id,
      owner_user_id = case when k.owner_follows then t.assignee_user_id else k.owner_user_id end
    from ticket_thread tt
    join ticket was on was.account_id = tt.account_id and was.id = tt.ticket_id
    join thread t on t.account_id = tt.account_id and t.id = tt.thread_id and t.joined_into_id is null
    where tt.account_id = ${accountId} and tt.thread_id = ${threadId} and k.account_id = tt.account_id
      and k.id = tt.ticket_id
      and (k.inbox_id <> t.inbox_id or k.owner_follows and k.owner_user_id is distinct from t.assignee_user_id)
    returning k.id, was.inbox_id as "fromInboxId"`.execute(tx)
  await tell(tx, accountId, threadId, 'ticket.changed', rows)
}

/** `fromInboxId`: whoever saw it there learns that it may have left. */
async function tell(
  tx: Tx,
  accountId: string,
  threadId: string,
  type: EventType,
  tickets: readonly { id: string; fromInboxId?: string }[],
): Promise<void> {
  await appendEvents(
    tx,
    tickets.map(({ id, fromInboxId }) => ({
      accountId,
      type,
      threadId,
      payload: { ticketId: id, ...(fromInboxId === undefined ? {} : { fromInboxId }) },
    })),
  )
}

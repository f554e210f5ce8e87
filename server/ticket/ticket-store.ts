import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { ChangeTicket as ChangeTicketSchema, Ticket as TicketSchema } from '../../shared/api/ticket.ts'
import { invalid, Problem } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { listAssignable } from '../conversation/assign-thread.ts'
import { requireAllowed } from '../inbox/access.ts'
import { type Asker, verdictOn, visibleInboxIds } from '../inbox/asker.ts'
import type { Database, Db, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { requireStage } from './pipeline-store.ts'
import { readTicketName } from './ticket-defaults.ts'

export type Ticket = Static<typeof TicketSchema>
export type TicketState = 'open' | 'closed' | 'mine' | 'all'
export type TicketQuery = { state: TicketState; contactId: string | null; limit: number; after: string | null }

type Row = Omit<Ticket, 'createdAt' | 'closedAt'> & { createdAt: Date; closedAt: Date | null }

const selectTickets = sql`
  select k.id, k.number, k.subject, k.inbox_id as "inboxId", k.pipeline_id as "pipelineId", k.stage_id as "stageId",
    s.label as stage, k.priority, k.category, k.owner_user_id as "ownerId", k.owner_follows as "ownerFollows",
    k.created_at as "createdAt", k.closed_at as "closedAt", (
      select jsonb_build_object('id', c.id::text, 'name', coalesce(nullif(c.name, ''), c.email, ''))
      from ticket_contact kc join contact c on c.account_id = kc.account_id and c.id = kc.contact_id
      where kc.account_id = k.account_id and kc.ticket_id = k.id order by c.id limit 1
    ) as contact, (
      select t.id from ticket_thread kt join thread t on t.account_id = kt.account_id and t.id = kt.thread_id
      where kt.account_id = k.account_id and kt.ticket_id = k.id and t.joined_into_id is null and t.archived_at is null
      order by t.id limit 1
    ) as "threadId"
  from ticket k
  join stage s on s.account_id = k.account_id and s.pipeline_id = k.pipeline_id and s.id = k.stage_id`

const present = (row: Row): Ticket => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  closedAt: row.closedAt?.toISOString() ?? null,
})

/**
 * Newest first, of the inboxes that the asker may see; of everybody, or of one contact. `after`: the last id of the page
 * before.
 */
export async function listTickets(
  db: Db,
  asker: Asker & { actor: UserActor },
  { state, contactId, limit, after }: TicketQuery,
): Promise<{ results: Ticket[]; next: string | null }> {
  const { accountId, userId } = asker.actor
  const isIn = {
    open: sql`k.closed_at is null`,
    closed: sql`k.closed_at is not null`,
    mine: sql`k.closed_at is null and k.owner_user_id = ${userId}`,
    all: sql`true`,
  }[state]
  const isOnPage = after === null ? isIn : sql`${isIn} and k.id < ${after}`
  const visible = visibleInboxIds(asker)
  // Inbox by inbox: a page is read along the index, however many tickets the others have. One contact has few.
  const places =
    contactId === null
      ? sql`unnest(${visible}::bigint[]) as i (id)
        cross join lateral (
          select k.id from ticket k where k.account_id = ${accountId} and k.inbox_id = i.id and ${isOnPage}
          order by k.id desc limit ${limit + 1}
        ) k`
      : sql`ticket_contact kc join ticket k on k.account_id = kc.account_id and k.id = kc.ticket_id
        where kc.account_id = ${accountId} and kc.contact_id = ${contactId}
          and k.inbox_id = any(${visible}::bigint[]) and ${isOnPage}`
  const { rows } = await sql<Row>`
    with page as (select k.id from ${places} order by k.id desc limit ${limit + 1})
    ${selectTickets} where k.account_id = ${accountId} and k.id in (select id from page) order by k.id desc`.execute(db)
  const results = rows.slice(0, limit).map(present)
  return { results, next: rows.length > limit ? (results.at(-1)?.id ?? null) : null }
}

/** The tickets of a conversation that the asker may see, oldest first. */
export async function listTicketsOf(db: Db, asker: Asker, threadId: string): Promise<Ticket[]> {
  const { rows } = await sql<Row>`${selectTickets}
    join ticket_thread of_thread on of_thread.account_id = k.account_id and of_thread.ticket_id = k.id
    where k.account_id = ${asker.actor.accountId} and of_thread.thread_id = ${threadId}
      and k.inbox_id = any(${visibleInboxIds(asker)}::bigint[]) order by k.id`.execute(db)
  return rows.map(present)
}

/** @throws {Problem} `notFound`, also for one of an inbox that the asker may not see */
export async function getTicket(db: Db | Tx, asker: Asker, id: string): Promise<Ticket> {
  const { rows } = await sql<Row>`${selectTickets}
    where k.account_id = ${asker.actor.accountId} and k.id = ${id}`.execute(db)
  const row = rows[0]
  if (!row) throw new Problem('notFound')
  requireAllowed(verdictOn(asker, 'see', [row.inboxId]))
  return present(row)
}

/**
 * Changes what a person changes of a ticket by hand. A chosen owner stays, whoever the conversation is given to.
 * @throws {Problem} `notFound`, `viewOnly`, `invalid`
 */
export async function changeTicket(
  database: Database,
  asker: Asker & { actor: UserActor },
  id: string,
  change: Static<typeof ChangeTicketSchema>,
): Promise<Ticket> {
  const { accountId, userId } = asker.actor
  await database.transaction(async (tx) => {
    await sql`select from ticket where account_id = ${accountId} and id = ${id} for no key update`.execute(tx)
    const before = await getTicket(tx, asker, id)
    requireAllowed(verdictOn(asker, 'act', [before.inboxId]))
    const subject = change.subject === undefined ? before.subject : readTicketName('subject', change.subject)
    const after = { ...before, ...change, subject, ownerFollows: before.ownerFollows && change.ownerId === undefined }
    const stage = await requireStage(tx, accountId, after)
    if (after.ownerId !== null && after.ownerId !== before.ownerId)
      await requireOwner(tx, before, accountId, after.ownerId)
    if (JSON.stringify(after) === JSON.stringify(before)) return
    await sql`
      update ticket set subject = ${after.subject}, stage_id = ${after.stageId}, priority = ${after.priority},
        category = ${after.category}, owner_user_id = ${after.ownerId}, owner_follows = ${after.ownerFollows},
        closed_at = case when ${stage.isClosed} then coalesce(closed_at, now()) end
      where account_id = ${accountId} and id = ${id}`.execute(tx)
    await appendEvents(tx, [
      { accountId, type: 'ticket.changed', userId, threadId: before.threadId, payload: { ticketId: id } },
    ])
  })
  return getTicket(database.db, asker, id)
}

async function requireOwner(tx: Tx, { inboxId }: Ticket, accountId: string, ownerId: string): Promise<void> {
  const assignable = await listAssignable(tx, accountId, [inboxId])
  if (!assignable.some((user) => user.id === ownerId))
    throw invalid('ownerId', 'takes an active user who may act in the inbox of this ticket')
}

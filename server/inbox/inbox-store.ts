import { type RawBuilder, sql } from 'kysely'
import { isBeyondPlan, type Plan } from '../../shared/plans.ts'
import type { Db, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import type { InboxFacts } from './access.ts'

export type Inbox = InboxFacts & {
  isDefault: boolean
  createdAt: Date
  updatedAt: Date
  archivedAt: Date | null
  /** 0 for the one that every plan keeps, the default; null while it is archived and takes no room */
  placeInPlan: number | null
}

/** All inboxes of an account with who was chosen for each: the facts that `can()` decides over. Ordered by id. */
export function listInboxes(db: Db | Tx, accountId: string): Promise<Inbox[]> {
  return selectInboxes(db, accountId, { ofInboxes: sql``, chosen: sql`true` })
}

/**
 * Likewise as far as one person's rights need it: of those chosen only he and his teams. `can()` answers the same for
 * him, and a request of his costs the same whether ten others were chosen or ten thousand.
 */
export function listInboxesFor(
  db: Db | Tx,
  accountId: string,
  person: { userId: string; teamIds: ReadonlySet<string> },
): Promise<Inbox[]> {
  return selectInboxes(db, accountId, {
    ofInboxes: sql``,
    chosen: sql`x.user_id = ${person.userId} or x.team_id = any(${[...person.teamIds]}::bigint[])`,
  })
}

/** Likewise these inboxes alone, with everybody who was chosen. */
export function getInboxes(db: Db | Tx, accountId: string, inboxIds: readonly string[]): Promise<Inbox[]> {
  return selectInboxes(db, accountId, { ofInboxes: sql`and i.id = any(${inboxIds}::bigint[])`, chosen: sql`true` })
}

type Row = Omit<Inbox, 'userIds' | 'teamIds' | 'isArchived' | 'isBeyondPlan'> & {
  plan: Plan
  userIds: string[]
  teamIds: string[]
}

async function selectInboxes(
  db: Db | Tx,
  accountId: string,
  { ofInboxes, chosen }: { ofInboxes: RawBuilder<unknown>; chosen: RawBuilder<unknown> },
): Promise<Inbox[]> {
  const { rows } = await sql<Row>`
    select i.id, i.name, i.access, i.is_default as "isDefault", i.created_at as "createdAt",
      i.updated_at as "updatedAt", i.archived_at as "archivedAt",
      (select plan from account where id = ${accountId}) as plan, p.place::int as "placeInPlan",
      coalesce(array_agg(x.user_id) filter (where x.user_id is not null), '{}') as "userIds",
      coalesce(array_agg(x.team_id) filter (where x.team_id is not null), '{}') as "teamIds"
    from inbox i
    left join inbox_access x on x.account_id = i.account_id and x.inbox_id = i.id and (${chosen})
    left join (
      select id, row_number() over (order by is_default desc, id) - 1 as place
      from inbox where account_id = ${accountId} and archived_at is null
    ) p on p.id = i.id
    where i.account_id = ${accountId} ${ofInboxes}
    group by i.account_id, i.id, p.place
    order by i.id`.execute(db)
  return rows.map(({ plan, ...row }) => ({
    ...row,
    userIds: new Set(row.userIds),
    teamIds: new Set(row.teamIds),
    isArchived: row.archivedAt !== null,
    isBeyondPlan: isBeyondPlan(plan, row.placeInPlan),
  }))
}

export async function insertInbox(
  tx: Tx,
  {
    accountId,
    name,
    isDefault,
    access = 'everyone',
  }: {
    accountId: string
    name: string
    isDefault: boolean
    access?: Inbox['access']
  },
): Promise<string> {
  const { id } = await tx
    .insertInto('inbox')
    .values({ account_id: accountId, name, is_default: isDefault, access })
    .returning('id')
    .executeTakeFirstOrThrow()
  await appendEvents(tx, [{ accountId, type: 'inbox.created', inboxId: id }])
  return id
}

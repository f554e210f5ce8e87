import { sql } from 'kysely'
import { type Asker, visibleInboxIds } from '../inbox/asker.ts'
import type { Db } from '../platform/database.ts'

export type Counts = { open: number; mine: number; unassigned: number; closed: number; needsYou: number }
export type Counters = { all: Counts; inboxes: Record<string, Counts> }

/** One cell of the cube: how many threads in this state the same set of inboxes shows. */
export type CountCell = {
  inboxIds: string[]
  status: 'open' | 'closed'
  /** '0': nobody */
  assigneeId: string
  isWaiting: boolean
  threads: number
}

/**
 * The cube of an account: folded counts and the deltas since. Its size is that of people and inboxes, not of threads.
 * `inboxIds`: only of threads that one of these shows.
 */
export async function loadCountCells(db: Db, accountId: string, inboxIds?: readonly string[]): Promise<CountCell[]> {
  // Ids of inboxes are no other account's, and `offset 0` has them looked up first: with the account first, whose rows
  // the planner takes for few, all of them are read.
  const counts = inboxIds
    ? sql`(select * from thread_count where inbox_ids && ${inboxIds}::bigint[] offset 0) n`
    : sql`thread_count`
  const deltas = inboxIds ? sql`and inbox_ids && ${inboxIds}::bigint[]` : sql``
  const { rows } = await sql<CountCell>`
    select inbox_ids as "inboxIds", status, assignee_user_id as "assigneeId", is_waiting as "isWaiting",
      sum(threads)::int as threads
    from (
      select inbox_ids, status, assignee_user_id, is_waiting, threads from ${counts} where account_id = ${accountId}
      union all
      select inbox_ids, status, assignee_user_id, is_waiting, threads from thread_count_delta
        where account_id = ${accountId} ${deltas}
    ) c
    group by 1, 2, 3, 4
    having sum(threads) <> 0`.execute(db)
  return rows
}

/** Cells by each inbox that shows their threads. */
export type CountCube = ReadonlyMap<string, readonly CountCell[]>

/** Cells made ready for many `countersFor`: each then looks at the cells of its own inboxes alone. */
export function cubeOf(cells: readonly CountCell[]): CountCube {
  const cube = new Map<string, CountCell[]>()
  for (const cell of cells) {
    for (const id of cell.inboxIds) {
      const ofInbox = cube.get(id)
      if (ofInbox) ofInbox.push(cell)
      else cube.set(id, [cell])
    }
  }
  return cube
}

/** What one person's views show: each thread counts once in `all`, and once in each inbox that shows it. Pure. */
export function countersFor(asker: Asker, cube: CountCube): Counters {
  const userId = asker.actor.kind === 'user' ? asker.actor.userId : '0'
  const visible = new Set(visibleInboxIds(asker))
  const counters: Counters = { all: zero(), inboxes: {} }
  for (const id of visible) {
    const counts = zero()
    counters.inboxes[id] = counts
    for (const cell of cube.get(id) ?? []) {
      count(counts, cell, userId)
      if (id === cell.inboxIds.find((one) => visible.has(one))) count(counters.all, cell, userId)
    }
  }
  return counters
}

const zero = (): Counts => ({ open: 0, mine: 0, unassigned: 0, closed: 0, needsYou: 0 })

function count(counts: Counts, cell: CountCell, userId: string): void {
  if (cell.status === 'closed') {
    counts.closed += cell.threads
    return
  }
  const isMine = cell.assigneeId === userId && userId !== '0'
  counts.open += cell.threads
  if (isMine) counts.mine += cell.threads
  if (cell.assigneeId === '0') counts.unassigned += cell.threads
  if (cell.assigneeId === '0' || (isMine && cell.isWaiting)) counts.needsYou += cell.threads
}

/** How many open threads each person has, in all that the asker sees and per inbox. Pure. */
export function openOfAssignees(
  asker: Asker,
  cells: readonly CountCell[],
): Map<string, { all: number; inboxes: Record<string, number> }> {
  const visible = new Set(visibleInboxIds(asker))
  const open = new Map<string, { all: number; inboxes: Record<string, number> }>()
  for (const { inboxIds, status, assigneeId, threads } of cells) {
    const shownIn = inboxIds.filter((id) => visible.has(id))
    if (status === 'closed' || assigneeId === '0' || shownIn.length === 0) continue
    const ofPerson = open.get(assigneeId) ?? { all: 0, inboxes: {} }
    ofPerson.all += threads
    for (const id of shownIn) ofPerson.inboxes[id] = (ofPerson.inboxes[id] ?? 0) + threads
    open.set(assigneeId, ofPerson)
  }
  return open
}

/** Adds the deltas of changes to the cube, a bounded number at a time. Answers how many were folded. */
export async function foldCounts(db: Db, limit = 5000): Promise<number> {
  const { rows } = await sql<{ folded: number }>`
    with taken as (
      delete from thread_count_delta d using (
        select account_id, id from thread_count_delta order by account_id, id limit ${limit} for update skip locked
      ) x
      where d.account_id = x.account_id and d.id = x.id
      returning d.*
    ), folded as (
      insert into thread_count as c (account_id, inbox_ids, status, assignee_user_id, is_waiting, threads)
      select account_id, inbox_ids, status, assignee_user_id, is_waiting, sum(threads) from taken
      group by 1, 2, 3, 4, 5
      on conflict (account_id, inbox_ids, status, assignee_user_id, is_waiting)
        do update set threads = c.threads + excluded.threads
      returning 1
    )
    select count(*)::int as folded from taken`.execute(db)
  await sql`delete from thread_count where threads = 0`.execute(db)
  return rows[0]?.folded ?? 0
}

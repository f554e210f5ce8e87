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

/** The cube of an account: folded counts and the deltas since. Its size is that of people and inboxes, not of threads. */
export async function loadCountCells(db: Db, accountId: string): Promise<CountCell[]> {
  const { rows } = await sql<CountCell>`
    select inbox_ids as "inboxIds", status, assignee_user_id as "assigneeId", is_waiting as "isWaiting",
      sum(threads)::int as threads
    from (
      select inbox_ids, status, assignee_user_id, is_waiting, threads from thread_count where account_id = ${accountId}
      union all
      select inbox_ids, status, assignee_user_id, is_waiting, threads from thread_count_delta where account_id = ${accountId}
    ) c
    group by 1, 2, 3, 4
    having sum(threads) <> 0`.execute(db)
  return rows
}

/** What one person's views show: each thread counts once in `all`, and once in each inbox that shows it. Pure. */
export function countersFor(asker: Asker, cells: readonly CountCell[]): Counters {
  const userId = asker.actor.kind === 'user' ? asker.actor.userId : '0'
  const visible = visibleInboxIds(asker)
  const counters: Counters = { all: zero(), inboxes: Object.fromEntries(visible.map((id) => [id, zero()])) }
  for (const cell of cells) {
    const shownIn = cell.inboxIds.flatMap((id) => counters.inboxes[id] ?? [])
    if (shownIn.length === 0) continue
    for (const counts of [counters.all, ...shownIn]) count(counts, cell, userId)
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

import type { InfiniteData } from '@tanstack/react-query'
import type { ListFilter } from './queries.ts'
import type { Counters, MyThreadRow, ThreadPage, ThreadRow, ThreadView, ViewCounts } from './types.ts'

/** The loaded part of one list: pages newest first, the last of which tells whether more follow. Pure; nothing is mutated. */
export type ThreadList = InfiniteData<ThreadPage, unknown>

/** Whether a list shows a conversation: the same rule that the server's query has. */
export function rowBelongsTo(filter: ListFilter, userId: string, row: ThreadRow): boolean {
  if (filter.inboxId !== null && !row.inboxIds.includes(filter.inboxId)) return false
  return viewsOf(row, userId).includes(filter.view)
}

/** Order of the lists: the newest message first; among equals the higher id. */
export function compareRows(a: ThreadRow, b: ThreadRow): number {
  if (a.latestMessageAt !== b.latestMessageAt) return a.latestMessageAt < b.latestMessageAt ? 1 : -1
  return b.id.length - a.id.length || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}

/** All loaded rows of a list, newest first, each once. */
export function rowsOf(list: ThreadList | undefined): MyThreadRow[] {
  const seen = new Set<string>()
  return (list?.pages ?? []).flatMap((page) => page.results).filter((row) => !seen.has(row.id) && seen.add(row.id))
}

/**
 * The list with the row in its place, or without it where it does not belong. A row that sorts below what is loaded is
 * left to the next page, unless it was loaded before and did not sink.
 */
export function placeRow(list: ThreadList, row: MyThreadRow, belongs: boolean): ThreadList {
  const known = rowsOf(list).find((other) => other.id === row.id)
  const rest = known ? withoutRow(list, row.id) : list
  if (!belongs) return rest
  for (const [at, page] of rest.pages.entries()) {
    const before = page.results.findIndex((other) => compareRows(row, other) < 0)
    if (before >= 0) return withResults(rest, at, page.results.toSpliced(before, 0, row))
  }
  const lastAt = rest.pages.length - 1
  const last = rest.pages[lastAt]
  const isWithinLoaded = !last?.paging?.next || (known && compareRows(row, known) <= 0)
  return last && isWithinLoaded ? withResults(rest, lastAt, [...last.results, row]) : rest
}

export function withoutRow(list: ThreadList, threadId: string): ThreadList {
  return changeRow(list, threadId, () => null)
}

/** The list with one row changed where it stands, or taken out where `change` says null. The same list if it is not in it. */
export function changeRow(
  list: ThreadList,
  threadId: string,
  change: (row: MyThreadRow) => MyThreadRow | null,
): ThreadList {
  let isChanged = false
  const pages = list.pages.map((page) => {
    if (!page.results.some((row) => row.id === threadId)) return page
    isChanged = true
    return { ...page, results: page.results.flatMap((row) => (row.id === threadId ? (change(row) ?? []) : row)) }
  })
  return isChanged ? { ...list, pages } : list
}

/** The counters after a row changed from `before` to `after`, for the moment until the server tells its own. */
export function shiftCounters(counters: Counters, before: ThreadRow, after: ThreadRow, userId: string): Counters {
  const touched = (id: string) => before.inboxIds.includes(id) || after.inboxIds.includes(id)
  return {
    all: shift(counters.all, before, after, userId),
    inboxes: Object.fromEntries(
      Object.entries(counters.inboxes).map(([id, counts]) => [
        id,
        touched(id) ? shift(counts, before, after, userId) : counts,
      ]),
    ),
  }
}

function shift(counts: ViewCounts, before: ThreadRow, after: ThreadRow, userId: string): ViewCounts {
  const next = { ...counts }
  for (const view of viewsOf(before, userId)) next[view] = Math.max(0, next[view] - 1)
  for (const view of viewsOf(after, userId)) next[view] += 1
  next.needsYou = Math.max(0, next.needsYou + Number(needsYou(after, userId)) - Number(needsYou(before, userId)))
  return next
}

function viewsOf(row: ThreadRow, userId: string): ThreadView[] {
  if (row.status === 'closed') return ['closed']
  if (row.assigneeId === null) return ['open', 'unassigned']
  return row.assigneeId === userId ? ['open', 'mine'] : ['open']
}

function needsYou(row: ThreadRow, userId: string): boolean {
  if (row.status === 'closed') return false
  return row.assigneeId === null || (row.assigneeId === userId && row.waitingSince !== null)
}

function withResults(list: ThreadList, at: number, results: MyThreadRow[]): ThreadList {
  return { ...list, pages: list.pages.map((page, i) => (i === at ? { ...page, results } : page)) }
}

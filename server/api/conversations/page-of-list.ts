import type { Static } from 'typebox'
import { invalid } from '../../../shared/problems.ts'
import { readLimit, readList, readText } from '../query.ts'
import type { ListQuery } from './common.ts'

/** A page of a short list, sorted by any of its fields. */
export function pageOf<Row extends { id: string }>(rows: readonly Row[], query: Static<typeof ListQuery>) {
  const sorted = [...rows]
  for (const sort of readList(query.sort).toReversed()) {
    const key = sort.replace(/^-/, '') as keyof Row
    if (rows.length > 0 && !rows.some((row) => key in row))
      throw invalid('sort', `takes a field of the list, not "${sort.slice(0, 40)}"`)
    const sign = sort.startsWith('-') ? -1 : 1
    sorted.sort((a, b) => sign * String(a[key] ?? '').localeCompare(String(b[key] ?? ''), 'en', { numeric: true }))
  }
  const after = readText(query.after)
  const start = after === null ? 0 : sorted.findIndex((row) => row.id === after) + 1
  if (after !== null && start === 0) throw invalid('after', 'takes the paging.next.after of an earlier page')
  const limit = readLimit(query.limit ?? query.defaultPageLength)
  const results = sorted.slice(start, start + limit)
  const last = results.at(-1)
  return {
    total: rows.length,
    results,
    ...(last && start + limit < sorted.length ? { paging: { next: { after: last.id } } } : {}),
  }
}

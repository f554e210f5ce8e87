import type { Static } from 'typebox'
import { invalid } from '../../shared/problems.ts'
import { readLimit, readText, type Text } from './query.ts'

/**
 * A page of a list that is ordered by id (HubSpot's CRM lists): `after` is the last id of the page before, and need not be
 * there any more, so that who pages while people leave misses nobody.
 */
export function pageById<Row extends { id: string }>(
  rows: readonly Row[],
  query: { limit?: Static<typeof Text>; after?: Static<typeof Text> },
) {
  const limit = readLimit(query.limit)
  const after = readText(query.after)
  if (after !== null && !/^\d{1,18}$/.test(after))
    throw invalid('after', 'takes the paging.next.after of an earlier page')
  const rest = after === null ? rows : rows.filter((row) => BigInt(row.id) > BigInt(after))
  const results = rest.slice(0, limit)
  const last = results.at(-1)
  return { results, ...(last && rest.length > limit ? { paging: { next: { after: last.id } } } : {}) }
}

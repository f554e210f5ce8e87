import type { QueryClient } from '@tanstack/react-query'
import { patchContext, patchedAnswer } from './apply-patch.ts'
import type { Patch } from './types.ts'

const keptPatches = 500

/**
 * An answer that was asked before a patch came and arrives after it would undo the patch. This remembers the last patches
 * and gives those that came meanwhile to each answer as it arrives. `seq` makes the repetition harmless.
 */
export function replayPatchesOnFetches(client: QueryClient, userId: string) {
  let count = 0
  const recent: { at: number; patch: Patch }[] = []
  const fetchedFrom = new Map<string, number>()

  const unsubscribe = client.getQueryCache().subscribe((event) => {
    if (event.type === 'removed') fetchedFrom.delete(event.query.queryHash)
    if (event.type !== 'updated') return
    const { query, action } = event
    if (action.type === 'fetch') fetchedFrom.set(query.queryHash, count)
    if (action.type !== 'success' || action.manual) return
    const from = fetchedFrom.get(query.queryHash) ?? count
    let answer: unknown = query.state.data
    for (const { at, patch } of recent) {
      if (at >= from) answer = patchedAnswer(query.queryKey, answer, patch, patchContext(client, userId, patch))
    }
    if (answer !== query.state.data)
      client.setQueryData(query.queryKey, answer, { updatedAt: query.state.dataUpdatedAt })
  })

  return {
    remember: (patch: Patch) => {
      recent.push({ at: count, patch })
      count += 1
      if (recent.length > keptPatches) recent.shift()
    },
    stop: unsubscribe,
  }
}

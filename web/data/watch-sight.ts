import type { QueryClient } from '@tanstack/react-query'
import { forgetUnseen } from './forget-unseen.ts'
import { overviewQuery } from './queries.ts'

/**
 * Compares each overview that the server answers with what is held, and forgets what is out of sight: that is how a
 * browser which was away learns what it lost. `onForgotten` is called when it was something. Answers how to end it.
 */
export function watchSight(client: QueryClient, onForgotten: () => void): () => void {
  let before = client.getQueryData(overviewQuery.queryKey)
  return client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.query.queryKey[0] !== 'overview' || event.action.type !== 'success') return
    const overview = client.getQueryData(overviewQuery.queryKey)
    // What is set by hand only follows what was answered or told.
    if (overview && !event.action.manual) {
      const visible = new Set(overview.inboxes.map(({ id }) => id))
      if (forgetUnseen(client, { visible, before })) onForgotten()
    }
    before = overview
  })
}

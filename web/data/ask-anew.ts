import type { QueryClient, QueryFilters } from '@tanstack/react-query'

/**
 * Asks questions anew whose answers may be of before. TanStack Query lets a first fetch that is under way run to its end
 * and forgets that it was invalidated meanwhile; its answer may have been read before the change, so once it is there
 * it is asked again.
 */
export function askAnew(client: QueryClient, filters?: QueryFilters): void {
  const firstFetches = client
    .getQueryCache()
    .findAll({ ...filters, fetchStatus: 'fetching' })
    .filter((query) => query.state.data === undefined)
  void client.invalidateQueries(filters)
  for (const query of firstFetches) {
    const again = () => client.invalidateQueries({ queryKey: query.queryKey, exact: true })
    // A fetch that failed has no answer of before.
    query.promise?.then(again, () => {})
  }
}

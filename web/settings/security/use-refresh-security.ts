import { useQueryClient } from '@tanstack/react-query'
import { openSessionsQuery, securityQuery } from '../../data/queries.ts'

/** Asks anew what a change of password, factors or sessions has changed. */
export function useRefreshSecurity(): () => void {
  const client = useQueryClient()
  return () => {
    void client.invalidateQueries({ queryKey: securityQuery.queryKey })
    void client.invalidateQueries({ queryKey: openSessionsQuery.queryKey })
  }
}

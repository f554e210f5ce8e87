import { useQueryClient } from '@tanstack/react-query'
import { overviewQuery } from '../../data/queries.ts'

/** Asks anew for what the settings of inboxes and channels show, here and in the inbox. */
export function useAskSettingsAnew(): () => Promise<unknown> {
  const client = useQueryClient()
  return () =>
    Promise.all(
      [['inboxSettings'], ['channels'], ['channel'], overviewQuery.queryKey].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    )
}

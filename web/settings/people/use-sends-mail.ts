import { useSuspenseQuery } from '@tanstack/react-query'
import { overviewQuery } from '../../data/queries.ts'

/** Whether a relay is set; without one an invitation is a link that is handed over. */
export function useSendsMail(): boolean {
  return useSuspenseQuery(overviewQuery).data.sendsMail
}

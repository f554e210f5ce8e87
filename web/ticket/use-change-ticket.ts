import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../data/api.ts'
import { threadQuery } from '../data/queries.ts'
import type { Ticket, TicketChange } from '../data/types.ts'

/**
 * Changes a ticket from wherever it is shown. `shown`: the ticket with what was just chosen, until the server has said what
 * is so; a refusal takes it back and stands in `error`.
 */
export function useChangeTicket(ticket: Ticket) {
  const client = useQueryClient()
  const { mutate, reset, isPending, variables, error } = useMutation({
    mutationFn: (body: TicketChange) => api.changeTicket(ticket.id, body),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['tickets'] }),
        ...(ticket.threadId === null
          ? []
          : [client.invalidateQueries({ queryKey: threadQuery(ticket.threadId).queryKey })]),
      ]),
  })
  const shown: Ticket = isPending ? { ...ticket, ...(variables as Partial<Ticket>) } : ticket
  return { shown, change: mutate, reset, isPending, error }
}

import { Type } from 'typebox'
import { ChangeTicket, PipelineList, Ticket, TicketPage } from '../../shared/api/ticket.ts'
import { invalid } from '../../shared/problems.ts'
import { listPipelines } from '../ticket/pipeline-store.ts'
import { changeTicket, getTicket, listTickets } from '../ticket/ticket-store.ts'
import type { ApiApp } from './app.ts'
import { personOf } from './doors.ts'
import type { ApiParts } from './parts.ts'
import { idOf } from './path-id.ts'
import { readChoice, readIds, readLimit, Text } from './query.ts'

const signedIn = { door: 'signed-in' } as const
const TicketParams = Type.Object({ ticketId: Type.String() })

/** The tickets of the inboxes that a person may see, and the pipelines that they go through. */
export function ticketRoutes(app: ApiApp, { database }: ApiParts): void {
  app.get(
    '/api/ticket-pipelines',
    { config: signedIn, schema: { response: { 200: PipelineList } } },
    async (request) => ({ results: await listPipelines(database.db, personOf(request).actor.accountId) }),
  )
  app.get(
    '/api/tickets',
    {
      config: signedIn,
      schema: {
        querystring: Type.Object({ state: Text, contactId: Text, limit: Text, after: Text }),
        response: { 200: TicketPage },
      },
    },
    async (request) => {
      const state = readChoice('state', request.query.state, ['open', 'closed', 'mine', 'all']) ?? 'open'
      const contactId = readIds('contactId', request.query.contactId)[0] ?? null
      // Each other list is read along an index of its own, and one contact has few.
      if (state === 'all' && contactId === null) throw invalid('state', 'takes all only with a contactId')
      const { results, next } = await listTickets(database.db, personOf(request), {
        state,
        contactId,
        limit: readLimit(request.query.limit, { max: 100, byDefault: 50 }),
        after: readIds('after', request.query.after)[0] ?? null,
      })
      return { results, ...(next ? { paging: { next: { after: next } } } : {}) }
    },
  )
  app.get(
    '/api/tickets/:ticketId',
    { config: signedIn, schema: { params: TicketParams, response: { 200: Ticket } } },
    async (request) => getTicket(database.db, personOf(request), idOf(request.params.ticketId)),
  )
  app.patch(
    '/api/tickets/:ticketId',
    { config: signedIn, schema: { params: TicketParams, body: ChangeTicket, response: { 200: Ticket } } },
    async (request) => changeTicket(database, personOf(request), idOf(request.params.ticketId), request.body),
  )
}

import { Type } from 'typebox'
import { OutboxPage } from '../../shared/api/outbox.ts'
import { Delivery } from '../../shared/api/thread.ts'
import { Problem } from '../../shared/problems.ts'
import { findDeliveryMessage, retryDelivery } from '../conversation/delivery.ts'
import { listOutbox } from '../conversation/outbox.ts'
import { getTimelineItems } from '../conversation/timeline.ts'
import type { ApiApp } from './app.ts'
import { personOf } from './doors.ts'
import { rawOf } from './file-routes.ts'
import type { ApiParts } from './parts.ts'
import { idOf } from './path-id.ts'
import { readLimit, readText, Text } from './query.ts'

const signedIn = { door: 'signed-in' } as const
const Params = Type.Object({ recipientId: Type.String() })

/** What has not left yet, and *Try again*. */
export function outboxRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, links } = parts
  app.get(
    '/api/outbox',
    {
      config: signedIn,
      schema: { querystring: Type.Object({ limit: Text, after: Text }), response: { 200: OutboxPage } },
    },
    async (request) => {
      const { results, next } = await listOutbox(database.db, links, personOf(request), {
        limit: readLimit(request.query.limit, { byDefault: 50 }),
        after: readText(request.query.after),
      })
      const relay = parts.settings.smtpRelay ? ('set' as const) : ('none' as const)
      return { relay, results, ...(next ? { paging: { next: { after: next } } } : {}) }
    },
  )
  app.post(
    '/api/deliveries/:recipientId/retry',
    { config: signedIn, schema: { params: Params, response: { 200: Delivery } } },
    async (request) => {
      const asker = personOf(request)
      const recipientId = idOf(request.params.recipientId)
      const messageId = await retryDelivery(database, asker, recipientId)
      parts.nudgeWorkers()
      const [item] = await getTimelineItems(database.db, links, asker.actor.accountId, [messageId])
      const delivery = item?.deliveries.find((one) => one.recipientId === recipientId)
      if (!delivery) throw new Problem('notFound')
      return delivery
    },
  )
  app.get(
    '/api/deliveries/:recipientId/raw',
    { config: signedIn, schema: { params: Params } },
    async (request, reply) => {
      const asker = personOf(request)
      const messageId = await findDeliveryMessage(database.db, asker.actor.accountId, idOf(request.params.recipientId))
      // A notice is its recipient's alone, and is not even made yet: there is nothing to export.
      if (messageId === null) throw new Problem('notFound')
      const raw = await rawOf(parts, asker, messageId)
      return reply
        .header('content-type', 'message/rfc822')
        .header('content-disposition', `attachment; filename="${messageId}.eml"`)
        .send(raw)
    },
  )
}

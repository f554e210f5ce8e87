import { Type } from 'typebox'
import { ChangeInboxAccess, InboxAccess } from '../../shared/api/access.ts'
import { changeInboxAccess, getInboxAccess } from '../inbox/inbox-access.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, personOf } from './doors.ts'
import type { ApiParts } from './parts.ts'
import { idOf } from './path-id.ts'

const signedIn = { door: 'signed-in' } as const
const InboxParams = Type.Object({ inboxId: Type.String() })

/** *Access* of an inbox (S5, S10): who works in it, and everybody whom a choice would concern. */
export function inboxAccessRoutes(app: ApiApp, { database }: ApiParts): void {
  app.get(
    '/api/inboxes/:inboxId/access',
    { config: signedIn, schema: { params: InboxParams, response: { 200: InboxAccess } } },
    async (request) => getInboxAccess(database.db, personOf(request), idOf(request.params.inboxId)),
  )
  app.put(
    '/api/inboxes/:inboxId/access',
    { config: signedIn, schema: { params: InboxParams, body: ChangeInboxAccess, response: { 200: InboxAccess } } },
    async (request) => {
      const asker = personOf(request)
      const inboxId = idOf(request.params.inboxId)
      await changeInboxAccess(database, asker, inboxId, auditSourceOf(request), request.body)
      return getInboxAccess(database.db, asker, inboxId)
    },
  )
}

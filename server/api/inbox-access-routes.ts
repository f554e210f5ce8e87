import { Type } from 'typebox'
import { ChangeInboxAccess, InboxAccess } from '../../shared/api/access.ts'
import { Problem } from '../../shared/problems.ts'
import { changeInboxAccess, getInboxAccess } from '../inbox/inbox-access.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, personOf } from './doors.ts'
import type { ApiParts } from './parts.ts'

const signedIn = { door: 'signed-in' } as const
const InboxParams = Type.Object({ inboxId: Type.String() })

/** *Access* of an inbox (S5, S10): who works in it, and everybody whom a choice would concern. */
export function inboxAccessRoutes(app: ApiApp, { database }: ApiParts): void {
  app.get(
    '/api/inboxes/:inboxId/access',
    { config: signedIn, schema: { params: InboxParams, response: { 200: InboxAccess } } },
    async (request) => getInboxAccess(database.db, personOf(request), inboxIdOf(request.params)),
  )
  app.put(
    '/api/inboxes/:inboxId/access',
    { config: signedIn, schema: { params: InboxParams, body: ChangeInboxAccess, response: { 200: InboxAccess } } },
    async (request) => {
      const asker = personOf(request)
      const inboxId = inboxIdOf(request.params)
      await changeInboxAccess(database, asker, inboxId, auditSourceOf(request), request.body)
      return getInboxAccess(database.db, asker, inboxId)
    },
  )
}

function inboxIdOf({ inboxId }: { inboxId: string }): string {
  if (!/^\d{1,18}$/.test(inboxId)) throw new Problem('notFound')
  return inboxId
}

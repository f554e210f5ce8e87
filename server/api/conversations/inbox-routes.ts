import { type Static, Type } from 'typebox'
import { HsInbox, HsInboxList } from '../../../shared/api/conversations.ts'
import { can } from '../../inbox/access.ts'
import type { Asker } from '../../inbox/asker.ts'
import type { ApiApp } from '../app.ts'
import { askerOf } from '../doors.ts'
import { readFlag, Text } from '../query.ts'
import { base, ListQuery, mayRead, requireFound } from './common.ts'
import { pageOf } from './page-of-list.ts'

export function inboxRoutes(app: ApiApp): void {
  const visible = (asker: Asker, isArchived: boolean) =>
    [...asker.inboxes.values()].filter(
      (inbox) => inbox.isArchived === isArchived && can(asker.actor, 'see', inbox).isAllowed,
    )
  const shape = (inbox: ReturnType<typeof visible>[number]): Static<typeof HsInbox> => ({
    id: inbox.id,
    name: inbox.name,
    type: 'INBOX',
    createdAt: inbox.createdAt.toISOString(),
    updatedAt: inbox.updatedAt.toISOString(),
    archived: inbox.isArchived,
    ...(inbox.archivedAt ? { archivedAt: inbox.archivedAt.toISOString() } : {}),
  })
  app.get(
    `${base}/inboxes`,
    { config: mayRead, schema: { querystring: ListQuery, response: { 200: HsInboxList } } },
    async (request) =>
      pageOf(visible(askerOf(request), readFlag('archived', request.query.archived)).map(shape), request.query),
  )
  app.get(
    `${base}/inboxes/:inboxId`,
    {
      config: mayRead,
      schema: {
        params: Type.Object({ inboxId: Type.String() }),
        querystring: Type.Object({ archived: Text }),
        response: { 200: HsInbox },
      },
    },
    async (request) => {
      const inboxes = visible(askerOf(request), readFlag('archived', request.query.archived))
      return shape(requireFound(inboxes.find((inbox) => inbox.id === request.params.inboxId)))
    },
  )
}

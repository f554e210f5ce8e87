import { Type } from 'typebox'
import { HsThread, HsThreadList, PatchThread, SetAssignee } from '../../../shared/api/conversations.ts'
import { invalid, Problem } from '../../../shared/problems.ts'
import { assignThread } from '../../conversation/assign-thread.ts'
import { changeStatus } from '../../conversation/change-status.ts'
import { queryThreads } from '../../conversation/thread-query.ts'
import { getThread } from '../../conversation/thread-store.ts'
import { restoreThread, trashThread } from '../../conversation/trash-thread.ts'
import { type Asker, verdictOn } from '../../inbox/asker.ts'
import type { ApiApp } from '../app.ts'
import { askerOf } from '../doors.ts'
import type { ApiParts } from '../parts.ts'
import { pick, readFlag, readIds, Text } from '../query.ts'
import { resolveUserId } from './actors.ts'
import { base, mayRead, mayWrite, readProperties, ThreadParams, threadIdOf } from './common.ts'
import { hsThread } from './shapes.ts'
import { asksForTickets, readThreadQuery } from './thread-query-string.ts'

/** HubSpot's OpenAPI document writes the assignee with these two words swapped; its guide does not. Both are served. */
const swapped = '/conversations/conversations/v3'

export function threadRoutes(app: ApiApp, { database }: ApiParts): void {
  app.get(
    `${base}/threads`,
    {
      config: mayRead,
      schema: {
        querystring: Type.Object({
          inboxId: Text,
          threadStatus: Text,
          associatedContactId: Text,
          associatedTicketId: Text,
          association: Text,
          latestMessageTimestampAfter: Text,
          sort: Text,
          archived: Text,
          property: Text,
          limit: Text,
          after: Text,
        }),
        response: { 200: HsThreadList },
      },
    },
    async (request, reply) => {
      const { query } = request
      const asker = askerOf(request)
      // Programs know no ticket: nothing of this API has told them one.
      if (readIds('associatedTicketId', query.associatedTicketId).length > 0) return { results: [] }
      const asked = readThreadQuery(asker, query)
      const { threads, next } = await queryThreads(database.db, asked)
      const withAssociations = asksForTickets(query.association)
      const properties = readProperties(reply, query.property)
      return {
        results: threads.map((thread) => pick(hsThread(thread, { withAssociations }), properties)),
        ...(next
          ? { paging: { next: { after: Buffer.from(`${next.at ?? ''}|${next.id}`).toString('base64url') } } }
          : {}),
      }
    },
  )
  const one = Type.Object({ archived: Text, association: Text, property: Text })
  app.get(
    `${base}/threads/:threadId`,
    { config: mayRead, schema: { params: ThreadParams, querystring: one, response: { 200: HsThread } } },
    async (request, reply) => {
      const isArchived = readFlag('archived', request.query.archived)
      const thread = await getThread(database.db, askerOf(request), threadIdOf(request.params), { isArchived })
      const withAssociations = asksForTickets(request.query.association)
      return pick(hsThread(thread, { withAssociations }), readProperties(reply, request.query.property))
    },
  )
  app.patch(
    `${base}/threads/:threadId`,
    {
      config: mayWrite,
      schema: {
        params: ThreadParams,
        querystring: Type.Object({ archived: Text }),
        body: PatchThread,
        response: { 200: HsThread },
      },
    },
    async (request) => {
      const asker = askerOf(request)
      const threadId = threadIdOf(request.params)
      const { status, archived } = request.body
      const isArchived = readFlag('archived', request.query.archived)
      if (archived === true) throw invalid('archived', 'takes false, which restores; DELETE puts into the trash')
      if (isArchived && archived !== false)
        throw invalid('archived', 'takes false: a conversation in the trash can only be restored')
      let thread = isArchived
        ? await restoreThread(database, asker, threadId)
        : await getThread(database.db, asker, threadId)
      if (status) thread = await changeStatus(database, asker, threadId, status === 'OPEN' ? 'open' : 'closed')
      else if (!isArchived) requireActing(asker, thread.inboxIds)
      return hsThread(status ? await getThread(database.db, asker, threadId) : thread)
    },
  )
  app.delete(
    `${base}/threads/:threadId`,
    { config: mayWrite, schema: { params: ThreadParams } },
    async (request, reply) => {
      await trashThread(database, askerOf(request), threadIdOf(request.params))
      return reply.code(204).send()
    },
  )
}

function requireActing(asker: Asker, inboxIds: readonly string[]): void {
  const verdict = verdictOn(asker, 'act', inboxIds)
  if (!verdict.isAllowed) throw new Problem(verdict.code, { inbox: verdict.inboxName })
}

export function assigneeRoutes(app: ApiApp, { database }: ApiParts): void {
  for (const path of [`${base}/threads/:threadId/assignee`, `${swapped}/threads/:threadId/assignee`]) {
    app.route({
      method: ['PUT', 'POST'],
      url: path,
      config: mayWrite,
      schema: { params: ThreadParams, body: SetAssignee, response: { 200: HsThread } },
      handler: async (request) => {
        const asker = askerOf(request)
        const threadId = threadIdOf(request.params)
        await getThread(database.db, asker, threadId)
        const userId = await resolveUserId(database.db, asker.actor.accountId, 'actorId', request.body.actorId)
        return hsThread(await assignThread(database, asker, threadId, userId))
      },
    })
    app.delete(path, { config: mayWrite, schema: { params: ThreadParams } }, async (request, reply) => {
      await assignThread(database, askerOf(request), threadIdOf(request.params), null)
      return reply.code(204).send()
    })
  }
}

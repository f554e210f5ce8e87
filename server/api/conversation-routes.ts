import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import {
  ActorBatch,
  ActorBatchInput,
  HsActor,
  HsChannel,
  HsChannelAccount,
  HsChannelAccountList,
  HsChannelList,
  HsInbox,
  HsInboxList,
  HsMessage,
  HsMessageList,
  HsThread,
  HsThreadList,
  OriginalContent,
  PatchThread,
  SendComment,
  SendMessage,
  SetAssignee,
} from '../../shared/api/conversations.ts'
import { invalid, Problem } from '../../shared/problems.ts'
import { assignThread } from '../conversation/assign-thread.ts'
import { changeStatus } from '../conversation/change-status.ts'
import { getContent, listContents, withoutPictures } from '../conversation/message-content.ts'
import { queryThreads, type ThreadQuery } from '../conversation/thread-query.ts'
import { getThread } from '../conversation/thread-store.ts'
import { getTimelineItems, listTimeline } from '../conversation/timeline.ts'
import { restoreThread, trashThread } from '../conversation/trash-thread.ts'
import { can } from '../inbox/access.ts'
import { type Asker, verdictOn, visibleInboxIds } from '../inbox/asker.ts'
import { channelIds, listChannelAccounts } from '../inbox/channel-account-store.ts'
import { findActor, resolveUserId } from './actors.ts'
import type { ApiApp } from './app.ts'
import { hsMessage, hsThread } from './conversation-shapes.ts'
import { askerOf } from './doors.ts'
import type { ApiParts } from './parts.ts'
import { postMessage } from './post-message.ts'
import { pick, readChoice, readFlag, readIds, readInstant, readLimit, readList, readText, Text } from './query.ts'

const read = { door: { scope: 'conversations.read' } } as const
const write = { door: { scope: 'conversations.write' } } as const
const base = '/conversations/v3/conversations'
/** HubSpot's OpenAPI document writes the assignee with these two words swapped; its guide does not. Both are served. */
const swapped = '/conversations/conversations/v3'

const ThreadParams = Type.Object({ threadId: Type.String() })
const MessageParams = Type.Object({ threadId: Type.String(), messageId: Type.String() })
const ListQuery = Type.Object({ after: Text, limit: Text, sort: Text, archived: Text, defaultPageLength: Text })

/** HubSpot's conversations API, version 3 (`/conversations/v3/conversations`): its paths, words, statuses and shapes. */
export function conversationRoutes(app: ApiApp, parts: ApiParts): void {
  inboxRoutes(app)
  channelRoutes(app, parts)
  threadRoutes(app, parts)
  assigneeRoutes(app, parts)
  messageRoutes(app, parts)
  actorRoutes(app, parts)
}

function inboxRoutes(app: ApiApp): void {
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
    { config: read, schema: { querystring: ListQuery, response: { 200: HsInboxList } } },
    async (request) =>
      pageOf(visible(askerOf(request), readFlag('archived', request.query.archived)).map(shape), request.query),
  )
  app.get(
    `${base}/inboxes/:inboxId`,
    {
      config: read,
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

function channelRoutes(app: ApiApp, { database }: ApiParts): void {
  const channels = [{ id: String(channelIds.email), name: 'Email' }]
  app.get(
    `${base}/channels`,
    { config: read, schema: { querystring: ListQuery, response: { 200: HsChannelList } } },
    async (request) => pageOf(channels, request.query),
  )
  app.get(
    `${base}/channels/:channelId`,
    { config: read, schema: { params: Type.Object({ channelId: Type.String() }), response: { 200: HsChannel } } },
    async (request) => requireFound(channels.find((channel) => channel.id === request.params.channelId)),
  )

  const listAccounts = async (asker: Asker, isArchived: boolean): Promise<Static<typeof HsChannelAccount>[]> => {
    const accounts = await listChannelAccounts(database.db, asker.actor.accountId)
    return accounts
      .filter((one) => (one.archivedAt !== null) === isArchived && verdictOn(asker, 'see', [one.inboxId]).isAllowed)
      .map((one) => ({
        id: one.id,
        channelId: String(one.channelId),
        inboxId: one.inboxId,
        name: one.name,
        active: one.isOn,
        authorized: one.isAuthorised,
        deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: one.address },
        createdAt: one.createdAt.toISOString(),
        archived: isArchived,
        ...(one.archivedAt ? { archivedAt: one.archivedAt.toISOString() } : {}),
      }))
  }
  app.get(
    `${base}/channel-accounts`,
    {
      config: read,
      schema: {
        querystring: Type.Object({ ...ListQuery.properties, channelId: Text, inboxId: Text }),
        response: { 200: HsChannelAccountList },
      },
    },
    async (request) => {
      const ofChannels = readIds('channelId', request.query.channelId)
      const ofInboxes = readIds('inboxId', request.query.inboxId)
      const accounts = await listAccounts(askerOf(request), readFlag('archived', request.query.archived))
      return pageOf(
        accounts.filter(
          (one) =>
            (ofChannels.length === 0 || ofChannels.includes(one.channelId)) &&
            (ofInboxes.length === 0 || ofInboxes.includes(one.inboxId)),
        ),
        request.query,
      )
    },
  )
  app.get(
    `${base}/channel-accounts/:id`,
    {
      config: read,
      schema: {
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object({ archived: Text }),
        response: { 200: HsChannelAccount },
      },
    },
    async (request) => {
      const accounts = await listAccounts(askerOf(request), readFlag('archived', request.query.archived))
      return requireFound(accounts.find((one) => one.id === request.params.id))
    },
  )
}

function threadRoutes(app: ApiApp, { database }: ApiParts): void {
  app.get(
    `${base}/threads`,
    {
      config: read,
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
      // No ticket exists yet, so none has a conversation.
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
    { config: read, schema: { params: ThreadParams, querystring: one, response: { 200: HsThread } } },
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
      config: write,
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
    { config: write, schema: { params: ThreadParams } },
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

function assigneeRoutes(app: ApiApp, { database }: ApiParts): void {
  for (const path of [`${base}/threads/:threadId/assignee`, `${swapped}/threads/:threadId/assignee`]) {
    app.route({
      method: ['PUT', 'POST'],
      url: path,
      config: write,
      schema: { params: ThreadParams, body: SetAssignee, response: { 200: HsThread } },
      handler: async (request) => {
        const asker = askerOf(request)
        const threadId = threadIdOf(request.params)
        await getThread(database.db, asker, threadId)
        const userId = await resolveUserId(database.db, asker.actor.accountId, 'actorId', request.body.actorId)
        return hsThread(await assignThread(database, asker, threadId, userId))
      },
    })
    app.delete(path, { config: write, schema: { params: ThreadParams } }, async (request, reply) => {
      await assignThread(database, askerOf(request), threadIdOf(request.params), null)
      return reply.code(204).send()
    })
  }
}

function messageRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, links } = parts
  app.get(
    `${base}/threads/:threadId/messages`,
    {
      config: read,
      schema: {
        params: ThreadParams,
        querystring: Type.Object({ limit: Text, after: Text, sort: Text, archived: Text, property: Text }),
        response: { 200: HsMessageList },
      },
    },
    async (request, reply) => {
      const asker = askerOf(request)
      const thread = await getThread(database.db, asker, threadIdOf(request.params))
      const isAscending = readChoice('sort', request.query.sort, ['createdAt', '-createdAt']) === 'createdAt'
      const page = await listTimeline(database.db, links, thread.accountId, thread.id, {
        limit: readLimit(request.query.limit),
        after: readText(request.query.after),
        isAscending,
      })
      const contents = await contentsById(
        parts,
        thread.accountId,
        page.results.map((item) => item.id),
      )
      const properties = readProperties(reply, request.query.property)
      return {
        results: page.results.flatMap((item) => {
          const message = hsMessage(item, contents.get(item.id))
          return message ? [pick(message, properties)] : []
        }),
        ...(page.next ? { paging: { next: { after: page.next } } } : {}),
      }
    },
  )
  app.post(
    `${base}/threads/:threadId/messages`,
    {
      config: write,
      schema: { params: ThreadParams, body: Type.Union([SendMessage, SendComment]), response: { 201: HsMessage } },
    },
    async (request, reply) => {
      const message = await postMessage(parts, request, threadIdOf(request.params), request.body)
      return reply.code(201).send(message)
    },
  )
  app.get(
    `${base}/threads/:threadId/messages/:messageId`,
    {
      config: read,
      schema: { params: MessageParams, querystring: Type.Object({ property: Text }), response: { 200: HsMessage } },
    },
    async (request, reply) => {
      const content = await contentOfThread(parts, request)
      const [item] = await getTimelineItems(database.db, links, askerOf(request).actor.accountId, [content.id])
      return pick(requireFound(item && hsMessage(item, content)), readProperties(reply, request.query.property))
    },
  )
  app.get(
    `${base}/threads/:threadId/messages/:messageId/original-content`,
    {
      config: read,
      schema: {
        params: MessageParams,
        querystring: Type.Object({ property: Text }),
        response: { 200: OriginalContent },
      },
    },
    async (request, reply) => {
      const { text, html } = await contentOfThread(parts, request)
      const content = { text, ...(html ? { richText: withoutPictures(html) } : {}) }
      return pick(content, readProperties(reply, request.query.property))
    },
  )
}

function actorRoutes(app: ApiApp, { database }: ApiParts): void {
  app.get(
    `${base}/actors/:actorId`,
    {
      config: read,
      schema: {
        params: Type.Object({ actorId: Type.String() }),
        querystring: Type.Object({ property: Text }),
        response: { 200: HsActor },
      },
    },
    async (request, reply) => {
      const actor = await findActor(database.db, askerOf(request), request.params.actorId)
      return pick(requireFound(actor), readProperties(reply, request.query.property))
    },
  )
  app.post(
    `${base}/actors/batch/read`,
    { config: read, schema: { body: ActorBatchInput, response: { 200: ActorBatch, 207: ActorBatch } } },
    async (request, reply) => {
      const startedAt = new Date().toISOString()
      const asker = askerOf(request)
      const ids = [...new Set(request.body.inputs)]
      const actors = await Promise.all(ids.map((id) => findActor(database.db, asker, id)))
      const unknown = ids.filter((_, index) => actors[index] === null)
      const answer = {
        status: 'COMPLETE' as const,
        results: actors.filter((actor) => actor !== null),
        startedAt,
        completedAt: new Date().toISOString(),
      }
      if (unknown.length === 0) return answer
      const error = {
        status: 'error' as const,
        category: 'OBJECT_NOT_FOUND',
        message: 'Could not get some actors, they may not exist.',
        context: { ids: unknown },
      }
      return reply.code(207).send({ ...answer, numErrors: 1, errors: [error] })
    },
  )
}

type ThreadQueryString = {
  [Key in
    | 'inboxId'
    | 'threadStatus'
    | 'associatedContactId'
    | 'latestMessageTimestampAfter'
    | 'sort'
    | 'archived'
    | 'limit'
    | 'after']?: string | string[]
}

function readThreadQuery(asker: Asker, query: ThreadQueryString): ThreadQuery {
  const sort =
    readChoice('sort', query.sort, ['id', '-id', 'latestMessageTimestamp', '-latestMessageTimestamp']) ?? 'id'
  const latestMessageAfter = readInstant('latestMessageTimestampAfter', query.latestMessageTimestampAfter)
  const byLatest = sort.endsWith('latestMessageTimestamp')
  if (byLatest && !latestMessageAfter) {
    throw invalid('latestMessageTimestampAfter', 'is needed where sort is latestMessageTimestamp; takes an instant')
  }
  const status = readChoice('threadStatus', query.threadStatus, ['OPEN', 'CLOSED'])
  const [contactId] = readIds('associatedContactId', query.associatedContactId)
  return {
    accountId: asker.actor.accountId,
    visibleInboxIds: visibleInboxIds(asker),
    inboxIds: readIds('inboxId', query.inboxId),
    status: status === null ? null : status === 'OPEN' ? 'open' : 'closed',
    contactId: contactId ?? null,
    latestMessageAfter,
    isArchived: readFlag('archived', query.archived),
    sort: byLatest ? 'latestMessage' : 'id',
    isDescending: sort.startsWith('-'),
    limit: readLimit(query.limit),
    after: readPlace(readText(query.after), byLatest),
  }
}

function readPlace(after: string | null, needsInstant: boolean): ThreadQuery['after'] {
  if (after === null) return null
  const match = /^([\d :.+-]{0,40})\|(\d{1,19})$/.exec(Buffer.from(after, 'base64url').toString())
  const at = match?.[1] || null
  if (!match?.[2] || (needsInstant && (at === null || Number.isNaN(Date.parse(at))))) {
    throw invalid('after', 'takes the paging.next.after of an earlier page')
  }
  return { at, id: match[2] }
}

/** What `?property=` asks for. A part of a row lacks what the schema of the row requires, so it is written as it is. */
function readProperties(reply: FastifyReply, value: string | string[] | undefined): string[] {
  const properties = readList(value)
  if (properties.length > 0) reply.serializer(JSON.stringify)
  return properties
}

function asksForTickets(value: string | string[] | undefined): boolean {
  const kinds = readList(value)
  const unknown = kinds.find((kind) => kind !== 'TICKET')
  if (unknown !== undefined) throw invalid('association', `takes TICKET, not "${unknown.slice(0, 40)}"`)
  return kinds.length > 0
}

async function contentOfThread(parts: ApiParts, request: FastifyRequest<{ Params: Static<typeof MessageParams> }>) {
  const content = await getContent(parts.database.db, askerOf(request), request.params.messageId)
  if (content.threadId !== request.params.threadId) throw new Problem('notFound')
  return content
}

async function contentsById({ database }: ApiParts, accountId: string, ids: readonly string[]) {
  const contents = await listContents(database.db, accountId, ids)
  return new Map(contents.map((content) => [content.id, content]))
}

/** An id that cannot be one is not found, like one that is not there. */
export function threadIdOf(params: { threadId: string }): string {
  if (!/^\d{1,18}$/.test(params.threadId)) throw new Problem('notFound')
  return params.threadId
}

function requireFound<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Problem('notFound')
  return value
}

/** A page of a short list, sorted by any of its fields. */
function pageOf<Row extends { id: string }>(rows: readonly Row[], query: Static<typeof ListQuery>) {
  const sorted = [...rows]
  for (const sort of readList(query.sort).toReversed()) {
    const key = sort.replace(/^-/, '') as keyof Row
    if (rows.length > 0 && !rows.some((row) => key in row))
      throw invalid('sort', `takes a field of the list, not "${sort.slice(0, 40)}"`)
    const sign = sort.startsWith('-') ? -1 : 1
    sorted.sort((a, b) => sign * String(a[key] ?? '').localeCompare(String(b[key] ?? ''), 'en', { numeric: true }))
  }
  const after = readText(query.after)
  const start = after === null ? 0 : sorted.findIndex((row) => row.id === after) + 1
  if (after !== null && start === 0) throw invalid('after', 'takes the paging.next.after of an earlier page')
  const limit = readLimit(query.limit ?? query.defaultPageLength)
  const results = sorted.slice(start, start + limit)
  const last = results.at(-1)
  return {
    total: rows.length,
    results,
    ...(last && start + limit < sorted.length ? { paging: { next: { after: last.id } } } : {}),
  }
}

import { type Static, Type } from 'typebox'
import { Id } from '../../shared/api/common.ts'
import { Assignable, InboxOverview } from '../../shared/api/inbox.ts'
import { Draft, DraftContent, ThreadDetails, ThreadDrafts, ThreadPage, TimelinePage } from '../../shared/api/thread.ts'
import { Problem, problemSentence } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { loadAvailabilities, presentAvailability } from '../account/availability-store.ts'
import { avatarUrl } from '../account/profile-store.ts'
import { listUsers } from '../account/user-store.ts'
import { listAssignable } from '../conversation/assign-thread.ts'
import { countersFor, cubeOf, loadCountCells } from '../conversation/counters.ts'
import { listDrafts, removeDraft, saveDraft } from '../conversation/draft-store.ts'
import { hasExamples } from '../conversation/examples.ts'
import { joinThread } from '../conversation/join-thread.ts'
import { markRead } from '../conversation/mark-read.ts'
import { moveThread } from '../conversation/move-thread.ts'
import { getThreadDetails } from '../conversation/thread-details.ts'
import { listThreads } from '../conversation/thread-rows.ts'
import { getThread } from '../conversation/thread-store.ts'
import { listTimeline } from '../conversation/timeline.ts'
import { undoSend } from '../conversation/undo-send.ts'
import { can } from '../inbox/access.ts'
import { type Asker, visibleInboxIds } from '../inbox/asker.ts'
import { isOpen, listChannelAccounts } from '../inbox/channel-account-store.ts'
import type { Db } from '../platform/database.ts'
import { listTicketsOf } from '../ticket/ticket-store.ts'
import type { ApiApp } from './app.ts'
import { threadIdOf } from './conversations/common.ts'
import { personOf } from './doors.ts'
import type { ApiParts } from './parts.ts'
import { readChoice, readIds, readLimit, readText, Text } from './query.ts'

const signedIn = { door: 'signed-in' } as const
const ThreadParams = Type.Object({ threadId: Type.String() })
const DraftParams = Type.Object({ threadId: Type.String(), kind: Type.String() })

/** What the inbox's screens ask beyond HubSpot's API: rows as a person sees them, the timeline, drafts, reading marks. */
export function inboxRoutes(app: ApiApp, parts: ApiParts): void {
  overviewRoutes(app, parts)
  threadRoutes(app, parts)
  draftRoutes(app, parts)
}

function overviewRoutes(app: ApiApp, parts: ApiParts): void {
  const { database } = parts
  app.get('/api/inbox', { config: signedIn, schema: { response: { 200: InboxOverview } } }, async (request) => {
    const asker = personOf(request)
    const { accountId } = asker.actor
    const visible = visibleInboxIds(asker)
    const [users, availabilities, channels, cells, examples] = await Promise.all([
      listUsers(database.db, accountId),
      loadAvailabilities(database.db, accountId, 'all'),
      listChannelAccounts(database.db, accountId, visible),
      loadCountCells(database.db, accountId, visible),
      hasExamples(database.db, accountId),
    ])
    const counters = countersFor(asker, cubeOf(cells))
    const presences = new Map(availabilities.map((one) => [one.userId, presentAvailability(one, parts.now())]))
    return {
      inboxes: visible.map((id) => {
        const channel = channels.find((one) => one.inboxId === id && one.archivedAt === null)
        return {
          ...presentInbox(asker, id),
          fallbackAddress: channel?.address ?? null,
          isReceiving: channel !== undefined && isOpen(channel),
        }
      }),
      colleagues: users.map(({ id, name, email, isActive, avatarVersion }) => ({
        ...{ id, name, email, isActive },
        avatarUrl: avatarUrl(id, avatarVersion),
        availability: presences.get(id)?.availability ?? 'away',
        availableUntil: presences.get(id)?.until ?? null,
      })),
      counters,
      hasThreads: counters.all.open + counters.all.closed > 0,
      hasExamples: examples,
      sendsMail: parts.settings.smtpRelay !== null,
    }
  })
  app.get(
    '/api/inboxes/:inboxId/assignable',
    { config: signedIn, schema: { params: Type.Object({ inboxId: Type.String() }), response: { 200: Assignable } } },
    async (request) => {
      const asker = personOf(request)
      if (!visibleInboxIds(asker).includes(request.params.inboxId)) throw new Problem('notFound')
      const users = await listAssignable(database.db, asker.actor.accountId, [request.params.inboxId])
      return { results: users.map(({ id, name, email }) => ({ id, name, email })) }
    },
  )
}

function presentInbox({ actor, inboxes }: Asker, id: string) {
  const inbox = inboxes.get(id)
  if (!inbox) throw new Problem('notFound')
  const verdict = can(actor, 'act', inbox)
  return {
    id,
    name: inbox.name,
    mayAct: verdict.isAllowed,
    refusal: verdict.isAllowed
      ? null
      : { code: verdict.code, sentence: problemSentence(verdict.code, { inbox: inbox.name }) },
  }
}

function threadRoutes(app: ApiApp, { database, links }: ApiParts): void {
  app.get(
    '/api/threads',
    {
      config: signedIn,
      schema: {
        querystring: Type.Object({ view: Text, inboxId: Text, limit: Text, after: Text }),
        response: { 200: ThreadPage },
      },
    },
    async (request, reply) => {
      const asker = personOf(request)
      const wanted = readIds('inboxId', request.query.inboxId)
      const visible = visibleInboxIds(asker)
      if (wanted.some((id) => !visible.includes(id))) throw new Problem('notFound')
      const { results, next } = await listThreads(database.db, {
        accountId: asker.actor.accountId,
        userId: asker.actor.userId,
        inboxIds: wanted.length > 0 ? wanted : visible,
        view: readChoice('view', request.query.view, ['open', 'mine', 'unassigned', 'closed']) ?? 'open',
        limit: readLimit(request.query.limit, { byDefault: 50 }),
        after: readText(request.query.after),
      })
      const paging = next ? `,"paging":${JSON.stringify({ next: { after: next } })}` : ''
      // Text goes out as it is, past the serializer, whose type is that of the value.
      return reply.type('application/json; charset=utf-8').send(`{"results":${results}${paging}}` as never)
    },
  )
  app.get(
    '/api/threads/:threadId',
    { config: signedIn, schema: { params: ThreadParams, response: { 200: ThreadDetails } } },
    async (request) => detailsOf(database.db, personOf(request), threadIdOf(request.params)),
  )
  app.get(
    '/api/threads/:threadId/timeline',
    {
      config: signedIn,
      schema: {
        params: ThreadParams,
        querystring: Type.Object({ limit: Text, after: Text }),
        response: { 200: TimelinePage },
      },
    },
    async (request) => {
      const asker = personOf(request)
      const thread = await getThread(database.db, asker, threadIdOf(request.params))
      const { results, next } = await listTimeline(database.db, links, thread.accountId, thread.id, {
        limit: readLimit(request.query.limit, { byDefault: 50 }),
        after: readText(request.query.after),
      })
      return { results, ...(next ? { paging: { next: { after: next } } } : {}) }
    },
  )
  app.post(
    '/api/threads/:threadId/read',
    {
      config: signedIn,
      schema: {
        params: ThreadParams,
        body: Type.Object({ seq: Type.Integer({ minimum: 0 }) }, { additionalProperties: false }),
      },
    },
    async (request, reply) => {
      const asker = personOf(request)
      const thread = await getThread(database.db, asker, threadIdOf(request.params))
      await markRead(database, asker.actor, thread.id, request.body.seq)
      return reply.code(204).send()
    },
  )
  app.post(
    '/api/threads/:threadId/join',
    {
      config: signedIn,
      schema: {
        params: ThreadParams,
        body: Type.Object({ threadId: Id }, { additionalProperties: false }),
        response: { 200: ThreadDetails },
      },
    },
    async (request) => {
      const asker = personOf(request)
      const target = threadIdOf(request.body)
      await joinThread(database, asker, threadIdOf(request.params), target)
      return detailsOf(database.db, asker, target)
    },
  )
  app.post(
    '/api/threads/:threadId/inbox',
    {
      config: signedIn,
      schema: {
        params: ThreadParams,
        body: Type.Object({ inboxId: Id }, { additionalProperties: false }),
        response: { 200: ThreadDetails },
      },
    },
    async (request) => {
      const asker = personOf(request)
      const { id } = await moveThread(database, asker, threadIdOf(request.params), request.body.inboxId)
      return detailsOf(database.db, asker, id)
    },
  )
}

function draftRoutes(app: ApiApp, { database }: ApiParts): void {
  app.post(
    '/api/messages/:messageId/undo',
    {
      config: signedIn,
      schema: {
        description: 'Takes a reply of one’s own back while it waits to leave; it is the draft again.',
        params: Type.Object({ messageId: Type.String() }),
        response: { 200: Draft },
      },
    },
    async (request) => {
      const { messageId } = request.params
      if (!/^[0-9a-f-]{36}$/i.test(messageId)) throw new Problem('notFound')
      return database.transaction((tx) => undoSend(tx, personOf(request), messageId))
    },
  )
  app.get(
    '/api/threads/:threadId/drafts',
    { config: signedIn, schema: { params: ThreadParams, response: { 200: ThreadDrafts } } },
    async (request) => {
      const asker = personOf(request)
      const thread = await getThread(database.db, asker, threadIdOf(request.params))
      const drafts = await listDrafts(database.db, asker.actor, thread.id)
      const ofKind = (kind: Static<typeof Draft>['kind']) => drafts.find((draft) => draft.kind === kind) ?? null
      return { reply: ofKind('reply'), comment: ofKind('comment') }
    },
  )
  app.put(
    '/api/threads/:threadId/drafts/:kind',
    { config: signedIn, schema: { params: DraftParams, body: DraftContent, response: { 200: Draft } } },
    async (request) => {
      const asker = personOf(request)
      const thread = await getThread(database.db, asker, threadIdOf(request.params))
      return saveDraft(database, asker.actor, thread.id, kindOf(request.params), request.body)
    },
  )
  app.delete(
    '/api/threads/:threadId/drafts/:kind',
    { config: signedIn, schema: { params: DraftParams } },
    async (request, reply) => {
      const asker = personOf(request)
      const thread = await getThread(database.db, asker, threadIdOf(request.params))
      const kind = kindOf(request.params)
      await database.transaction((tx) => removeDraft(tx, asker.actor, thread.id, kind))
      return reply.code(204).send()
    },
  )
}

function kindOf({ kind }: { kind: string }): 'reply' | 'comment' {
  if (kind !== 'reply' && kind !== 'comment') throw new Problem('notFound')
  return kind
}

/** A conversation's head, with its tickets. */
async function detailsOf(db: Db, asker: Asker & { actor: UserActor }, threadId: string) {
  const [details, tickets] = await Promise.all([
    getThreadDetails(db, asker, threadId),
    listTicketsOf(db, asker, threadId),
  ])
  return { ...details, tickets }
}

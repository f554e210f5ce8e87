import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import {
  HsMessage,
  HsMessageList,
  OriginalContent,
  SendComment,
  SendMessage,
} from '../../../shared/api/conversations.ts'
import { Problem } from '../../../shared/problems.ts'
import { getContent, listContents, withoutPictures } from '../../conversation/message-content.ts'
import { getThread } from '../../conversation/thread-store.ts'
import { getTimelineItems, listTimeline } from '../../conversation/timeline.ts'
import type { ApiApp } from '../app.ts'
import { askerOf } from '../doors.ts'
import type { ApiParts } from '../parts.ts'
import { pick, readChoice, readLimit, readText, Text } from '../query.ts'
import {
  base,
  MessageParams,
  mayRead,
  mayWrite,
  readProperties,
  requireFound,
  ThreadParams,
  threadIdOf,
} from './common.ts'
import { postMessage } from './post-message.ts'
import { hsMessage } from './shapes.ts'

export function messageRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, links } = parts
  app.get(
    `${base}/threads/:threadId/messages`,
    {
      config: mayRead,
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
      config: mayWrite,
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
      config: mayRead,
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
      config: mayRead,
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

async function contentOfThread(parts: ApiParts, request: FastifyRequest<{ Params: Static<typeof MessageParams> }>) {
  const content = await getContent(parts.database.db, askerOf(request), request.params.messageId)
  if (content.threadId !== request.params.threadId) throw new Problem('notFound')
  return content
}

async function contentsById({ database }: ApiParts, accountId: string, ids: readonly string[]) {
  const contents = await listContents(database.db, accountId, ids)
  return new Map(contents.map((content) => [content.id, content]))
}

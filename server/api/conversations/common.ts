import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { Problem } from '../../../shared/problems.ts'
import { idOf } from '../path-id.ts'
import { readList, Text } from '../query.ts'

/** HubSpot's conversations API, version 3. */
export const base = '/conversations/v3/conversations'
export const mayRead = { door: { scope: 'conversations.read' } } as const
export const mayWrite = { door: { scope: 'conversations.write' } } as const

export const ThreadParams = Type.Object({ threadId: Type.String() })
export const MessageParams = Type.Object({ threadId: Type.String(), messageId: Type.String() })
export const ListQuery = Type.Object({ after: Text, limit: Text, sort: Text, archived: Text, defaultPageLength: Text })

export const threadIdOf = (params: { threadId: string }) => idOf(params.threadId)

export function requireFound<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Problem('notFound')
  return value
}

/** What `?property=` asks for. A part of a row lacks what the schema of the row requires, so it is written as it is. */
export function readProperties(reply: FastifyReply, value: string | string[] | undefined): string[] {
  const properties = readList(value)
  if (properties.length > 0) reply.serializer(JSON.stringify)
  return properties
}

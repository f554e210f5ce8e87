import { Type } from 'typebox'
import { ActorBatch, ActorBatchInput, HsActor } from '../../../shared/api/conversations.ts'
import type { ApiApp } from '../app.ts'
import { askerOf } from '../doors.ts'
import type { ApiParts } from '../parts.ts'
import { pick, Text } from '../query.ts'
import { findActor } from './actors.ts'
import { base, mayRead, readProperties, requireFound } from './common.ts'

export function actorRoutes(app: ApiApp, { database }: ApiParts): void {
  app.get(
    `${base}/actors/:actorId`,
    {
      config: mayRead,
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
    { config: mayRead, schema: { body: ActorBatchInput, response: { 200: ActorBatch, 207: ActorBatch } } },
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

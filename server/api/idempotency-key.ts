import type { FastifyRequest } from 'fastify'
import { invalid } from '../../shared/problems.ts'
import type { IdempotencyKey } from '../account/idempotency.ts'
import { askerOf } from './doors.ts'

/** The `Idempotency-Key` of a creating request with what it stands for; null: it came without. */
export function idempotencyOf(request: FastifyRequest, body: unknown): IdempotencyKey | null {
  const key = request.headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))
    throw invalid('Idempotency-Key', 'takes 1 to 200 visible characters')
  return { actor: askerOf(request).actor, key, body: { path: request.routeOptions.url, body } }
}

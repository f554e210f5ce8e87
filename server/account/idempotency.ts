import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Actor } from './actor.ts'

export type IdempotencyKey = { actor: Actor; key: string; body: unknown }

/**
 * Does `work` once per key: a repeat gets the first answer, from the same transaction that did the work, so that neither
 * is ever there without the other. Two at the same time: the second waits at the unique key until the first is through.
 * @throws {Problem} `idempotencyMismatch` where the key came with another body before
 */
export async function once<Answer>(
  tx: Tx,
  request: IdempotencyKey | null,
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (!request) return work()
  const { accountId } = request.actor
  const actor = request.actor.kind === 'user' ? `user:${request.actor.userId}` : `token:${request.actor.tokenId}`
  const bodyHash = createHash('sha256').update(JSON.stringify(request.body)).digest()
  const claimed = await tx
    .insertInto('idempotency')
    .values({ account_id: accountId, actor, key: request.key, body_hash: bodyHash })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (!claimed) return firstAnswer<Answer>(tx, accountId, actor, request.key, bodyHash)
  const answer = await work()
  await tx
    .updateTable('idempotency')
    .set({ answer: JSON.stringify(answer) })
    .where('account_id', '=', accountId)
    .where('actor', '=', actor)
    .where('key', '=', request.key)
    .execute()
  return answer
}

async function firstAnswer<Answer>(
  tx: Tx,
  accountId: string,
  actor: string,
  key: string,
  bodyHash: Buffer,
): Promise<Answer> {
  const first = await tx
    .selectFrom('idempotency')
    .select(['body_hash', 'answer'])
    .where('account_id', '=', accountId)
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (!first.body_hash.equals(bodyHash)) throw new Problem('idempotencyMismatch')
  return first.answer as Answer
}

const keptDays = 7

/** Forgets keys older than 7 days. */
export async function sweepIdempotency(db: Db): Promise<void> {
  await db
    .deleteFrom('idempotency')
    .where('created_at', '<', sql<Date>`now() - make_interval(days => ${keptDays})`)
    .execute()
}

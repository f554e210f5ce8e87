import type { Database } from '../platform/database.ts'
import type { Incoming, Received } from './incoming.ts'
import { decideBatch } from './receive-decisions.ts'
import { loadReceiveFacts } from './receive-facts.ts'
import { writeDecisions } from './receive-writes.ts'
import { releaseReopened } from './release-threads.ts'
import type { SignedIds } from './signed-ids.ts'

/**
 * Stores what arrived for one account, in its order and in one transaction with contacts, threads, counters and events.
 * Two processes that store the same mail, or meet the same new contact, collide at a unique key: the later one starts
 * again and finds what the earlier one wrote.
 */
export async function receiveMessages(
  database: Database,
  signedIds: SignedIds,
  accountId: string,
  batch: readonly Incoming[],
): Promise<Received[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction(async (tx) => {
        const facts = await loadReceiveFacts(tx, signedIds, accountId, batch)
        const decisions = decideBatch(facts, signedIds, batch)
        await writeDecisions(tx, facts, decisions)
        const reopened = decisions.reopened.map(({ threadId }) => threadId)
        if (reopened.length > 0) await releaseReopened(tx, accountId, reopened)
        return decisions.received
      })
    } catch (error) {
      if (attempt < 5 && isCollision(error)) continue
      throw error
    }
  }
}

/** unique_violation, deadlock_detected, serialization_failure */
const isCollision = (error: unknown) =>
  error instanceof Error && 'code' in error && ['23505', '40P01', '40001'].includes(String(error.code))

import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { tellAvailability } from './availability.ts'
import { takeDue } from './availability-store.ts'

const lookEveryMs = 1000
const atOnce = 200

/**
 * Makes availability change at the right minute: looks at the first of those who are due (one entry of an index; nobody
 * is looked at who is not due) and tells those whose value has become another. What is due is a row, so a restart
 * forgets nothing, and processes beside each other tell each change once.
 */
export function startAvailabilityClock(database: Database, now: Clock, log: Log): { close(): Promise<void> } {
  let turning: Promise<void> | null = null
  const timer = setInterval(() => {
    turning ??= tellDue(database, now)
      .catch((error: unknown) =>
        log.error({ err: error }, 'Availability: telling what is due failed; it is tried again'),
      )
      .finally(() => {
        turning = null
      })
  }, lookEveryMs)
  return {
    async close() {
      clearInterval(timer)
      await turning
    },
  }
}

async function tellDue(database: Database, now: Clock): Promise<void> {
  let taken: number
  do {
    taken = await database.transaction(async (tx) => {
      const at = now()
      const due = await takeDue(tx, at, atOnce)
      for (const [accountId, people] of Map.groupBy(due, (person) => person.accountId)) {
        const userIds = people.map(({ userId }) => userId)
        await tellAvailability(tx, accountId, userIds, at, 'changed')
      }
      return due.length
    })
  } while (taken === atOnce)
}

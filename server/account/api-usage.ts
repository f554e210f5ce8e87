import { sql } from 'kysely'
import type { Database } from '../platform/database.ts'

export type ApiUsage = {
  count(accountId: string): void
  /** Requests of this day (UTC): all that is written down, and this process's own to the last. */
  today(accountId: string): Promise<number>
  close(): Promise<void>
}

/** A write for each request would cost more than most requests: what a crash may forget is so much. */
const writeEveryMs = 5000

/** Counts an account's requests with tokens, over all processes and restarts. */
export function createApiUsage({ db }: Database): ApiUsage {
  let counted = new Map<string, number>()
  const count = (accountId: string, requests = 1) => counted.set(accountId, (counted.get(accountId) ?? 0) + requests)

  async function write(): Promise<void> {
    if (counted.size === 0) return
    const written = counted
    counted = new Map()
    try {
      await sql`
        insert into api_usage as u (account_id, day, requests)
        select account_id, (now() at time zone 'UTC')::date, requests
        from unnest(${[...written.keys()]}::bigint[], ${[...written.values()]}::bigint[]) x (account_id, requests)
        order by account_id
        on conflict (account_id, day) do update set requests = u.requests + excluded.requests`.execute(db)
    } catch (error) {
      for (const [accountId, requests] of written) count(accountId, requests)
      throw error
    }
  }
  // A database that is away is told of by what needs it; the count waits for the next turn.
  const timer = setInterval(() => void write().catch(() => {}), writeEveryMs)
  timer.unref()

  return {
    count: (accountId) => void count(accountId),
    async today(accountId) {
      await write()
      const { rows } = await sql<{ requests: string }>`
        select requests from api_usage
        where account_id = ${accountId} and day = (now() at time zone 'UTC')::date`.execute(db)
      return Number(rows[0]?.requests ?? 0)
    },
    async close() {
      clearInterval(timer)
      await write().catch(() => {})
    },
  }
}

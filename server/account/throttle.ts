import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Db } from '../platform/database.ts'

/** `counts`: how many attempts this one is, where one request does several things; 1 unless told. */
export type Limit = { key: string; attempts: number; seconds: number; counts?: number }

/**
 * Counts one attempt against each limit, and refuses where one of them is used up. Counted in the database, so that
 * every process and every restart counts the same.
 * @throws {Problem} `tooMany` with the seconds to wait
 */
export async function throttle(db: Db, limits: readonly Limit[]): Promise<void> {
  for (const { counts = 1, ...limit } of limits) {
    const { rows } = await sql<{ attempts: number; seconds: number }>`
      insert into throttle as t (key, attempts, resets_at)
      values (${limit.key}, ${counts}, now() + make_interval(secs => ${limit.seconds}))
      on conflict (key) do update set
        attempts = case when t.resets_at <= now() then excluded.attempts else t.attempts + excluded.attempts end,
        resets_at = case when t.resets_at <= now() then excluded.resets_at else t.resets_at end
      returning attempts, ceil(extract(epoch from resets_at - now()))::int as seconds`.execute(db)
    const row = rows[0]
    if (row && row.attempts > limit.attempts) throw new Problem('tooMany', { seconds: Math.max(1, row.seconds) })
  }
}

/** Takes one attempt back that was none: of an IP only failures count, since a whole office comes from one. */
export async function takeBack(db: Db, key: string): Promise<void> {
  await db
    .updateTable('throttle')
    .set({ attempts: sql<number>`greatest(attempts - 1, 0)` })
    .where('key', '=', key)
    .execute()
}

/** Forgets attempts that led to success, so that a person who signs in often is not throttled. */
export async function forgive(db: Db, keys: readonly string[]): Promise<void> {
  await db.deleteFrom('throttle').where('key', '=', sql<string>`any(${keys})`).execute()
}

import { hostname } from 'node:os'
import { sql } from 'kysely'
import type { Db } from './database.ts'

/** How long a process may be silent before what it holds is given to others. */
const silentSeconds = 20
const beatSeconds = 5

export type ProcessRegistry = { id: string; close(): Promise<void> }

/**
 * Enters this process in the table that leases point to, and keeps it alive there. A lease whose process is gone or
 * silent for 20 s is free again, so work of a process killed by -9 goes on elsewhere.
 * `isAlone`: the data folder's lock proves that no other process is alive, so all that is entered is dead.
 */
export async function enterProcess(db: Db, roles: Iterable<string>, isAlone: boolean): Promise<ProcessRegistry> {
  const id = crypto.randomUUID()
  if (isAlone) await db.deleteFrom('process').execute()
  // Entered anew with each beat: others may have struck it off while this machine slept or the database was away.
  const enter = () =>
    db
      .insertInto('process')
      .values({ id, roles: [...roles], host: hostname(), pid: process.pid })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at: sql`now()` }))
      .execute()
  await enter()
  const beat = async () => {
    await enter()
    await db
      .deleteFrom('process')
      .where('seen_at', '<', sql<Date>`now() - make_interval(secs => ${silentSeconds})`)
      .execute()
  }
  // A beat that fails is followed by others; a database that stays away stops everything else as well.
  let beating = Promise.resolve()
  const timer = setInterval(() => {
    beating = beat().catch(() => {})
  }, beatSeconds * 1000)
  return {
    id,
    async close() {
      clearInterval(timer)
      await beating
      await db.deleteFrom('process').where('id', '=', id).execute()
    },
  }
}

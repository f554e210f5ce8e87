import { sql } from 'kysely'
import { sweepIdempotency } from './account/idempotency.ts'
import { foldCounts } from './conversation/counters.ts'
import type { Database } from './platform/database.ts'
import type { FileStore } from './platform/files.ts'
import type { Log } from './platform/log.ts'

const foldEveryMs = 2000
const sweepEveryMs = 10 * 60_000

/** What has to be done now and then; each may be done by several processes at once, or twice. */
export function startHousekeeping(database: Database, files: FileStore, log: Log): { close(): Promise<void> } {
  const { db } = database
  const fold = async () => {
    while ((await foldCounts(db)) > 0);
  }
  const sweep = async () => {
    await sweepIdempotency(db)
    await sql`delete from throttle where resets_at < now()`.execute(db)
    await sql`delete from session where expires_at < now()`.execute(db)
    await sql`delete from password_reset where expires_at < now() - interval '1 day'`.execute(db)
    await removeTrash(database)
    await removeUploadsLeftBehind(db, files)
    await moveOldRawMail(db, files)
  }
  const jobs = [every(foldEveryMs, 'folding the counters', fold, log), every(sweepEveryMs, 'sweeping', sweep, log)]
  return {
    close: async () => {
      await Promise.all(jobs.map((job) => job.close()))
    },
  }
}

/** Runs `work` again and again, never beside itself. A failure is logged, and the next turn tries again. */
function every(ms: number, what: string, work: () => Promise<void>, log: Log) {
  let running: Promise<void> | null = null
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) => log.error({ err: error }, `Housekeeping: ${what} failed`))
      .finally(() => {
        running = null
      })
  }, ms)
  return {
    async close() {
      clearInterval(timer)
      await running
    },
  }
}

/** Conversations that lay in the trash for 30 days go for good. */
async function removeTrash(database: Database): Promise<void> {
  await sql`
    with old as (
      select account_id, id from thread where archived_at < now() - interval '30 days' limit 500
    ), keys as (
      delete from message_key k using old where k.account_id = old.account_id and k.thread_id = old.id
    )
    delete from thread t using old where t.account_id = old.account_id and t.id = old.id`.execute(database.db)
}

/** Uploads that were attached to nothing for a day, and files whose last message is gone. */
async function removeUploadsLeftBehind(db: Database['db'], files: FileStore): Promise<void> {
  const { rows } = await sql<{ storageKey: string }>`
    delete from file f where (account_id, id) in (
      select f.account_id, f.id from file f
      where f.created_at < now() - interval '1 day'
        and not exists (select from attachment a where a.account_id = f.account_id and a.file_id = f.id)
        and not exists (select from draft d where d.account_id = f.account_id
          and d.content -> 'attachments' @> jsonb_build_array(jsonb_build_object('fileId', f.id::text)))
      limit 500
    )
    returning storage_key as "storageKey"`.execute(db)
  for (const { storageKey } of rows) {
    const named =
      await sql`select 1 from file where storage_key = ${storageKey} union all select 1 from arrival where storage_key = ${storageKey}`.execute(
        db,
      )
    if (named.rows.length === 0) await files.remove(storageKey)
  }
}

/** Raw mail lies in the database until it is a week old, then in the file store: the database stays small. */
async function moveOldRawMail(db: Database['db'], files: FileStore): Promise<void> {
  const { rows } = await sql<{ accountId: string; id: string; bytes: Buffer }>`
    select r.account_id as "accountId", r.arrival_id as id, r.bytes
    from arrival a join arrival_raw r on r.account_id = a.account_id and r.arrival_id = a.id
    where a.received_at < now() - interval '7 days' and a.state <> 'received'
    limit 200`.execute(db)
  for (const { accountId, id, bytes } of rows) {
    const key = await files.keep(bytes)
    // One statement: the file is named in the same moment in which the bytes go.
    await sql`
      with moved as (
        update arrival set storage_key = ${key} where account_id = ${accountId} and id = ${id} and storage_key is null
      )
      delete from arrival_raw where account_id = ${accountId} and arrival_id = ${id}`.execute(db)
  }
}

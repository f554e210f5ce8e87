import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { sweepChallenges } from './account/challenge.ts'
import { sweepIdempotency } from './account/idempotency.ts'
import { removeUnkeptImages } from './account/signature-images.ts'
import { sweepAutomaticAnswers } from './conversation/automatic-answers.ts'
import { foldCounts } from './conversation/counters.ts'
import type { Database, Db } from './platform/database.ts'
import type { FileStore } from './platform/files.ts'
import type { Log } from './platform/log.ts'

const foldEveryMs = 2000
/** Each turn looks through one of 256 folders of files: all of them in about four hours. */
const sweepEveryMs = 60_000

/** What has to be done now and then; each may be done by several processes at once, or twice. */
export function startHousekeeping(database: Database, files: FileStore, log: Log): { close(): Promise<void> } {
  const { db } = database
  let folderNumber = randomInt(256)
  const fold = async () => {
    while ((await foldCounts(db)) > 0);
  }
  const jobs = [
    every(foldEveryMs, 'folding the counters', fold, log),
    every(sweepEveryMs, 'sweeping', () => sweep(database, files, folderNumber++ % 256), log),
  ]
  return {
    close: async () => {
      await Promise.all(jobs.map((job) => job.close()))
    },
  }
}

/** One turn of tidying; `folderNumber` (0 to 255) is the folder of files that is looked through. */
export async function sweep(database: Database, files: FileStore, folderNumber: number): Promise<void> {
  const { db } = database
  await sweepIdempotency(db)
  await sql`delete from throttle where resets_at < now()`.execute(db)
  await sql`delete from session where expires_at < now()`.execute(db)
  await sweepChallenges(db)
  await sweepAutomaticAnswers(db)
  await sql`delete from password_reset where expires_at < now() - interval '1 day'`.execute(db)
  await removeTrash(database)
  await removeUnusedFileRows(db)
  await removeUnkeptImages(db)
  await removeUnnamedFiles(db, files, folderNumber)
  await moveOldRawMail(db, files)
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
    ), raw as (
      delete from arrival a using old, message m
      where m.account_id = old.account_id and m.thread_id = old.id
        and a.account_id = m.account_id and a.message_id = m.id
    )
    delete from thread t using old where t.account_id = old.account_id and t.id = old.id`.execute(database.db)
}

/** Rows of files that nothing shows: uploads that were attached to nothing for a day, attachments of what is gone. */
async function removeUnusedFileRows(db: Db): Promise<void> {
  await sql`
    delete from file f where (account_id, id) in (
      select f.account_id, f.id from file f
      where f.created_at < now() - interval '1 day'
        and not exists (select from attachment a where a.account_id = f.account_id and a.file_id = f.id)
        and not exists (select from draft d where d.account_id = f.account_id
          and d.content -> 'attachments' @> jsonb_build_array(jsonb_build_object('fileId', f.id::text)))
      limit 500
    )`.execute(db)
}

/** Files that no row names, a day old: the row is gone, or its transaction never came. One folder of 256 at a time. */
async function removeUnnamedFiles(db: Db, files: FileStore, folderNumber: number): Promise<void> {
  const keys = await files.listOlder(folderNumber, new Date(Date.now() - 86_400_000))
  if (keys.length === 0) return
  const { rows } = await sql<{ key: string }>`
    select k as key from unnest(${keys}::text[]) k
    where not exists (select from file f where f.storage_key = k)
      and not exists (select from arrival a where a.storage_key = k)
      and not exists (select from signature_image s where s.storage_key = k)`.execute(db)
  for (const { key } of rows) await files.remove(key)
}

/** Raw mail lies in the database until it is a week old, then in the file store: the database stays small. */
async function moveOldRawMail(db: Db, files: FileStore): Promise<void> {
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

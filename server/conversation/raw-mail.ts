import type { Db } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'

/** The bytes of an arrival as they came in; null where they have been removed. */
export async function findRaw(db: Db, files: FileStore, accountId: string, arrivalId: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('arrival as a')
    .leftJoin('arrival_raw as r', (join) =>
      join.onRef('r.account_id', '=', 'a.account_id').onRef('r.arrival_id', '=', 'a.id'),
    )
    .select(['a.storage_key', 'r.bytes'])
    .where('a.account_id', '=', accountId)
    .where('a.id', '=', arrivalId)
    .executeTakeFirst()
  if (!row) return null
  return row.storage_key === null ? row.bytes : files.read(row.storage_key)
}

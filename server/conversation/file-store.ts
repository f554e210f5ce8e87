import { fileTypeFromBuffer } from 'file-type'
import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import { requireAllowed } from '../inbox/access.ts'
import { type Asker, verdictOn } from '../inbox/asker.ts'
import { cleanFilename } from '../mail/attachment-name.ts'
import type { Db, Tx } from '../platform/database.ts'
import { type FileStore, sha256 } from '../platform/files.ts'
import { userIdOf } from './thread-store.ts'

export type StoredFile = {
  id: string
  name: string
  mediaType: string
  size: number
  sha256: string
  storageKey: string
  createdAt: Date
}

/**
 * The media type that bytes really are; text that says it is text is believed as plain text alone, because a browser would
 * run HTML. What is not known is a stream of bytes, to be downloaded.
 */
export async function mediaTypeOf(bytes: Uint8Array, declared: string): Promise<string> {
  const found = await fileTypeFromBuffer(bytes.subarray(0, 65_536))
  if (found) return found.mime
  const plain = ['text/plain', 'text/csv', 'text/calendar', 'text/vcard', 'text/markdown', 'message/rfc822']
  if (bytes.subarray(0, 65_536).includes(0)) return 'application/octet-stream'
  if (plain.includes(declared)) return declared
  // What mail servers write about mails is lines of text; under the names of its own no program opens it.
  if (mailReports.has(declared)) return 'text/plain'
  return 'application/octet-stream'
}

const mailReports = new Set([
  'message/delivery-status',
  'message/disposition-notification',
  'message/feedback-report',
  'text/rfc822-headers',
])

/** Keeps what a user uploads. Until it is attached to something, only the uploader may read or attach it. */
export async function keepUpload(
  tx: Tx,
  files: FileStore,
  asker: Asker,
  upload: { name: string; declaredType: string; bytes: Buffer },
): Promise<StoredFile> {
  const storageKey = await files.keep(upload.bytes)
  const mediaType = await mediaTypeOf(upload.bytes, upload.declaredType)
  const name = cleanFilename(upload.name, mediaType)
  const hash = sha256(upload.bytes)
  const row = await tx
    .insertInto('file')
    .values({
      account_id: asker.actor.accountId,
      name,
      media_type: mediaType,
      size: upload.bytes.length,
      sha256: hash,
      storage_key: storageKey,
      created_by_user_id: userIdOf(asker),
    })
    .returning(['id', 'created_at'])
    .executeTakeFirstOrThrow()
  return { id: row.id, name, mediaType, size: upload.bytes.length, sha256: hash, storageKey, createdAt: row.created_at }
}

/** A file of the account, for whoever was shown it. @throws {Problem} `notFound` */
export async function getShownFile(db: Db | Tx, accountId: string, fileId: string): Promise<StoredFile> {
  const row = await db
    .selectFrom('file')
    .select(['id', 'name', 'media_type as mediaType', 'size', 'sha256', 'storage_key as storageKey'])
    .select('created_at as createdAt')
    .where('account_id', '=', accountId)
    .where('id', '=', fileId)
    .executeTakeFirst()
  if (!row) throw new Problem('notFound')
  return row
}

/**
 * A file that the asker may read: attached to a message of a thread that he sees, or uploaded by himself (a token: by a
 * token of the account) and not attached yet.
 * @throws {Problem} `notFound`
 */
export async function getFile(db: Db | Tx, asker: Asker, fileId: string): Promise<StoredFile> {
  const { rows } = await sql<StoredFile & { createdBy: string | null; threads: string[][] }>`
    select f.id, f.name, f.media_type as "mediaType", f.size, f.sha256, f.storage_key as "storageKey", f.created_at as "createdAt",
      f.created_by_user_id as "createdBy",
      (select coalesce(json_agg(array(select unnest(t.inbox_ids)::text)), '[]')
        from attachment a
        join message m on m.account_id = a.account_id and m.id = a.message_id
        join thread t on t.account_id = m.account_id and t.id = m.thread_id
        where a.account_id = f.account_id and a.file_id = f.id) as threads
    from file f where f.account_id = ${asker.actor.accountId} and f.id = ${fileId}`.execute(db)
  const row = rows[0]
  if (!row) throw new Problem('notFound')
  const { createdBy, threads, ...file } = row
  if (threads.length === 0 && createdBy === userIdOf(asker)) return file
  const verdicts = threads.map((inboxIds) => verdictOn(asker, 'see', inboxIds))
  if (!verdicts.some((verdict) => verdict.isAllowed))
    requireAllowed(verdicts[0] ?? { isAllowed: false, mayKnow: false, code: 'notFound', inboxName: '' })
  return file
}

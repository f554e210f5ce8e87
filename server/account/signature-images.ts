import { fileTypeFromBuffer } from 'file-type'
import { sql } from 'kysely'
import { invalid, Problem } from '../../shared/problems.ts'
import { maxSignatureImageBytes } from '../../shared/signature.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'

export type SignatureImage = { id: string; mediaType: string; size: number; storageKey: string }

/** What every mail program draws. */
const types = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** Keeps a picture for a signature, by its bytes and never by its name. @throws {Problem} `invalid`, `tooLarge` */
export async function keepSignatureImage(tx: Tx, files: FileStore, accountId: string, bytes: Buffer): Promise<string> {
  if (bytes.length > maxSignatureImageBytes) throw new Problem('tooLarge', { what: 'The picture', limit: '1 MB' })
  const type = await fileTypeFromBuffer(bytes)
  if (!type || !types.has(type.mime)) throw invalid('file', 'takes a PNG, JPEG, WebP or GIF picture')
  const storageKey = await files.keep(bytes)
  const { id } = await tx
    .insertInto('signature_image')
    .values({ account_id: accountId, media_type: type.mime, size: bytes.length, storage_key: storageKey })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function findSignatureImage(db: Db, accountId: string, id: string): Promise<SignatureImage | null> {
  const row = await db
    .selectFrom('signature_image')
    .select(['id', 'media_type as mediaType', 'size', 'storage_key as storageKey'])
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** Keeps these pictures for good. Answers those that the account has. */
export async function holdSignatureImages(tx: Tx, accountId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    update signature_image set is_kept = true
    where account_id = ${accountId} and id = any(${ids}::uuid[]) returning id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Pictures that were uploaded a day ago and are in no signature. */
export async function removeUnkeptImages(db: Db): Promise<void> {
  await sql`delete from signature_image where not is_kept and created_at < now() - interval '1 day'`.execute(db)
}

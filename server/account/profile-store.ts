import { sql } from 'kysely'
import { type Db, markForAnnouncement, type Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { newUuid } from '../platform/uuid.ts'
import { type AuditSource, recordAudit } from './audit.ts'
import { readPersonName } from './read-name.ts'
import { readSignature } from './read-signature.ts'

export type Profile = { name: string; undoSeconds: number; signatureHtml: string; avatarVersion: string | null }

export type ProfileChange = {
  name?: string
  language?: 'en' | 'nb' | null
  theme?: 'system' | 'light' | 'dark'
  usesShortcuts?: boolean
  undoSeconds?: number
  /** As an editor made it; sanitised here to what mail programs show. */
  signatureHtml?: string
}

type Who = { accountId: string; userId: string }

export async function getProfile(db: Db | Tx, { accountId, userId }: Who): Promise<Profile> {
  return db
    .selectFrom('user')
    .select([
      'name',
      'undo_seconds as undoSeconds',
      'signature_html as signatureHtml',
      'avatar_version as avatarVersion',
    ])
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
}

/** Changes what is given, of the person's own row in the account. @throws {Problem} `invalid` */
export async function changeProfile(tx: Tx, who: Who, source: AuditSource, change: ProfileChange): Promise<void> {
  const name = change.name === undefined ? undefined : readPersonName('name', change.name)
  const signature =
    change.signatureHtml === undefined
      ? undefined
      : await readSignature(tx, who.accountId, 'signatureHtml', change.signatureHtml, { hasTokens: false })
  const before = await getProfile(tx, who)
  await tx
    .updateTable('user')
    .set({
      ...(name === undefined ? {} : { name }),
      ...(change.language === undefined ? {} : { language: change.language }),
      ...(change.theme === undefined ? {} : { theme: change.theme }),
      ...(change.usesShortcuts === undefined ? {} : { uses_shortcuts: change.usesShortcuts }),
      ...(change.undoSeconds === undefined ? {} : { undo_seconds: change.undoSeconds }),
      ...(signature === undefined ? {} : { signature_html: signature }),
    })
    .where('account_id', '=', who.accountId)
    .where('id', '=', who.userId)
    .execute()
  if (name !== undefined && name !== before.name) {
    await recordAudit(tx, {
      accountId: who.accountId,
      source,
      action: 'user.changed',
      subject: { type: 'user', id: who.userId },
      before: { name: before.name },
      after: { name },
    })
    await appendEvents(tx, [{ accountId: who.accountId, type: 'user.changed', userId: who.userId }])
  }
  // What is kept of a session for its next requests holds the profile too.
  else markForAnnouncement(tx, { changesAccess: true })
}

/** Keeps a picture that the server drew (`redrawPicture`), or with null goes back to initials. */
export async function setAvatar(tx: Tx, { accountId, userId }: Who, image: Buffer | null): Promise<void> {
  const version = image && newUuid()
  if (image && version) {
    await sql`
      insert into user_avatar (account_id, user_id, version, image) values (${accountId}, ${userId}, ${version}, ${image})
      on conflict (account_id, user_id) do update set version = excluded.version, image = excluded.image`.execute(tx)
  } else {
    await tx.deleteFrom('user_avatar').where('account_id', '=', accountId).where('user_id', '=', userId).execute()
  }
  await tx
    .updateTable('user')
    .set({ avatar_version: version })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .execute()
  await appendEvents(tx, [{ accountId, type: 'user.changed', userId }])
}

/** Somebody's picture in this version, or null. */
export async function findAvatar(db: Db, { accountId, userId }: Who, version: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('user_avatar')
    .select('image')
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .where('version', '=', version)
    .executeTakeFirst()
  return row?.image ?? null
}

/** Where browsers find somebody's picture. */
export const avatarUrl = (userId: string, version: string | null): string | null =>
  version === null ? null : `/api/users/${userId}/avatar/${version}`

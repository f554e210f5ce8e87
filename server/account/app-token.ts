import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { invalid, Problem } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'
import { scopes as knownScopes, type TokenActor } from './actor.ts'
import { type AuditSource, bySystem, recordAudit } from './audit.ts'
import { readName } from './read-name.ts'

const hashOf = (token: string) => createHash('sha256').update(token).digest()

export type PrivateApp = { id: string; name: string; scopes: string[]; createdAt: Date; lastUsedAt: Date | null }

const columns = ['id', 'name', 'scopes', 'created_at as createdAt', 'last_used_at as lastUsedAt'] as const

/**
 * Makes a private app with a token. Only the token's hash is kept: the answer is the one time that it can be read.
 * @throws {Problem} `invalid` for a name that is none and a scope that does not exist
 */
export async function createPrivateApp(
  tx: Tx,
  input: { accountId: string; name: string; scopes: readonly string[]; source: AuditSource },
): Promise<{ app: PrivateApp; token: string }> {
  const { accountId, source } = input
  const name = readName('name', input.name)
  const scopes = [...new Set(input.scopes)]
  const unknown = scopes.find((scope) => !(knownScopes as readonly string[]).includes(scope))
  if (unknown !== undefined || scopes.length === 0) {
    throw invalid(
      'scopes',
      `takes one or more of ${knownScopes.join(', ')}${unknown ? `; "${unknown}" is none of them` : ''}`,
    )
  }
  const token = `pat-sam-${randomBytes(32).toString('base64url')}`
  const app = await tx
    .insertInto('app_token')
    .values({ account_id: accountId, name, scopes, token_hash: hashOf(token) })
    .returning(columns)
    .executeTakeFirstOrThrow()
  await recordAudit(tx, {
    accountId,
    source,
    action: 'token.created',
    subject: { type: 'token', id: app.id },
    after: { name, scopes },
  })
  return { app, token }
}

/** The same for the command line. */
export async function createAppToken(
  tx: Tx,
  accountId: string,
  name: string,
  scopes: readonly string[],
): Promise<string> {
  return (await createPrivateApp(tx, { accountId, name, scopes, source: bySystem })).token
}

/** Those that open something, the newest first. */
export function listPrivateApps(db: Db, accountId: string): Promise<PrivateApp[]> {
  return db
    .selectFrom('app_token')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .orderBy('id', 'desc')
    .execute()
}

/**
 * From the commit on the token opens nothing: it is looked up with each request.
 * @throws {Problem} `notFound` where the account has none of this id that still opens something
 */
export async function revokePrivateApp(tx: Tx, accountId: string, id: string, source: AuditSource): Promise<void> {
  const app = await tx
    .updateTable('app_token')
    .set({ revoked_at: sql`now()` })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning(['name', 'scopes'])
    .executeTakeFirst()
  if (!app) throw new Problem('notFound')
  await recordAudit(tx, {
    accountId,
    source,
    action: 'token.revoked',
    subject: { type: 'token', id },
    before: { name: app.name, scopes: app.scopes },
  })
}

/** The account and scopes behind a token, or null: unknown or revoked. Its last use is kept to the minute. */
export async function findAppToken(db: Db, token: string): Promise<TokenActor | null> {
  const { rows } = await sql<{ accountId: string; tokenId: string; scopes: string[]; isStale: boolean }>`
    select account_id as "accountId", id as "tokenId", scopes,
      coalesce(last_used_at < now() - interval '1 minute', true) as "isStale"
    from app_token where token_hash = ${hashOf(token)} and revoked_at is null`.execute(db)
  const row = rows[0]
  if (!row) return null
  if (row.isStale) {
    await sql`update app_token set last_used_at = now() where account_id = ${row.accountId} and id = ${row.tokenId}`.execute(
      db,
    )
  }
  return { kind: 'token', accountId: row.accountId, tokenId: row.tokenId, scopes: new Set(row.scopes) }
}

import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { invalid } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'
import { scopes as knownScopes, type TokenActor } from './actor.ts'

const hashOf = (token: string) => createHash('sha256').update(token).digest()

/**
 * Makes a private-app token. Only its hash is kept: the answer is the one time that it can be read.
 * @throws {Problem} `invalid` for a scope that does not exist
 */
export async function createAppToken(
  tx: Tx,
  accountId: string,
  name: string,
  scopes: readonly string[],
): Promise<string> {
  const unknown = scopes.find((scope) => !(knownScopes as readonly string[]).includes(scope))
  if (unknown !== undefined || scopes.length === 0) {
    throw invalid(
      'scopes',
      `takes one or more of ${knownScopes.join(', ')}${unknown ? `; "${unknown}" is none of them` : ''}`,
    )
  }
  const token = `pat-sam-${randomBytes(32).toString('base64url')}`
  await tx
    .insertInto('app_token')
    .values({ account_id: accountId, name, scopes: [...scopes], token_hash: hashOf(token) })
    .execute()
  return token
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

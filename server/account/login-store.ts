import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'

/** `isProven`: the address is known to be the person's, so nobody else chose the password. */
export type Login = { id: string; email: string; passwordHash: string; isProven: boolean }

export const findLogin = (db: Db | Tx, emailKey: string) => select(db, 'email_key', emailKey)

/** @throws {Problem} `notFound` */
export async function getLogin(db: Db | Tx, id: string): Promise<Login> {
  const login = await select(db, 'id', id)
  if (!login) throw new Problem('notFound')
  return login
}

async function select(db: Db | Tx, column: 'id' | 'email_key', value: string): Promise<Login | null> {
  const row = await db
    .selectFrom('login')
    .select(['id', 'email', 'password_hash as passwordHash', 'proven_at'])
    .where(column, '=', value)
    .executeTakeFirst()
  if (!row) return null
  const { proven_at, ...login } = row
  return { ...login, isProven: proven_at !== null }
}

/** @throws {Problem} `emailTaken` where somebody has the address */
export async function insertLogin(
  tx: Tx,
  login: { email: string; key: string; passwordHash: string },
): Promise<string> {
  const row = await tx
    .insertInto('login')
    .values({ email: login.email, email_key: login.key, password_hash: login.passwordHash })
    .onConflict((conflict) => conflict.column('email_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new Problem('emailTaken')
  return row.id
}

export async function setPassword(tx: Tx, loginId: string, passwordHash: string): Promise<void> {
  await tx.updateTable('login').set({ password_hash: passwordHash }).where('id', '=', loginId).execute()
}

/** The address is proven: its owner used a link that was mailed to it, or the command line said so. */
export async function setProven(tx: Tx, loginId: string): Promise<void> {
  await tx.updateTable('login').set({ proven_at: sql`coalesce(proven_at, now())` }).where('id', '=', loginId).execute()
}

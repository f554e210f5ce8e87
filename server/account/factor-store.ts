import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

export type Totp = { sealedSecret: Buffer; createdAt: Date }

export async function findTotp(db: Db | Tx, loginId: string): Promise<Totp | null> {
  const row = await db
    .selectFrom('login_totp')
    .select(['sealed_secret as sealedSecret', 'created_at as createdAt'])
    .where('login_id', '=', loginId)
    .executeTakeFirst()
  return row ?? null
}

/** Puts a secret in place of the one before; `step`: the one whose code proved it. */
export async function putTotp(tx: Tx, loginId: string, sealedSecret: Buffer, step: number): Promise<void> {
  await tx
    .insertInto('login_totp')
    .values({ login_id: loginId, sealed_secret: sealedSecret, last_step: String(step) })
    .onConflict((conflict) =>
      conflict.column('login_id').doUpdateSet({
        sealed_secret: sealedSecret,
        last_step: String(step),
        created_at: sql<Date>`now()`,
      }),
    )
    .execute()
}

/** Takes the code of a step; false where it or a later one was taken before. */
export async function takeTotpStep(tx: Tx, loginId: string, step: number): Promise<boolean> {
  const used = await tx
    .updateTable('login_totp')
    .set({ last_step: String(step) })
    .where('login_id', '=', loginId)
    .where('last_step', '<', String(step))
    .returning('login_id')
    .executeTakeFirst()
  return used !== undefined
}

export async function removeTotp(tx: Tx, loginId: string): Promise<boolean> {
  const removed = await tx
    .deleteFrom('login_totp')
    .where('login_id', '=', loginId)
    .returning('login_id')
    .executeTakeFirst()
  return removed !== undefined
}

export type Passkey = {
  id: string
  loginId: string
  credentialId: string
  publicKey: Buffer
  counter: number
  transports: string[]
  name: string
  createdAt: Date
  lastUsedAt: Date | null
}

const passkeys = (db: Db | Tx) =>
  db
    .selectFrom('passkey')
    .select(['id', 'login_id as loginId', 'credential_id as credentialId', 'public_key as publicKey'])
    .select(['counter', 'transports', 'name', 'created_at as createdAt', 'last_used_at as lastUsedAt'])

export async function listPasskeys(db: Db | Tx, loginId: string): Promise<Passkey[]> {
  const rows = await passkeys(db).where('login_id', '=', loginId).orderBy('id').execute()
  return rows.map((row) => ({ ...row, counter: Number(row.counter) }))
}

/** Locked: of two uses at a time the second sees the counter of the first. */
export async function findPasskey(tx: Tx, credentialId: string): Promise<Passkey | null> {
  const row = await passkeys(tx).where('credential_id', '=', credentialId).forUpdate().executeTakeFirst()
  return row ? { ...row, counter: Number(row.counter) } : null
}

/** The new one's id; null where somebody registered this passkey before. */
export async function insertPasskey(
  tx: Tx,
  passkey: Pick<Passkey, 'loginId' | 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'name'>,
): Promise<string | null> {
  const row = await tx
    .insertInto('passkey')
    .values({
      login_id: passkey.loginId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: String(passkey.counter),
      transports: passkey.transports,
      name: passkey.name,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export async function notePasskeyUse(tx: Tx, id: string, counter: number): Promise<void> {
  await tx
    .updateTable('passkey')
    .set({ counter: String(counter), last_used_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}

export async function renamePasskey(tx: Tx, loginId: string, id: string, name: string): Promise<boolean> {
  const renamed = await tx
    .updateTable('passkey')
    .set({ name })
    .where('login_id', '=', loginId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return renamed !== undefined
}

export async function removePasskey(tx: Tx, loginId: string, id: string): Promise<boolean> {
  const removed = await tx
    .deleteFrom('passkey')
    .where('login_id', '=', loginId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return removed !== undefined
}

/** Whether the password alone does not sign the login in. */
export async function hasFactor(db: Db | Tx, loginId: string): Promise<boolean> {
  return (await findTotp(db, loginId)) !== null || (await listPasskeys(db, loginId)).length > 0
}

import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Keyring } from '../platform/keyring.ts'

const count = 10
/** Ten letters and digits that nobody mixes up: 49 bits each, against the five attempts of five minutes. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const length = 10

/** Ten new codes in place of all before. They can be read this once: the table holds what only our key makes of them. */
export async function renewRecoveryCodes(tx: Tx, keyring: Keyring, loginId: string): Promise<string[]> {
  const codes = Array.from({ length: count }, newCode)
  await removeRecoveryCodes(tx, loginId)
  await tx
    .insertInto('recovery_code')
    .values(codes.map((code) => ({ login_id: loginId, code_mac: macOf(keyring, loginId, code) })))
    .execute()
  return codes
}

/** Takes a code, once; false where it is not one of the login's, or no longer. */
export async function takeRecoveryCode(tx: Tx, keyring: Keyring, loginId: string, code: string): Promise<boolean> {
  const used = await tx
    .updateTable('recovery_code')
    .set({ used_at: sql`now()` })
    .where('login_id', '=', loginId)
    .where('code_mac', '=', macOf(keyring, loginId, code))
    .where('used_at', 'is', null)
    .returning('login_id')
    .executeTakeFirst()
  return used !== undefined
}

export async function removeRecoveryCodes(tx: Tx, loginId: string): Promise<void> {
  await tx.deleteFrom('recovery_code').where('login_id', '=', loginId).execute()
}

export async function countRecoveryCodes(db: Db | Tx, loginId: string): Promise<number> {
  const { left } = await db
    .selectFrom('recovery_code')
    .select((eb) => eb.fn.countAll<string>().as('left'))
    .where('login_id', '=', loginId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(left)
}

function newCode(): string {
  const letters = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
  return `${letters.slice(0, 5)}-${letters.slice(5)}`
}

/** However it is typed: with or without the hyphen, in capitals. */
function macOf(keyring: Keyring, loginId: string, code: string): Buffer {
  const letters = code.toLowerCase().replace(/[^a-z0-9]/g, '')
  return keyring.mac('recovery-code', `${loginId}:${letters}`, 32)
}

import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'
import { type Keyring, SealError } from '../platform/keyring.ts'

/** What a step between two requests is for, and how long the second may take. */
const lifetimeMinutes = {
  'second-factor': 10,
  'totp-setup': 30,
  'passkey-setup': 10,
  // Asked when the page of the door opens, for the browser to offer passkeys in the field.
  'passkey-sign-in': 60,
} as const

type Purpose = keyof typeof lifetimeMinutes

/** Whom a challenge is about (null: nobody yet), and what the second request has to find as the first one left it. */
export type ChallengeContent = { loginId: string | null; data: string }

/** A sealed step: nothing is stored until it is used, so that asking for it costs nothing. */
export function mintChallenge(
  keyring: Keyring,
  purpose: Purpose,
  { loginId, data }: ChallengeContent,
  now = Date.now(),
): string {
  const expiresAt = now + lifetimeMinutes[purpose] * 60_000
  const content = [loginId, data, expiresAt, randomBytes(16).toString('base64url')]
  return keyring.seal(`challenge:${purpose}`, JSON.stringify(content)).toString('base64url')
}

/** @throws {Problem} `stepExpired` for what we did not mint for this purpose, or too long ago */
export function readChallenge(
  keyring: Keyring,
  purpose: Purpose,
  challenge: string,
  now = Date.now(),
): ChallengeContent {
  const [loginId, data, expiresAt] = open(keyring, purpose, challenge)
  if (expiresAt < now) throw new Problem('stepExpired')
  return { loginId, data }
}

function open(keyring: Keyring, purpose: Purpose, challenge: string): [string | null, string, number] {
  try {
    return JSON.parse(keyring.open(`challenge:${purpose}`, Buffer.from(challenge, 'base64url')).toString('utf8'))
  } catch (error) {
    if (error instanceof SealError) throw new Problem('stepExpired')
    throw error
  }
}

/** Uses a challenge up, in the transaction of what it was for. @throws {Problem} `stepExpired` where it was used before */
export async function spendChallenge(tx: Tx, challenge: string): Promise<void> {
  const spent = await tx
    .insertInto('spent_challenge')
    .values({
      // The bytes, not the text: base64url has more than one spelling of the last letter.
      hash: createHash('sha256').update(Buffer.from(challenge, 'base64url')).digest(),
      expires_at: sql<Date>`now() + interval '2 hours'`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('hash')
    .executeTakeFirst()
  if (!spent) throw new Problem('stepExpired')
}

export async function sweepChallenges(db: Db): Promise<void> {
  await db.deleteFrom('spent_challenge').where('expires_at', '<', sql<Date>`now()`).execute()
}

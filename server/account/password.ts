import { hash, verify } from '@node-rs/argon2'
import { invalid } from '../../shared/problems.ts'

export const passwordMinLength = 10
const maxLength = 200

/** argon2id, 19 MiB, 2 passes, 1 lane: OWASP's first choice, about 11 ms. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** @throws {Problem} `invalid` for a password too short or too long to be kept */
export function hashPassword(password: string): Promise<string> {
  const length = [...password].length
  if (length < passwordMinLength || length > maxLength) {
    throw invalid('password', `takes ${passwordMinLength} to ${maxLength} characters; this has ${length}`)
  }
  return hash(password.normalize('NFKC'), cost)
}

let decoy: Promise<string> | undefined

/**
 * Whether a password belongs to a hash. Without a hash (nobody has this address) it takes as long as with one, so that
 * the time does not tell which addresses are known.
 */
export async function isPassword(hashed: string | null, password: string): Promise<boolean> {
  decoy ??= hash('no login has this password', cost)
  const matches = await verify(hashed ?? (await decoy), password.normalize('NFKC'))
  return matches && hashed !== null
}

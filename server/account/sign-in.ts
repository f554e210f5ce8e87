import { Problem } from '../../shared/problems.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { Keyring } from '../platform/keyring.ts'
import { mintChallenge, readChallenge, spendChallenge } from './challenge.ts'
import { readEmailAddress } from './email-address.ts'
import { findTotp, listPasskeys, type Passkey } from './factor-store.ts'
import { findLogin, getLogin, type Login } from './login-store.ts'
import { type Assertion, passkeyRequest, type RelyingParty, takeAssertion } from './passkeys.ts'
import { isPassword } from './password.ts'
import { type SecondProof, takeProof } from './second-factor.ts'
import { openSession } from './session-store.ts'
import { forgive, takeBack, throttle } from './throttle.ts'
import { findUserOfLogin } from './user-store.ts'

/** The browser, as its session remembers it. */
export type Browser = { userAgent: string; remoteAddress: string }

/** `sessionId`: for the cookie. Else the password was right, and the second half is asked for. */
export type FirstHalf = { sessionId: string } | { challenge: string; methods: FactorMethod[] }
export type FactorMethod = 'code' | 'passkey'

/**
 * Signs a person in by address and password, or half in where the login has a factor. Known and unknown addresses get
 * the same answer after the same time. Throttled by address (10 in 15 minutes) and by IP (50 in 15 minutes).
 * @throws {Problem} `wrongPassword`, `tooMany`
 */
export async function signIn(
  database: Database,
  keyring: Keyring,
  input: { email: string; password: string } & Browser,
): Promise<FirstHalf> {
  const key = addressKey(input.email)
  const window = 15 * 60
  const byAddress = `sign-in:${key}`
  await throttle(database.db, [
    { key: `sign-in-ip:${input.remoteAddress}`, attempts: 50, seconds: window },
    { key: byAddress, attempts: 10, seconds: window },
  ])
  const login = await findLogin(database.db, key)
  const isRight = await isPassword(login?.passwordHash ?? null, input.password)
  const user = login && isRight ? await findUserOfLogin(database.db, login.id) : null
  if (!login || !user) throw new Problem('wrongPassword')
  await forgive(database.db, [byAddress])
  const methods = await factorMethods(database, login.id)
  if (methods.length > 0) {
    const content = { loginId: login.id, data: passwordMark(keyring, login) }
    return { challenge: mintChallenge(keyring, 'second-factor', content), methods }
  }
  return { sessionId: await database.transaction((tx) => openSessionOf(tx, login.id, input)) }
}

/**
 * The second half, by a code of the app or a recovery code. Throttled by login (5 in 5 minutes, 100 a day: else six
 * digits could be guessed in months) and by IP (20 failures in 5 minutes).
 * @throws {Problem} `stepExpired`, `wrongCode`, `wrongRecoveryCode`, `tooMany`
 */
export async function finishSignIn(
  database: Database,
  keyring: Keyring,
  input: { challenge: string; proof: SecondProof } & Browser,
): Promise<string> {
  const login = await loginHalfIn(database, keyring, input.challenge)
  const byLogin = `second-factor:${login.id}`
  const byIp = `second-factor-ip:${input.remoteAddress}`
  await throttle(database.db, [
    { key: byIp, attempts: 20, seconds: 300 },
    { key: byLogin, attempts: 5, seconds: 300 },
    { key: `second-factor-day:${login.id}`, attempts: 100, seconds: 86_400 },
  ])
  const sessionId = await database.transaction(async (tx) => {
    await spendChallenge(tx, input.challenge)
    await takeProof(tx, keyring, login.id, input.proof)
    return openSessionOf(tx, login.id, input)
  })
  await forgive(database.db, [byLogin])
  await takeBack(database.db, byIp)
  return sessionId
}

/** What a browser needs to sign in by passkey; `challenge`: of who has given a password, whose passkeys are then named. */
export async function requestPasskey(
  database: Database,
  keyring: Keyring,
  party: RelyingParty,
  challenge: string | undefined,
) {
  const known: Passkey[] =
    challenge === undefined ? [] : await listPasskeys(database.db, (await loginHalfIn(database, keyring, challenge)).id)
  return passkeyRequest(keyring, party, known)
}

/**
 * Signs in by passkey alone: it asked for finger, face or PIN, so it is two factors. Throttled by IP (50
 * failures in 15 minutes).
 * @throws {Problem} `wrongPasskey`, `stepExpired`, `tooMany`
 */
export async function signInByPasskey(
  database: Database,
  keyring: Keyring,
  party: RelyingParty,
  input: { assertion: Assertion } & Browser,
): Promise<string> {
  const byIp = `passkey-ip:${input.remoteAddress}`
  await throttle(database.db, [{ key: byIp, attempts: 50, seconds: 900 }])
  const sessionId = await database.transaction(async (tx) => {
    const loginId = await takeAssertion(tx, keyring, party, input.assertion)
    return openSessionOf(tx, loginId, input)
  })
  await takeBack(database.db, byIp)
  return sessionId
}

async function factorMethods({ db }: Database, loginId: string): Promise<FactorMethod[]> {
  const [totp, passkeys] = [await findTotp(db, loginId), await listPasskeys(db, loginId)]
  return [...(totp ? ['code' as const] : []), ...(passkeys.length > 0 ? ['passkey' as const] : [])]
}

/** Who gave his password a moment ago; a password that was changed since is none. */
async function loginHalfIn(database: Database, keyring: Keyring, challenge: string): Promise<Login> {
  const { loginId, data } = readChallenge(keyring, 'second-factor', challenge)
  const login = await getLogin(database.db, loginId ?? '')
  if (data !== passwordMark(keyring, login)) throw new Problem('stepExpired')
  return login
}

const passwordMark = (keyring: Keyring, { id, passwordHash }: Login) =>
  keyring.mac('password-mark', `${id}:${passwordHash}`, 16).toString('base64url')

/** @throws {Problem} `wrongPassword` for who has left every account */
async function openSessionOf(tx: Tx, loginId: string, { userAgent, remoteAddress }: Browser): Promise<string> {
  const user = await findUserOfLogin(tx, loginId)
  if (!user) throw new Problem('wrongPassword')
  return openSession(tx, { accountId: user.accountId, userId: user.id, loginId, userAgent, remoteAddress })
}

/** What cannot be an address cannot be known either: it is looked up as it was typed, and not found. */
function addressKey(email: string): string {
  try {
    return readEmailAddress('email', email).key
  } catch {
    return email.slice(0, 254).toLowerCase()
  }
}

import { isIP } from 'node:net'
import { Problem } from '../../shared/problems.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { Keyring } from '../platform/keyring.ts'
import { mintChallenge, readChallenge, spendChallenge } from './challenge.ts'
import {
  findPasskey,
  insertPasskey,
  listPasskeys,
  notePasskeyUse,
  type Passkey,
  removePasskey,
  renamePasskey,
} from './factor-store.ts'
import { confirmPassword, type Own } from './own-login.ts'
import { changeFactors, type FactorChanged } from './second-factor.ts'

/** Whom a passkey is for: a name of a site (WebAuthn §5.1.2), never an address of digits. */
export type RelyingParty = { id: string; origin: string }

/** What the browser answers when it has made a passkey (WebAuthn's JSON, what of it counts). */
export type Attestation = { id: string; clientDataJSON: string; attestationObject: string; transports: string[] }

/** What the browser answers when it has signed with one. */
export type Assertion = {
  id: string
  clientDataJSON: string
  authenticatorData: string
  signature: string
  userHandle: string | null
}

const maxPasskeys = 20
/** EdDSA, ES256, RS256 (IANA COSE): what authenticators have. */
const algorithms = [-8, -7, -257]
const timeoutMs = 300_000

/**
 * The site that browsers tie passkeys to; null where they make none: at an IP address, or without TLS. On this machine
 * alone it is `localhost`, by whichever loopback name PUBLIC_URL calls it.
 */
export function relyingPartyOf(publicUrl: URL): RelyingParty | null {
  const { hostname, protocol, port, origin } = publicUrl
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    return { id: 'localhost', origin: `${protocol}//localhost${port && `:${port}`}` }
  return protocol === 'https:' && !isIP(hostname.replace(/[[\]]/g, '')) ? { id: hostname, origin } : null
}

/** @throws {Problem} `passkeysNeedName` */
export function requireRelyingParty(publicUrl: URL): RelyingParty {
  const party = relyingPartyOf(publicUrl)
  if (!party) throw new Problem('passkeysNeedName', { origin: publicUrl.origin })
  return party
}

/**
 * What the browser needs to make a passkey: one that it can offer without being told a name, and that asks for finger,
 * face or PIN, so that it is worth both factors.
 * @throws {Problem} `wrongCurrentPassword`, `tooMany`, `invalid` where the login has as many as it may
 */
export async function beginPasskey(
  database: Database,
  keyring: Keyring,
  party: RelyingParty,
  own: Own,
  password: string,
) {
  const { loginId, email, actor } = own.session
  await confirmPassword(database, loginId, password)
  const known = await listPasskeys(database.db, loginId)
  if (known.length >= maxPasskeys)
    throw new Problem('invalid', { message: `You have ${maxPasskeys} passkeys; remove one that you no longer use.` })
  return {
    challenge: mintChallenge(keyring, 'passkey-setup', { loginId, data: '' }),
    rp: { id: party.id, name: 'Samtale' },
    user: { id: userHandle(keyring, loginId), name: email, displayName: actor.name },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key' as const, alg })),
    timeout: timeoutMs,
    attestation: 'none' as const,
    excludeCredentials: known.map(descriptorOf),
    authenticatorSelection: { residentKey: 'preferred' as const, userVerification: 'required' as const },
  }
}

/** @throws {Problem} `wrongPasskey`, `stepExpired` */
export async function addPasskey(
  database: Database,
  keyring: Keyring,
  party: RelyingParty,
  own: Own,
  { name, attestation }: { name: string; attestation: Attestation },
): Promise<FactorChanged & { passkeyId: string }> {
  const { loginId } = own.session
  const { credential, challenge } = await verifyAttestation(keyring, party, loginId, attestation)
  let passkeyId: string | null = null
  const changed = await changeFactors(database, keyring, own, 'passkey-added', async (tx) => {
    await spendChallenge(tx, challenge)
    passkeyId = await insertPasskey(tx, {
      loginId,
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: attestation.transports,
      name,
    })
    if (passkeyId === null) throw new Problem('wrongPasskey')
  })
  return { ...changed, passkeyId: passkeyId ?? '' }
}

/** @throws {Problem} `notFound` */
export async function renameOwnPasskey(database: Database, own: Own, id: string, name: string): Promise<void> {
  const isRenamed = await database.transaction((tx) => renamePasskey(tx, own.session.loginId, id, name))
  if (!isRenamed) throw new Problem('notFound')
}

/** @throws {Problem} `wrongCurrentPassword`, `tooMany`, `notFound` */
export async function removeOwnPasskey(
  database: Database,
  keyring: Keyring,
  own: Own,
  { id, password }: { id: string; password: string },
): Promise<FactorChanged> {
  await confirmPassword(database, own.session.loginId, password)
  return changeFactors(database, keyring, own, 'passkey-removed', async (tx) => {
    if (!(await removePasskey(tx, own.session.loginId, id))) throw new Problem('notFound')
  })
}

/** What the browser needs to sign in; `passkeys`: those of a person who gave his password, else any that it holds. */
export function passkeyRequest(keyring: Keyring, party: RelyingParty, passkeys: readonly Passkey[]) {
  return {
    challenge: mintChallenge(keyring, 'passkey-sign-in', { loginId: null, data: '' }),
    rpId: party.id,
    timeout: timeoutMs,
    userVerification: 'required' as const,
    allowCredentials: passkeys.map(descriptorOf),
  }
}

/** The login whose passkey signed, once per challenge. @throws {Problem} `wrongPasskey`, `stepExpired` */
export async function takeAssertion(
  tx: Tx,
  keyring: Keyring,
  party: RelyingParty,
  assertion: Assertion,
): Promise<string> {
  const passkey = await findPasskey(tx, assertion.id)
  if (!passkey) throw new Problem('wrongPasskey')
  if (assertion.userHandle !== null && assertion.userHandle !== userHandle(keyring, passkey.loginId))
    throw new Problem('wrongPasskey')
  const challenge = challengeIn(assertion.clientDataJSON)
  readChallenge(keyring, 'passkey-sign-in', challenge)
  const { verifyAuthenticationResponse } = await webAuthn()
  const { id, clientDataJSON, authenticatorData, signature } = assertion
  const answer = await verifyAuthenticationResponse({
    response: {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON, authenticatorData, signature },
    },
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: { id, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
  }).catch(refuse)
  if (!answer.verified) throw new Problem('wrongPasskey')
  await spendChallenge(tx, challenge)
  await notePasskeyUse(tx, passkey.id, answer.authenticationInfo.newCounter)
  return passkey.loginId
}

async function verifyAttestation(keyring: Keyring, party: RelyingParty, loginId: string, attestation: Attestation) {
  const { id, clientDataJSON, attestationObject } = attestation
  const challenge = challengeIn(clientDataJSON)
  if (readChallenge(keyring, 'passkey-setup', challenge).loginId !== loginId) throw new Problem('stepExpired')
  const { verifyRegistrationResponse } = await webAuthn()
  const answer = await verifyRegistrationResponse({
    response: {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON, attestationObject },
    },
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(refuse)
  if (!answer.verified) throw new Problem('wrongPasskey')
  return { credential: answer.registrationInfo.credential, challenge }
}

/** Loaded when the first passkey is seen: most starts of the server need none of its 2 MB. */
const webAuthn = () => import('@simplewebauthn/server')

/** The library throws for whatever is not as it should be: origin, site, signature, counter, form. */
function refuse(cause: unknown): never {
  throw Object.assign(new Problem('wrongPasskey'), { cause })
}

/** The challenge that the browser says it signed; that it did, the signature over the same bytes proves. */
function challengeIn(clientDataJSON: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as {
      challenge?: unknown
    }
    if (typeof challenge === 'string') return challenge
  } catch {
    // not JSON: told below, as what has no challenge
  }
  throw new Problem('wrongPasskey')
}

/** The login as an authenticator knows it: tells nothing of the person (WebAuthn §14.6.1). */
const userHandle = (keyring: Keyring, loginId: string) => keyring.mac('passkey-user', loginId, 32).toString('base64url')

const descriptorOf = ({ credentialId, transports }: Passkey) => ({
  id: credentialId,
  type: 'public-key' as const,
  transports,
})

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What an authenticator may do wrong, or a thief with it. */
export type Signing = {
  origin?: string
  rpId?: string
  isVerified?: boolean
  counter?: number
  userHandle?: string | null
  /** signs with a key that nobody registered */
  withOtherKey?: boolean
}

type Creation = { challenge: string; rp: { id: string }; user: { id: string } }
type Request = { challenge: string; rpId: string }

/** A passkey as a phone holds it: ES256, attestation "none" (WebAuthn §6.5, §8.7). `origin`: where the page is. */
export function createAuthenticator(origin: string) {
  const id = randomBytes(32)
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let counter = 0
  let handle = ''
  return {
    /** the browser's answer to `PasskeyCreation`, as the API takes it */
    create({ challenge, rp, user }: Creation, { isVerified = true, ...wrong }: Signing = {}) {
      handle = user.id
      const credential = Buffer.concat([Buffer.alloc(16), Buffer.of(0, id.length), id, coseKey(key.publicKey)])
      const data = Buffer.concat([authenticatorData(wrong.rpId ?? rp.id, isVerified, 0, true), credential])
      return {
        id: id.toString('base64url'),
        clientDataJSON: clientData('webauthn.create', challenge, wrong.origin ?? origin),
        attestationObject: attestationObject(data).toString('base64url'),
        transports: ['internal'],
      }
    },
    /** the browser's answer to `PasskeyRequest`, as the API takes it */
    get({ challenge, rpId }: Request, wrong: Signing = {}) {
      counter += 1
      const data = authenticatorData(wrong.rpId ?? rpId, wrong.isVerified ?? true, wrong.counter ?? counter, false)
      const clientDataJSON = clientData('webauthn.get', challenge, wrong.origin ?? origin)
      const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()
      const { privateKey } = wrong.withOtherKey ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : key
      return {
        id: id.toString('base64url'),
        clientDataJSON,
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', Buffer.concat([data, hash]), privateKey).toString('base64url'),
        userHandle: wrong.userHandle === undefined ? handle : wrong.userHandle,
      }
    },
  }
}

const clientData = (type: string, challenge: string, origin: string) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url')

/** WebAuthn §6.1: the site's hash, flags (present, verified, has a credential), the counter. */
function authenticatorData(rpId: string, isVerified: boolean, counter: number, hasCredential: boolean): Buffer {
  const head = Buffer.alloc(37)
  createHash('sha256').update(rpId).digest().copy(head)
  head[32] = 0x01 | (isVerified ? 0x04 : 0) | (hasCredential ? 0x40 : 0)
  head.writeUInt32BE(counter, 33)
  return head
}

/** RFC 9053 §7.1.1 in CBOR: EC2, ES256, P-256, x, y. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ])
}

/** CBOR of `{fmt: "none", attStmt: {}, authData}`. */
const attestationObject = (data: Buffer) =>
  Buffer.concat([
    Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
    Buffer.of(0x58, data.length),
    data,
  ])

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Keys for everything that Samtale signs or seals, all derived from the installation's secret. Each `purpose` (such as
 * `reply-address` or `session`) has keys of its own, so that what was made for one is worth nothing for another.
 */
export type Keyring = {
  /** Names the secret in the tokens that it made, so that a later version can hold two of them while one is changed. */
  keyId: number
  /** `bytes`: 1 to 32. Bind a short one to something that expires or is looked up. */
  mac(purpose: string, data: Buffer | string, bytes: number): Buffer
  /** In constant time, at the length of `mac`; false for anything shorter than 8 bytes. */
  verify(purpose: string, data: Buffer | string, mac: Buffer): boolean
  /** Key id (1 byte), nonce (12), ciphertext, tag (16). `context` must be the same to open: bind a row's id with it. */
  seal(purpose: string, plaintext: Buffer | string, context?: string): Buffer
  /** @throws {SealError} */
  open(purpose: string, sealed: Buffer, context?: string): Buffer
  /** Tells installations apart and reveals nothing: 32 hexadecimal digits. */
  fingerprint(): string
}

/** The sealed value is damaged, of another purpose or context, or of another secret. */
export class SealError extends Error {
  override name = 'SealError'
}

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
const shortestMacBytes = 8

/** @param secret 32 bytes, from `loadInstallationSecret` */
export function createKeyring(secret: Buffer): Keyring {
  if (secret.length !== 32) throw new RangeError('The secret has 32 bytes')
  const derive = deriver(secret)
  const keyId = derive('key-id')[0] ?? 0
  const fullMac = (purpose: string, data: Buffer | string) =>
    createHmac('sha256', derive(`mac:${purpose}`))
      .update(data)
      .digest()

  return {
    keyId,
    mac(purpose, data, bytes) {
      if (bytes < 1 || bytes > 32) throw new RangeError('A MAC has 1 to 32 bytes')
      return fullMac(purpose, data).subarray(0, bytes)
    },
    verify(purpose, data, mac) {
      if (mac.length < shortestMacBytes || mac.length > 32) return false
      return timingSafeEqual(fullMac(purpose, data).subarray(0, mac.length), mac)
    },
    seal(purpose, plaintext, context = '') {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, derive(`seal:${purpose}`), nonce).setAAD(Buffer.from(context))
      const text = Buffer.concat([cipher.update(plaintext), cipher.final()])
      return Buffer.concat([Buffer.of(keyId), nonce, text, cipher.getAuthTag()])
    },
    open(purpose, sealed, context = '') {
      if (sealed.length < 1 + nonceBytes + tagBytes) throw new SealError('Too short to be a sealed value')
      if (sealed[0] !== keyId) throw new SealError('Sealed with another secret than SAMTALE_SECRET')
      const nonce = sealed.subarray(1, 1 + nonceBytes)
      const decipher = createDecipheriv(algorithm, derive(`seal:${purpose}`), nonce, { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(-tagBytes))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(1 + nonceBytes, -tagBytes)), decipher.final()])
      } catch (cause) {
        throw new SealError('Damaged, or sealed for something else', { cause })
      }
    },
    fingerprint: () => derive('fingerprint').toString('hex').slice(0, 32),
  }
}

/** HKDF (RFC 5869) with SHA-256; each label's key is derived once. */
function deriver(secret: Buffer): (label: string) => Buffer {
  const keys = new Map<string, Buffer>()
  return (label) => {
    const known = keys.get(label)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', secret, 'samtale', label, 32))
    keys.set(label, key)
    return key
  }
}

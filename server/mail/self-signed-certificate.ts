import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

export type CertificatePair = { key: string; cert: string }

/** Ten years: nobody renews it, and opportunistic STARTTLS does not verify it anyway (RFC 7435). */
const validDays = 3_650

/**
 * Key and self-signed certificate (PEM) of a name, for STARTTLS where no real certificate is set. X.509 v3 (RFC 5280)
 * with ECDSA P-256, written as DER by hand: it is thirty lines, and Node has no maker of certificates.
 */
export function makeSelfSignedCertificate(hostname: string, now: Date = new Date()): CertificatePair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(set(sequence(oid(commonName), utf8(hostname.slice(0, 64)))))
  const until = new Date(now.getTime() + validDays * 86_400_000)
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    sequence(oid(ecdsaWithSha256)),
    name,
    sequence(time(now), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(sequence(oid(subjectAltName), octets(sequence(der(0x82, Buffer.from(hostname))))))),
  )
  const signature = createSign('sha256').update(body).sign(privateKey)
  const certificate = sequence(
    body,
    sequence(oid(ecdsaWithSha256)),
    der(0x03, Buffer.concat([Buffer.from([0]), signature])),
  )
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: pem(certificate) }
}

/** Object identifiers, encoded: 2.5.4.3, 2.5.29.17, 1.2.840.10045.4.3.2. */
const commonName = [0x55, 0x04, 0x03]
const subjectAltName = [0x55, 0x1d, 0x11]
const ecdsaWithSha256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(head), content])
}

const sequence = (...items: Buffer[]) => der(0x30, Buffer.concat(items))
const set = (...items: Buffer[]) => der(0x31, Buffer.concat(items))
const oid = (bytes: number[]) => der(0x06, Buffer.from(bytes))
const utf8 = (text: string) => der(0x0c, Buffer.from(text))
const octets = (content: Buffer) => der(0x04, content)
const integer = (bytes: Buffer) => der(0x02, bytes)
const tagged = (tag: number, content: Buffer) => der(tag, content)

/** UTCTime until 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). */
function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]|\.\d+/g, '')
  return at.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits))
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

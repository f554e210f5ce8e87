import { generateKeyPairSync } from 'node:crypto'
import { sealMessage } from 'mailauth/lib/arc/index.js'
import Dkim from 'nodemailer/lib/dkim'
import type { Zone } from './dns-server.ts'

const aKeyPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
const { privateKey, publicKey } = aKeyPair()
const foreignKey = aKeyPair().privateKey

type Signing = { selector?: string; isForged?: boolean }

/** What DNS holds for a domain that signs with the test's key, to be spread into a zone. */
export const signingZone = (
  domain: string,
  { selector = 'test', after = Promise.resolve() }: { selector?: string; after?: Promise<unknown> } = {},
): Zone => ({
  [`${selector}._domainkey.${domain}`]: { TXT: [`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`], after },
})

/** The mail with a DKIM signature of this domain; `isForged`: made with somebody else's key. */
export async function signedBy(domain: string, mail: string, { selector = 'test', isForged = false }: Signing = {}) {
  const key = isForged ? foreignKey : privateKey
  const signed = new Dkim({ domainName: domain, keySelector: selector, privateKey: key }).sign(mail)
  const chunks: Buffer[] = []
  for await (const chunk of signed) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('latin1')
}

/** The mail as a host passes it on that vouches for what it saw (RFC 8617). */
export async function sealedBy(domain: string, saw: string, mail: string): Promise<string> {
  const authResults = `mx.${domain}; ${saw}`
  const seal = { signingDomain: domain, selector: 'test', privateKey, authResults, cv: 'none' as const, i: 1 }
  return `${(await sealMessage(Buffer.from(mail, 'latin1'), seal)).toString('latin1')}${mail}`
}

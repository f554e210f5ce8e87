import { generateKeyPairSync } from 'node:crypto'
import { sealMessage } from 'mailauth/lib/arc/index.js'
import Dkim from 'nodemailer/lib/dkim'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

const selector = 'test'

/** What DNS holds for a domain that signs with the test's key, to be spread into a zone. */
export const signingZone = (domain: string) => ({
  [`${selector}._domainkey.${domain}`]: { TXT: [`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`] },
})

/** The mail with a DKIM signature of this domain. */
export async function signedBy(domain: string, mail: string): Promise<string> {
  const signed = new Dkim({ domainName: domain, keySelector: selector, privateKey }).sign(mail)
  const chunks: Buffer[] = []
  for await (const chunk of signed) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('latin1')
}

/** The mail as a host passes it on that vouches for what it saw (RFC 8617). */
export async function sealedBy(domain: string, saw: string, mail: string): Promise<string> {
  const seal = {
    signingDomain: domain,
    selector,
    privateKey,
    authResults: `mx.${domain}; ${saw}`,
    cv: 'none' as const,
    i: 1,
  }
  return `${(await sealMessage(Buffer.from(mail, 'latin1'), seal)).toString('latin1')}${mail}`
}

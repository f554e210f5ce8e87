import { createPrivateKey, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { MailDomains } from '../inbox/fallback-address.ts'
import type { DkimKey } from '../mail/compose-mail.ts'
import type { Db } from '../platform/database.ts'
import type { Keyring } from '../platform/keyring.ts'

const selector = 'samtale'

/** A key pair per mail domain, made at the first start; the private half is sealed with the installation's secret. */
export async function ensureDkimKeys(db: Db, keyring: Keyring, domains: MailDomains): Promise<void> {
  for (const domain of new Set([domains.paid, domains.free])) {
    const known = await db.selectFrom('dkim_key').select('domain').where('domain', '=', domain).executeTakeFirst()
    if (known) continue
    const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'der' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    await db
      .insertInto('dkim_key')
      .values({
        domain,
        selector,
        sealed_private_key: keyring.seal('dkim', privateKey, domain),
        public_key: publicKey.toString('base64'),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/**
 * The key that signs for an address: that of the mail domain it lies in. `d=` is the mail domain itself, which DMARC takes
 * as aligned with its subdomains (RFC 7489 §3.1.1, relaxed).
 */
export async function loadDkimKeys(db: Db, keyring: Keyring): Promise<(address: string) => DkimKey | null> {
  const rows = await db.selectFrom('dkim_key').select(['domain', 'selector', 'sealed_private_key']).execute()
  const keys = rows.map((row) => ({
    domain: row.domain,
    selector: row.selector,
    privateKey: createPrivateKey(keyring.open('dkim', row.sealed_private_key, row.domain)),
  }))
  // The longest domain first: one mail domain may lie inside the other.
  keys.sort((a, b) => b.domain.length - a.domain.length)
  return (address) => {
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
    return keys.find((key) => domain === key.domain || domain.endsWith(`.${key.domain}`)) ?? null
  }
}

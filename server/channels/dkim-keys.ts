import { createPrivateKey, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { MailDomains } from '../inbox/fallback-address.ts'
import { domainOf } from '../mail/authenticity.ts'
import type { DkimKey } from '../mail/compose-mail.ts'
import { isPublished, type PublishedKey } from '../mail/sender-dns.ts'
import type { Db } from '../platform/database.ts'
import type { DnsResolver } from '../platform/dns.ts'
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

/** Signs for addresses in our own mail domains, and for those of others who let it. */
export type DkimKeys = {
  ofOurs(address: string): DkimKey | null
  /** Null where the address's domain does not publish our key, or nobody knows. */
  ofOthers(address: string): Promise<DkimKey | null>
}

/** What other domains publish, so that our mail from their addresses is signed for them. */
export async function getKeyForOthers(db: Db, { paid }: MailDomains): Promise<PublishedKey> {
  const row = await db
    .selectFrom('dkim_key')
    .select(['selector', 'public_key'])
    .where('domain', '=', paid)
    .executeTakeFirstOrThrow()
  return { selector: row.selector, publicKey: row.public_key }
}

/**
 * Of ours, the key that signs for an address: that of the mail domain it lies in. `d=` is the mail domain itself, which DMARC takes
 * as aligned with its subdomains (RFC 7489 §3.1.1, relaxed). For others it is the paid domain's, whatever the plan, under
 * the other's name.
 */
export async function loadDkimKeys(
  db: Db,
  keyring: Keyring,
  domains: MailDomains,
  dns: DnsResolver,
): Promise<DkimKeys> {
  const rows = await db
    .selectFrom('dkim_key')
    .select(['domain', 'selector', 'sealed_private_key', 'public_key'])
    .execute()
  const keys = rows.map((row) => ({
    domain: row.domain,
    selector: row.selector,
    publicKey: row.public_key,
    privateKey: createPrivateKey(keyring.open('dkim', row.sealed_private_key, row.domain)),
  }))
  // The longest domain first: one mail domain may lie inside the other.
  keys.sort((a, b) => b.domain.length - a.domain.length)
  const forOthers = keys.find(({ domain }) => domain === domains.paid)
  return {
    ofOurs(address) {
      const domain = domainOf(address)
      return keys.find((key) => domain === key.domain || domain.endsWith(`.${key.domain}`)) ?? null
    },
    async ofOthers(address) {
      const domain = domainOf(address)
      if (!forOthers || domain === '') return null
      // A signature that nobody can look up is worse than none.
      const isAllowed = await isPublished(dns, domain, forOthers).catch(() => false)
      return isAllowed ? { ...forOthers, domain } : null
    },
  }
}

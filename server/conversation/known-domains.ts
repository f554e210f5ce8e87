import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import type { RowSet } from '../platform/insert-rows.ts'
import { comparableDomain, keysOf, looksLike } from './look-alike.ts'

/** Whom the senders of a batch may be taken for. */
export type KnownDomains = {
  /** The known domain that this sender's own looks like without being it; null: none. */
  likeOf(address: string): string | null
  /** Remembers the domain of a new contact, unless it looks like another: that one is shown for what it is each time. */
  learn(address: string): void
  /** What was learnt, to be written down. */
  learnt(accountId: string): RowSet
}

/** The domains of these senders, each with the key under which it stands if it is known itself. */
export function domainsWithKeys(addresses: readonly string[]): { domain: string; key: string }[] {
  const domains = new Set(addresses.flatMap((address) => comparableDomain(address) ?? []))
  return [...domains].map((domain) => ({ domain, key: keysOf(domain)[0] ?? '' }))
}

/**
 * The domains that these may be taken for: of contacts, by their keys, of users, and of the addresses that the account
 * receives at. `known`: those of them that are known themselves, for which nothing more is asked.
 */
export async function loadKnownDomains(
  tx: Tx,
  accountId: string,
  domains: readonly string[],
  known: Set<string>,
): Promise<KnownDomains> {
  const unknown = domains.filter((domain) => !known.has(domain))
  const ours = new Set<string>()
  for (const { domain, isOurs } of await findAlike(tx, accountId, unknown)) {
    known.add(domain)
    if (isOurs) ours.add(domain)
  }
  const added = new Set<string>()
  const likeOf = (address: string) => {
    const domain = comparableDomain(address)
    return domain === null || known.has(domain) ? null : looksLike(domain, known, ours)
  }
  return {
    likeOf,
    learn(address) {
      const domain = comparableDomain(address)
      if (domain === null || known.has(domain) || likeOf(address) !== null) return
      known.add(domain)
      added.add(domain)
    },
    learnt: (id) => ({
      table: 'known_domain',
      columns: { account_id: 'bigint', key: 'text', domain: 'text' },
      rows: [...added].flatMap((domain) => keysOf(domain).map((key) => ({ account_id: id, key, domain }))),
    }),
  }
}

async function findAlike(tx: Tx, accountId: string, domains: readonly string[]) {
  if (domains.length === 0) return []
  const keys = [...new Set(domains.flatMap(keysOf))]
  const { rows } = await sql<{ host: string; isOurs: boolean }>`
    select domain as host, false as "isOurs" from known_domain where account_id = ${accountId} and key = any(${keys}::text[])
    union
    select split_part(l.email_key, '@', 2), true
      from "user" u join login l on l.id = u.login_id where u.account_id = ${accountId}
    union
    select split_part(address, '@', 2), true from channel_account where account_id = ${accountId} and not is_default`.execute(
    tx,
  )
  return rows.flatMap(({ host, isOurs }) => {
    const domain = comparableDomain(host)
    return domain === null ? [] : [{ domain, isOurs }]
  })
}

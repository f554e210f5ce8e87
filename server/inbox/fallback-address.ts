import type { Plan } from '../account/actor.ts'

export type MailDomains = { paid: string; free: string }

/**
 * A fallback address under both domains: the plan decides which is shown and sent from, the other receives too, for ever
 * (S18).
 */
export function addressesFor(localPart: string, subdomain: string, plan: Plan, domains: MailDomains) {
  const [paid, free] = [`${localPart}@${subdomain}.${domains.paid}`, `${localPart}@${subdomain}.${domains.free}`]
  const [address, other] = plan === 'free' ? [free, paid] : [paid, free]
  return { address, alsoReceives: address === other ? [] : [other] }
}

export const mailDomainOf = (plan: Plan, domains: MailDomains) => (plan === 'free' ? domains.free : domains.paid)

/**
 * Subdomains that no account may take: names that mail domains use for themselves, and where one mail domain lies inside
 * the other, the label between.
 */
export function reservedSubdomains(domains: MailDomains): ReadonlySet<string> {
  const reserved = new Set(['www', 'mail', 'smtp', 'bounces'])
  for (const [inner, outer] of [
    [domains.free, domains.paid],
    [domains.paid, domains.free],
  ] as const) {
    if (inner.endsWith(`.${outer}`)) {
      const label = inner
        .slice(0, -outer.length - 1)
        .split('.')
        .at(-1)
      if (label) reserved.add(label)
    }
  }
  return reserved
}

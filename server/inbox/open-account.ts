import { sql } from 'kysely'
import { inboxAddressFrom } from '../../shared/inbox-address.ts'
import { invalid, Problem } from '../../shared/problems.ts'
import type { Plan } from '../account/actor.ts'
import { readEmailAddress } from '../account/email-address.ts'
import { insertLogin } from '../account/login-store.ts'
import { hashPassword } from '../account/password.ts'
import { readName, readPersonName } from '../account/read-name.ts'
import { readTimeZone } from '../account/time-zone.ts'
import { insertUser } from '../account/user-store.ts'
import type { Database, Db, Tx } from '../platform/database.ts'
import { insertFallbackAddress } from './channel-account-store.ts'
import { addressesFor, type MailDomains, mailDomainOf, reservedSubdomains } from './fallback-address.ts'
import { insertInbox } from './inbox-store.ts'

export type NewAccount = {
  companyName: string
  name: string
  email: string
  password: string
  plan: Plan
  /** The subdomain wished for; without it one is made from the company's name, numbered until it is free. */
  subdomain?: string | undefined
  language?: 'en' | 'nb' | undefined
  timeZone?: string | undefined
}

export type OpenedAccount = {
  accountId: string
  userId: string
  loginId: string
  inboxId: string
  fallbackAddress: string
}

const inboxNames = { en: 'Support', nb: 'Kundestøtte' }

/**
 * Opens an account: its first user as super admin, its default inbox, and in it a fallback address that receives at once
 * (S3). `isFirst` refuses, under a lock, where an account exists already.
 * @throws {Problem} `invalid`, `emailTaken`, `addressTaken`, `signupClosed`
 */
export async function openAccount(
  database: Database,
  domains: MailDomains,
  input: NewAccount,
  { isFirst = false } = {},
): Promise<OpenedAccount> {
  const companyName = readName('companyName', input.companyName)
  const name = readPersonName('name', input.name)
  const { email, key } = readEmailAddress('email', input.email)
  const timeZone = readTimeZone('timeZone', input.timeZone ?? 'UTC')
  const language = input.language ?? 'en'
  const passwordHash = await hashPassword(input.password)
  return database.transaction(async (tx) => {
    // One sign-up at a time: "the first account" and "a free subdomain" are questions about all accounts.
    await sql`select pg_advisory_xact_lock(hashtext('samtale.open-account'))`.execute(tx)
    if (isFirst && !(await isEmptyInstallation(tx))) throw new Problem('signupClosed')
    const subdomain = await takeSubdomain(tx, domains, companyName, input.subdomain)
    const { id: accountId } = await tx
      .insertInto('account')
      .values({ name: companyName, plan: input.plan, subdomain, language, time_zone: timeZone })
      .returning('id')
      .executeTakeFirstOrThrow()
    const loginId = await insertLogin(tx, { email, key, passwordHash })
    const seat = input.plan === 'free' ? 'none' : 'service'
    const userId = await insertUser(tx, { accountId, loginId, name, role: 'super-admin', seat, timeZone })
    const inboxId = await insertInbox(tx, {
      accountId,
      name: inboxNames[language],
      isDefault: true,
      access: 'everyone',
    })
    const { address, alsoReceives } = addressesFor('support', subdomain, input.plan, domains)
    await insertFallbackAddress(tx, {
      accountId,
      inboxId,
      name: companyName,
      companyName,
      address,
      alsoReceives,
      isDefault: true,
    })
    return { accountId, userId, loginId, inboxId, fallbackAddress: address }
  })
}

export async function isEmptyInstallation(db: Db | Tx): Promise<boolean> {
  return (await db.selectFrom('account').select('id').limit(1).executeTakeFirst()) === undefined
}

/** Whether a subdomain is free, and a free one made from it. `text` may be anything that a person types. */
export async function checkSubdomain(db: Db | Tx, domains: MailDomains, plan: Plan, text: string) {
  const wanted = inboxAddressFrom(text)
  const suggestion = await firstFree(db, domains, wanted)
  return {
    inboxAddress: wanted,
    isFree: suggestion === wanted,
    suggestion,
    fallbackAddress: `support@${suggestion}.${mailDomainOf(plan, domains)}`,
  }
}

async function takeSubdomain(
  tx: Tx,
  domains: MailDomains,
  companyName: string,
  wish: string | undefined,
): Promise<string> {
  if (wish === undefined) return firstFree(tx, domains, inboxAddressFrom(companyName))
  if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(wish)) {
    throw invalid(
      'inboxAddress',
      `takes 1 to 40 lower-case letters, digits and inner hyphens, not "${wish.slice(0, 80)}"`,
    )
  }
  const free = await firstFree(tx, domains, wish)
  if (free !== wish) throw new Problem('addressTaken', { address: wish, suggestion: free })
  return wish
}

async function firstFree(db: Db | Tx, domains: MailDomains, wanted: string): Promise<string> {
  const rows = await db
    .selectFrom('account')
    .select('subdomain')
    .where((eb) => eb.or([eb('subdomain', '=', wanted), eb('subdomain', 'like', `${wanted}-%`)]))
    .execute()
  const taken = new Set([...rows.map((row) => row.subdomain), ...reservedSubdomains(domains)])
  if (!taken.has(wanted)) return wanted
  for (let number = 2; ; number++) {
    const numbered = `${wanted}-${number}`
    if (!taken.has(numbered)) return numbered
  }
}

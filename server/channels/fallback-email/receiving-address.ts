import type { SignedIds } from '../../conversation/signed-ids.ts'
import { splitAddress } from '../../conversation/signed-ids.ts'
import { findChannelOfThread, findOwnAddresses } from '../../inbox/channel-account-store.ts'
import type { MailDomains } from '../../inbox/fallback-address.ts'
import type { RecipientVerdict } from '../../mail/smtp-server.ts'
import type { Db } from '../../platform/database.ts'

/**
 * Where a recipient address leads: an address of an account (`base` is what `mail_address` knows), or the report of a
 * delivery (`bounces+TOKEN@`), which writes that delivery's state and nothing else.
 */
export type Destination =
  | { kind: 'inbox'; accountId: string; channelAccountId: string; address: string; isOn: boolean }
  | { kind: 'report'; accountId: string; recipientId: string; address: string }

/**
 * Looks a recipient up; null: not ours. `postmaster` and `abuse` of a mail domain reach the account that it belongs to:
 * of an account's own domain its default address, of the installation's domains the first account's (RFC 5321 §4.5.1,
 * RFC 2142).
 */
export async function findDestination(
  db: Db,
  signedIds: SignedIds,
  domains: MailDomains,
  address: string,
): Promise<Destination | null> {
  // Bare `postmaster` is every mail server's duty (RFC 5321 §4.5.1).
  if (address.toLowerCase() === 'postmaster') return findPostmaster(db, domains, domains.paid)
  const { local, plus, domain, base } = splitAddress(address)
  const [own] = await findOwnAddresses(db, [base])
  if (own) {
    const { accountId, channelAccountId, isOn } = own
    const threadId = plus === null ? null : signedIds.threadOfReplyToken(accountId, plus)
    // An answer goes where its conversation is, whether or not the default address itself takes new mail.
    const home = threadId === null ? null : await findChannelOfThread(db, accountId, threadId)
    return { kind: 'inbox', accountId, address: base, ...(home ?? { channelAccountId, isOn }) }
  }
  if (local === 'bounces' && plus !== null)
    return findReport(db, signedIds, domains, domain, plus, address.toLowerCase())
  if (local === 'postmaster' || local === 'abuse') return findPostmaster(db, domains, domain)
  return null
}

async function findReport(
  db: Db,
  signedIds: SignedIds,
  domains: MailDomains,
  domain: string,
  token: string,
  address: string,
): Promise<Destination | null> {
  const account = await findAccountOfDomain(db, domains, domain)
  if (!account) return null
  const recipientId = signedIds.recipientOfBounceToken(account.id, token)
  return recipientId === null ? null : { kind: 'report', accountId: account.id, recipientId, address }
}

async function findPostmaster(db: Db, domains: MailDomains, domain: string): Promise<Destination | null> {
  const account =
    domain === domains.paid || domain === domains.free
      ? await db.selectFrom('account').select('id').orderBy('id').limit(1).executeTakeFirst()
      : await findAccountOfDomain(db, domains, domain)
  if (!account) return null
  const channel = await db
    .selectFrom('channel_account')
    .select(['id', 'address'])
    .where('account_id', '=', account.id)
    .where('is_default', '=', true)
    .executeTakeFirst()
  // A switched-off address does not switch off the mail server's own duties: the mail is stored in the default inbox.
  if (!channel) return null
  return { kind: 'inbox', accountId: account.id, channelAccountId: channel.id, address: channel.address, isOn: true }
}

async function findAccountOfDomain(db: Db, domains: MailDomains, domain: string) {
  const subdomain = [domains.paid, domains.free]
    .filter((outer) => domain.endsWith(`.${outer}`))
    .map((outer) => domain.slice(0, -outer.length - 1))
    .find((label) => /^[a-z0-9-]{1,63}$/.test(label))
  if (subdomain === undefined) return null
  return (await db.selectFrom('account').select('id').where('subdomain', '=', subdomain).executeTakeFirst()) ?? null
}

/** What RCPT answers. The sender of a mail to a switched-off address learns it; nothing is dropped in silence (S51). */
export function verdictFor(destination: Destination | null): RecipientVerdict {
  if (!destination) return { ok: false, code: 550, text: '5.1.1 No such address here' }
  if (destination.kind === 'inbox' && !destination.isOn)
    return { ok: false, code: 550, text: '5.2.1 This address is switched off' }
  return { ok: true }
}

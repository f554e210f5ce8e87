import { invalid, Problem } from '../../shared/problems.ts'
import { type AuditSource, recordAudit } from '../account/audit.ts'
import { readEmailAddress } from '../account/email-address.ts'
import { throttle } from '../account/throttle.ts'
import type { Db, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { findOwnAddresses } from './channel-account-store.ts'
import { lockChannel } from './channel-settings.ts'
import type { MailDomains } from './fallback-address.ts'
import {
  deleteFromAddress,
  findFromAddress,
  findProof,
  forgetWaiting,
  keepFromAddress,
  queueProof,
  takeProof,
} from './from-address-store.ts'

type Asked = { email: string; key: string; isOwn: boolean }

/**
 * An address that an account may ask to send from. Only ASCII before the @, as every mail server takes it, and nothing
 * that a mail program could decode to something else (abuse-22). Never an address of this installation, but for the
 * account's own: its mail would be read here, by other people (abuse-9, abuse-10).
 * @throws {Problem} `invalid`, `fromAddressOurs`
 */
export async function readFromAddress(
  db: Db | Tx,
  domains: MailDomains,
  accountId: string,
  text: string,
): Promise<Asked> {
  const { email, key } = readEmailAddress('address', text)
  const [local = '', domain = ''] = [email.slice(0, email.lastIndexOf('@')), email.slice(email.lastIndexOf('@') + 1)]
  const isLocal = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(local)
  const isDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,20}[a-z][a-z0-9-]{0,61}[a-z0-9]$/i.test(domain)
  if (!isLocal || !isDomain || local.includes('=?') || email.length > 254)
    throw invalid('address', 'takes an email address such as post@solvik.example, on one line')
  const [own] = await findOwnAddresses(db, [`${local.split('+')[0]}@${domain}`.toLowerCase()])
  if (own && own.accountId === accountId) return { email, key, isOwn: true }
  const isOurs = [domains.paid, domains.free].some((one) => `.${domain}`.toLowerCase().endsWith(`.${one}`))
  if (own || isOurs) throw new Problem('fromAddressOurs', { address: email })
  return { email, key, isOwn: false }
}

/**
 * Counts what is asked to be mailed: a proof is a mail to anybody, so few go out of an account and to one address
 * (abuse-24, abuse-54). Its text is Samtale's own.
 * @throws {Problem} `tooMany`
 */
export async function throttleProofs(db: Db, accountId: string, key: string): Promise<void> {
  await throttle(db, [
    { key: 'from-address', attempts: 500, seconds: 3600 },
    { key: `from-address-of:${accountId}`, attempts: 10, seconds: 3600 },
    { key: `from-address:${key}`, attempts: 3, seconds: 3600 },
    { key: `from-address-day:${key}`, attempts: 8, seconds: 86_400 },
  ])
}

/**
 * Asks for the proof that an account may send as an address (S18): a mail to it with a link, from which on the one before
 * opens nothing. A channel waits for one address at a time. What the account has proven, and its own addresses, need none.
 * @throws {Problem} `notFound`
 */
export async function askForProof(
  tx: Tx,
  source: AuditSource,
  { accountId, channelId, ...asked }: Asked & { accountId: string; channelId: string },
): Promise<void> {
  const channel = await lockChannel(tx, accountId, channelId)
  const known = await findFromAddress(tx, accountId, asked.key)
  if (known?.state === 'proven') return
  await forgetWaiting(tx, accountId, channelId, asked.key)
  const id = await keepFromAddress(tx, {
    accountId,
    channelId,
    userId: source.actor?.kind === 'user' ? source.actor.userId : null,
    address: asked.email,
    key: asked.key,
    isProven: asked.isOwn,
  })
  if (!asked.isOwn) await queueProof(tx, accountId, id, asked.email)
  await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId: channel.inboxId }])
  await recordAudit(tx, {
    accountId,
    source,
    action: 'channel.from_address_asked',
    subject: { type: 'channel', id: channelId },
    after: { fromAddress: asked.email },
  })
}

/** What the page of a link shows; nothing changes by it. @throws {Problem} `linkExpired`, `tooMany` */
export async function openProof(db: Db, token: string, remoteAddress: string) {
  await throttle(db, [{ key: `from-address-ip:${remoteAddress}`, attempts: 300, seconds: 3600 }])
  const proof = await findProof(db, token)
  if (!proof) throw new Problem('linkExpired')
  return { address: proof.address, accountName: proof.accountName }
}

/**
 * Whoever reads the address's mail agrees. From the next mail on, channels that chose it send from it.
 * @throws {Problem} `linkExpired` for a token that is unknown, used or too old
 */
export async function confirmProof(tx: Tx, token: string, remoteAddress: string) {
  const proof = await findProof(tx, token)
  if (!proof || !(await takeProof(tx, proof, token))) throw new Problem('linkExpired')
  const { accountId, channelAccountId, inboxId, address, accountName } = proof
  await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId }])
  await recordAudit(tx, {
    accountId,
    source: { actor: null, remoteAddress },
    action: 'channel.from_address_proven',
    subject: { type: 'channel', id: channelAccountId },
    after: { fromAddress: address },
  })
  return { address, accountName }
}

/** Nothing is sent from the address any more, by no channel of the account. @throws {Problem} `notFound` */
export async function giveUpFromAddress(
  tx: Tx,
  source: AuditSource,
  { accountId, channelId, id }: { accountId: string; channelId: string; id: string },
): Promise<void> {
  const channel = await lockChannel(tx, accountId, channelId)
  const gone = await deleteFromAddress(tx, accountId, id)
  if (!gone) throw new Problem('notFound')
  await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId: channel.inboxId }])
  await recordAudit(tx, {
    accountId,
    source,
    action: 'channel.from_address_removed',
    subject: { type: 'channel', id: channelId },
    before: { fromAddress: gone.address },
  })
}

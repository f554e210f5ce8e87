import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { cleanLocalPart, localPartFrom } from '../../shared/fallback-local-part.ts'
import { fromNameSkeleton } from '../../shared/from-name.ts'
import { invalid, Problem } from '../../shared/problems.ts'
import type { Plan } from '../account/actor.ts'
import { type AuditSource, recordAudit } from '../account/audit.ts'
import { readEmailAddress } from '../account/email-address.ts'
import { lockAccount } from '../account/lock-account.ts'
import { readName } from '../account/read-name.ts'
import type { Db, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import {
  type ChannelAccount,
  getChannelAccount,
  insertFallbackAddress,
  listChannelAccounts,
} from './channel-account-store.ts'
import {
  listSignatures,
  noSignature,
  readTeamSignature,
  type TeamSignature,
  writeSignature,
} from './channel-signature.ts'
import { addressesFor, type MailDomains } from './fallback-address.ts'
import { type FromAddress, findFromAddress } from './from-address-store.ts'
import { lockInbox } from './inbox-settings.ts'

/** A channel of the account, locked: nobody sends from it until the transaction ends. @throws {Problem} `notFound` */
export async function lockChannel(tx: Tx, accountId: string, id: string): Promise<ChannelAccount> {
  await sql`select from channel_account where account_id = ${accountId} and id = ${id} for no key update`.execute(tx)
  return getChannelAccount(tx, accountId, id)
}

/**
 * Connects a further fallback address to an inbox; it receives at once, under both domains. Its company text starts with
 * the company's and the inbox's name (S17). Answers its id.
 * @throws {Problem} `notFound`, `localPartTaken`, `invalid`
 */
export async function connectFallbackAddress(
  tx: Tx,
  domains: MailDomains,
  source: AuditSource,
  input: { accountId: string; inboxId: string; localPart: string },
): Promise<string> {
  const { accountId, inboxId } = input
  await lockAccount(tx, accountId)
  const inbox = await lockInbox(tx, accountId, inboxId)
  if (inbox.isArchived) throw invalid('inboxId', 'takes an inbox that is in use, not an archived one')
  const localPart = cleanLocalPart(input.localPart)
  if (localPart === '' || localPart !== input.localPart.toLowerCase())
    throw invalid('localPart', 'takes 1 to 40 letters a to z, digits and inner hyphens')
  const check = await checkLocalPart(tx, domains, accountId, localPart)
  if (!check.isFree) throw new Problem('localPartTaken', { address: check.address, suggestion: check.suggestion })
  const account = await getAddressFacts(tx, accountId)
  const companyName = await freeCompanyName(tx, accountId, `${account.name} ${inbox.name}`)
  const addresses = addressesFor(localPart, account.subdomain, account.plan, domains)
  const name = `${account.name}, ${inbox.name}`
  const id = await insertFallbackAddress(tx, {
    accountId,
    inboxId,
    name,
    companyName,
    address: addresses.address,
    alsoReceives: addresses.alsoReceives,
    isDefault: false,
  })
  await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId }])
  await recordAudit(tx, {
    accountId,
    source,
    action: 'channel.connected',
    subject: { type: 'channel', id },
    after: { address: addresses.address, inboxId, companyName },
  })
  return id
}

/** What a text comes to as a further address of the account. One that was removed is free for the account that had it. */
export async function checkLocalPart(db: Db | Tx, domains: MailDomains, accountId: string, text: string) {
  const account = await getAddressFacts(db, accountId)
  const wanted = localPartFrom(text)
  const at = (localPart: string) => addressesFor(localPart, account.subdomain, account.plan, domains)
  const channels = await listChannelAccounts(db, accountId)
  const inUse = new Set(channels.filter((one) => one.archivedAt === null).map((one) => localPartOf(one.address)))
  let suggestion = wanted
  for (let number = 2; inUse.has(suggestion); number++) suggestion = `${wanted}-${number}`
  const isFree = suggestion === wanted && wanted === cleanLocalPart(text)
  return { localPart: wanted, address: at(wanted).address, isFree, suggestion }
}

const localPartOf = (address: string) => address.slice(0, address.indexOf('@'))

async function getAddressFacts(db: Db | Tx, accountId: string) {
  const row = await db
    .selectFrom('account')
    .select(['name', 'subdomain', 'plan'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  return { ...row, plan: row.plan as Plan }
}

export type ChannelChange = {
  isSending?: boolean
  fromNameMode?: 'agent-and-company' | 'company'
  companyName?: string
  /** one that was asked for; null: the channel's own */
  fromAddress?: string | null
  usesOriginalSender?: boolean
  signature?: TeamSignature
}

/** Saves the *Configuration* of a channel (S16 to S18, S20, S22). @throws {Problem} `notFound`, `fromNameTaken`, `fromAddressUnasked`, `invalid` */
export async function changeChannel(
  tx: Tx,
  accountId: string,
  source: AuditSource,
  id: string,
  change: ChannelChange,
): Promise<void> {
  await lockAccount(tx, accountId)
  const channel = await lockChannel(tx, accountId, id)
  const after: ChannelChange = { ...change }
  if (change.companyName !== undefined) {
    after.companyName = readName('companyName', change.companyName)
    await requireFreeCompanyName(tx, channel, after.companyName)
  }
  const chosen = typeof change.fromAddress === 'string' ? await getAsked(tx, accountId, change.fromAddress) : null
  if (chosen) after.fromAddress = chosen.address
  if (change.signature) after.signature = await readTeamSignature(tx, accountId, change.signature)
  const before: ChannelChange = { ...channel }
  if (change.signature) before.signature = (await listSignatures(tx, accountId, [id])).get(id) ?? noSignature
  const keys = (
    ['isSending', 'fromNameMode', 'companyName', 'fromAddress', 'usesOriginalSender', 'signature'] as const
  ).filter((key) => after[key] !== undefined && !isDeepStrictEqual(after[key], before[key]))
  if (keys.length === 0) return
  const changed = (row: ChannelChange) => Object.fromEntries(keys.map((key) => [key, row[key]]))
  await tx
    .updateTable('channel_account')
    .set({
      is_sending: after.isSending ?? channel.isSending,
      from_name_mode: after.fromNameMode ?? channel.fromNameMode,
      company_name: after.companyName ?? channel.companyName,
      ...(after.fromAddress === undefined ? {} : { from_address_id: chosen?.id ?? null }),
      uses_original_sender: after.usesOriginalSender ?? channel.usesOriginalSender,
    })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
  if (after.signature) await writeSignature(tx, accountId, id, after.signature)
  await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId: channel.inboxId }])
  await recordAudit(tx, {
    accountId,
    source,
    action: 'channel.changed',
    subject: { type: 'channel', id },
    before: changed(before),
    after: changed(after),
  })
}

/** An address that was never asked for is not kept: the proof is how its owner hears of it. */
async function getAsked(tx: Tx, accountId: string, text: string): Promise<FromAddress> {
  const asked = await findFromAddress(tx, accountId, readEmailAddress('fromAddress', text).key)
  if (!asked) throw new Problem('fromAddressUnasked', { address: text.slice(0, 254) })
  return asked
}

/** Which other address of the account writes under this name already, as a reader of mails sees it (S17), or null. */
export async function findNameTaker(
  db: Db | Tx,
  channel: ChannelAccount,
  name: string,
): Promise<ChannelAccount | null> {
  const skeleton = fromNameSkeleton(name)
  const others = await listOthers(db, channel.accountId)
  return others.find((one) => one.id !== channel.id && fromNameSkeleton(one.companyName) === skeleton) ?? null
}

/** No two addresses of an account write under one name (abuse-23). Under the account's lock. */
async function requireFreeCompanyName(tx: Tx, channel: ChannelAccount, name: string): Promise<void> {
  const other = await findNameTaker(tx, channel, name)
  if (other) throw new Problem('fromNameTaken', { address: other.address, name: other.companyName })
}

async function freeCompanyName(tx: Tx, accountId: string, wanted: string): Promise<string> {
  const taken = new Set((await listOthers(tx, accountId)).map((one) => fromNameSkeleton(one.companyName)))
  const name = [...wanted].slice(0, 95).join('').trim()
  if (!taken.has(fromNameSkeleton(name))) return name
  for (let number = 2; ; number++) {
    if (!taken.has(fromNameSkeleton(`${name} ${number}`))) return `${name} ${number}`
  }
}

async function listOthers(db: Db | Tx, accountId: string): Promise<ChannelAccount[]> {
  return (await listChannelAccounts(db, accountId)).filter((one) => one.archivedAt === null)
}

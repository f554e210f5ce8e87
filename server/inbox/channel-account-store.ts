import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import type { Db, Tx } from '../platform/database.ts'
import { arrivesElsewhere } from './from-address-store.ts'

/** HubSpot's numbers of the channel types; integrations hard-code them. */
export const channelIds = { email: 1002 } as const

export type ChannelAccount = {
  accountId: string
  id: string
  inboxId: string
  channelId: number
  type: string
  name: string
  address: string
  isDefault: boolean
  isOn: boolean
  isAuthorised: boolean
  isSending: boolean
  fromNameMode: 'agent-and-company' | 'company'
  companyName: string
  /** The address that was chosen instead of its own, proven or not yet; null: its own. */
  fromAddress: string | null
  /** What stands in From: the chosen address once that is proven, else its own. */
  sendsFrom: string
  /** A mail that somebody passed on by hand is logged on who wrote it (S22). */
  usesOriginalSender: boolean
  /** a team's signature stands under what is sent from it */
  hasSignature: boolean
  createdAt: Date
  archivedAt: Date | null
  isInboxArchived: boolean
  /** Since when it is on or off, and the person who turned it so. */
  statusChangedAt: Date | null
  statusChangedBy: string | null
}

/** Whether mail is taken for it and may be sent from it: switched on, still connected, its inbox in use (S51). */
export const isOpen = (channel: ChannelAccount) =>
  channel.isOn && channel.isAuthorised && channel.archivedAt === null && !channel.isInboxArchived

/** The same in SQL, over `channel_account c` and `inbox i`. */
export const isOpenChannel = sql<boolean>`(c.is_on and c.is_authorised and c.archived_at is null and i.archived_at is null)`

const columns = [
  'c.account_id as accountId',
  'c.id',
  'c.inbox_id as inboxId',
  'c.channel_id as channelId',
  'c.type',
  'c.name',
  'c.address',
  'c.is_default as isDefault',
  'c.is_on as isOn',
  'c.is_authorised as isAuthorised',
  'c.is_sending as isSending',
  'c.from_name_mode as fromNameMode',
  'c.company_name as companyName',
  'f.address as fromAddress',
  'c.uses_original_sender as usesOriginalSender',
  'c.signature_is_on as hasSignature',
  'c.created_at as createdAt',
  'c.archived_at as archivedAt',
  'c.status_changed_at as statusChangedAt',
  'u.name as statusChangedBy',
] as const

const selectChannels = (db: Db | Tx, accountId: string) =>
  db
    .selectFrom('channel_account as c')
    .innerJoin('inbox as i', (join) => join.onRef('i.account_id', '=', 'c.account_id').onRef('i.id', '=', 'c.inbox_id'))
    .leftJoin('user as u', (join) =>
      join.onRef('u.account_id', '=', 'c.account_id').onRef('u.id', '=', 'c.status_changed_by_user_id'),
    )
    .leftJoin('from_address as f', (join) =>
      join.onRef('f.account_id', '=', 'c.account_id').onRef('f.id', '=', 'c.from_address_id'),
    )
    .select([
      ...columns,
      sql<boolean>`i.archived_at is not null`.as('isInboxArchived'),
      sql<string>`case when f.proven_at is not null and not ${arrivesElsewhere} then f.address else c.address end`.as(
        'sendsFrom',
      ),
    ])
    .where('c.account_id', '=', accountId)

/** All of an account, also those that were removed. `inboxIds`: only those of these inboxes. */
export async function listChannelAccounts(
  db: Db | Tx,
  accountId: string,
  inboxIds?: readonly string[],
): Promise<ChannelAccount[]> {
  const all = selectChannels(db, accountId).orderBy('c.id')
  const asked = inboxIds ? all.where(sql<boolean>`c.inbox_id = any(${inboxIds}::bigint[])`) : all
  return (await asked.execute()) as ChannelAccount[]
}

/** One of them. @throws {Problem} `notFound`, also for one that was removed */
export async function getChannelAccount(db: Db | Tx, accountId: string, id: string): Promise<ChannelAccount> {
  const row = await selectChannels(db, accountId)
    .where('c.id', '=', id)
    .where('c.archived_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw new Problem('notFound')
  return row as ChannelAccount
}

/** The account's default fallback address: signed reply addresses are made of it. */
export async function getDefaultChannelAccount(db: Db | Tx, accountId: string): Promise<ChannelAccount> {
  return (await selectChannels(db, accountId)
    .where('c.is_default', '=', true)
    .executeTakeFirstOrThrow()) as ChannelAccount
}

/** A mail address of ours as RCPT and threading see it. */
export type OwnAddress = {
  address: string
  accountId: string
  channelAccountId: string
  inboxId: string
  isOn: boolean
}

/** Which of these addresses (lower case, no plus part) are ours, whatever account. One indexed look-up. */
export async function findOwnAddresses(db: Db | Tx, addresses: readonly string[]): Promise<OwnAddress[]> {
  const { rows } = await sql<OwnAddress>`
    select m.address, m.account_id as "accountId", m.channel_account_id as "channelAccountId",
      c.inbox_id as "inboxId", ${isOpenChannel} as "isOn"
    from mail_address m
    join channel_account c on c.account_id = m.account_id and c.id = m.channel_account_id
    join inbox i on i.account_id = c.account_id and i.id = c.inbox_id
    where m.address = any(${addresses})`.execute(db)
  return rows
}

/**
 * Whether the channel of a conversation takes mail, for its signed reply address: that is made of the account's default
 * address, and stands for the conversation. Null: there is no such conversation, or its channel was removed.
 */
export async function findChannelOfThread(
  db: Db | Tx,
  accountId: string,
  threadId: string,
): Promise<{ channelAccountId: string; isOn: boolean } | null> {
  const { rows } = await sql<{ channelAccountId: string; isOn: boolean }>`
    select c.id as "channelAccountId", ${isOpenChannel} as "isOn"
    from thread t
    left join thread j on j.account_id = t.account_id and j.id = t.joined_into_id
    join channel_account c on c.account_id = t.account_id and c.id = coalesce(j.channel_account_id, t.channel_account_id)
    join inbox i on i.account_id = c.account_id and i.id = c.inbox_id
    where t.account_id = ${accountId} and t.id = ${threadId} and c.archived_at is null`.execute(db)
  return rows[0] ?? null
}

export async function insertFallbackAddress(
  tx: Tx,
  channel: {
    accountId: string
    inboxId: string
    name: string
    companyName: string
    address: string
    alsoReceives: readonly string[]
    isDefault: boolean
  },
): Promise<string> {
  const { id } = await tx
    .insertInto('channel_account')
    .values({
      account_id: channel.accountId,
      inbox_id: channel.inboxId,
      channel_id: channelIds.email,
      type: 'fallback-email',
      name: channel.name,
      address: channel.address,
      company_name: channel.companyName,
      is_default: channel.isDefault,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('mail_address')
    .values(
      [channel.address, ...channel.alsoReceives].map((address) => ({
        address,
        account_id: channel.accountId,
        channel_account_id: id,
      })),
    )
    // An address that was removed before comes back to the account that had it.
    .onConflict((conflict) => conflict.column('address').doUpdateSet({ channel_account_id: id }))
    .execute()
  return id
}

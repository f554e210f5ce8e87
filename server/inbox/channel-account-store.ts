import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

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
  createdAt: Date
  archivedAt: Date | null
}

const columns = [
  'account_id as accountId',
  'id',
  'inbox_id as inboxId',
  'channel_id as channelId',
  'type',
  'name',
  'address',
  'is_default as isDefault',
  'is_on as isOn',
  'is_authorised as isAuthorised',
  'is_sending as isSending',
  'from_name_mode as fromNameMode',
  'company_name as companyName',
  'created_at as createdAt',
  'archived_at as archivedAt',
] as const

/** `inboxIds`: only those of these inboxes. */
export async function listChannelAccounts(
  db: Db | Tx,
  accountId: string,
  inboxIds?: readonly string[],
): Promise<ChannelAccount[]> {
  const all = db.selectFrom('channel_account').select(columns).where('account_id', '=', accountId).orderBy('id')
  const asked = inboxIds ? all.where(sql<boolean>`inbox_id = any(${inboxIds}::bigint[])`) : all
  return (await asked.execute()) as ChannelAccount[]
}

/** The account's default fallback address: signed reply addresses are made of it. */
export async function getDefaultChannelAccount(db: Db | Tx, accountId: string): Promise<ChannelAccount> {
  const row = await db
    .selectFrom('channel_account')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('is_default', '=', true)
    .executeTakeFirstOrThrow()
  return row as ChannelAccount
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
      c.inbox_id as "inboxId", c.is_on and c.archived_at is null as "isOn"
    from mail_address m
    join channel_account c on c.account_id = m.account_id and c.id = m.channel_account_id
    where m.address = any(${addresses})`.execute(db)
  return rows
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
      is_default: true,
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
    .execute()
  return id
}

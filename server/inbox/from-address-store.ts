import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

/** How long a mailed link can be used. */
export const proofHours = 24

const inADay = sql<Date>`now() + make_interval(hours => ${proofHours})`
const hashOf = (token: string) => createHash('sha256').update(token).digest()

/** An address that an account sends from, or asked to. */
export type FromAddress = {
  id: string
  address: string
  /** as it is compared */
  key: string
  /** which asked last */
  channelAccountId: string
  state: 'waiting' | 'proven' | 'expired'
  expiresAt: Date
  provenAt: Date | null
  /** The mail with the link was refused, or came back. */
  isUndelivered: boolean
}

const selectAddress = sql`
  select f.id, f.address, f.address_key as key, f.channel_account_id as "channelAccountId",
    case when f.proven_at is not null then 'proven' when f.expires_at <= now() then 'expired' else 'waiting' end as state,
    f.expires_at as "expiresAt", f.proven_at as "provenAt",
    coalesce((select r.state = 'failed' from recipient r
      where r.account_id = f.account_id and r.from_address_id = f.id order by r.id desc limit 1), false) as "isUndelivered"
  from from_address f`

/** All of an account, the oldest first. */
export async function listFromAddresses(db: Db | Tx, accountId: string): Promise<FromAddress[]> {
  const { rows } = await sql<FromAddress>`
    ${selectAddress} where f.account_id = ${accountId} order by f.id`.execute(db)
  return rows
}

export async function findFromAddress(db: Db | Tx, accountId: string, key: string): Promise<FromAddress | null> {
  const { rows } = await sql<FromAddress>`
    ${selectAddress} where f.account_id = ${accountId} and f.address_key = ${key}`.execute(db)
  return rows[0] ?? null
}

/** Keeps that a channel asks for an address; the link that was mailed before opens nothing any more. Answers its id. */
export async function keepFromAddress(
  tx: Tx,
  asked: {
    accountId: string
    channelId: string
    userId: string | null
    address: string
    key: string
    isProven: boolean
  },
): Promise<string> {
  const values = {
    address: asked.address,
    channel_account_id: asked.channelId,
    asked_by_user_id: asked.userId,
    asked_at: sql<Date>`now()`,
    token_hash: null,
    expires_at: inADay,
    proven_at: asked.isProven ? sql<Date>`now()` : null,
  }
  const { id } = await tx
    .insertInto('from_address')
    .values({ account_id: asked.accountId, address_key: asked.key, ...values })
    .onConflict((conflict) => conflict.columns(['account_id', 'address_key']).doUpdateSet(values))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** What the channel asked for before and was never proven is forgotten, its link and its mail with it. */
export async function forgetWaiting(tx: Tx, accountId: string, channelId: string, exceptKey: string): Promise<void> {
  await tx
    .deleteFrom('from_address')
    .where('account_id', '=', accountId)
    .where('channel_account_id', '=', channelId)
    .where('address_key', '!=', exceptKey)
    .where('proven_at', 'is', null)
    .execute()
}

/** Queues the mail with the link; of those before, what has not left yet does not leave. */
export async function queueProof(tx: Tx, accountId: string, id: string, address: string): Promise<void> {
  await tx
    .deleteFrom('recipient')
    .where('account_id', '=', accountId)
    .where('from_address_id', '=', id)
    .where('state', 'in', ['queued', 'held', 'failed'])
    .execute()
  await tx
    .insertInto('recipient')
    .values({ account_id: accountId, notice: 'fromAddress', from_address_id: id, address })
    .execute()
}

/**
 * Makes the link's token (256 bits, one use, a day); the one before opens nothing any more. Null where the address is
 * proven or given up meanwhile. Only its hash is kept; it is made while its mail is sent.
 */
export async function mintProofToken(tx: Tx, accountId: string, id: string): Promise<string | null> {
  const token = randomBytes(32).toString('base64url')
  const { numUpdatedRows } = await tx
    .updateTable('from_address')
    .set({ token_hash: hashOf(token), expires_at: inADay })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('proven_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n ? token : null
}

/** What a link opens: who asks to send as which address. */
export type HeldProof = {
  accountId: string
  id: string
  channelAccountId: string
  inboxId: string
  address: string
  accountName: string
}

/** Whose link it is, or null: unknown, used, too old, of a channel that was removed, or of what became another's. */
export async function findProof(db: Db | Tx, token: string): Promise<HeldProof | null> {
  const { rows } = await sql<HeldProof>`
    select f.account_id as "accountId", f.id, c.id as "channelAccountId", c.inbox_id as "inboxId", f.address,
      a.name as "accountName"
    from from_address f
    join account a on a.id = f.account_id
    join channel_account c on c.account_id = f.account_id and c.id = f.channel_account_id
    where f.token_hash = ${hashOf(token)} and ${isOpenProof}`.execute(db)
  return rows[0] ?? null
}

/** Proves the address of a link: one of those that press at the same time. False: it is used or too old by now. */
export async function takeProof(tx: Tx, { accountId, id }: HeldProof, token: string): Promise<boolean> {
  const { rows } = await sql`
    update from_address f set proven_at = now(), token_hash = null
    from channel_account c
    where f.account_id = ${accountId} and f.id = ${id} and f.token_hash = ${hashOf(token)}
      and c.account_id = f.account_id and c.id = f.channel_account_id and ${isOpenProof}
    returning f.id`.execute(tx)
  return rows.length === 1
}

/** Mail to the address arrives in another account of this installation. */
export const arrivesElsewhere = sql<boolean>`
  exists (select from mail_address o where o.account_id <> f.account_id
    and o.address = regexp_replace(f.address_key, '[+][^@]*@', '@'))`

const isOpenProof = sql`(f.proven_at is null and f.expires_at > now() and c.archived_at is null and not ${arrivesElsewhere})`

/** Gives an address up: channels that sent from it go back to their own. */
export async function deleteFromAddress(tx: Tx, accountId: string, id: string): Promise<{ address: string } | null> {
  const row = await tx
    .deleteFrom('from_address')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .returning('address')
    .executeTakeFirst()
  return row ?? null
}

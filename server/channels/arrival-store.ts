import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

/** One acknowledged delivery to one account. */
export type Arrival = {
  accountId: string
  id: string
  envelopeFrom: string
  recipients: string[]
  /** The address of the server that handed it over; '' for an example of ours. */
  remoteAddress: string
  /** As that server named itself. */
  helo: string
  storageKey: string | null
  receivedAt: Date
  attempts: number
  isExample: boolean
}

export type NewArrival = {
  accountId: string
  envelopeFrom: string
  recipients: string[]
  remoteAddress: string
  helo: string
  isExample?: boolean
}

/**
 * Law 1: writes a delivery down, for each account that it is for, in one statement and so one commit. Raw bytes up to
 * 256 KB go into the same transaction; of larger ones `storageKey` names the file, which is on the disk already.
 * `leasedBy`: the process that goes on with them at once; null leaves them to whichever looks first.
 */
export async function insertArrivals(
  db: Db,
  arrivals: readonly NewArrival[],
  raw: { bytes: Buffer } | { storageKey: string; size: number },
  leasedBy: string | null,
): Promise<Arrival[]> {
  const bytes = 'bytes' in raw ? raw.bytes : null
  const storageKey = 'bytes' in raw ? null : raw.storageKey
  const size = 'bytes' in raw ? raw.bytes.length : raw.size
  const rows = arrivals.map((one) => ({
    account_id: one.accountId,
    envelope_from: one.envelopeFrom,
    recipients: one.recipients,
    remote_address: one.remoteAddress,
    helo: one.helo,
    is_example: one.isExample ?? false,
  }))
  const { rows: inserted } = await sql<Arrival>`
    with added as (
      insert into arrival (account_id, envelope_from, recipients, remote_address, helo, is_example, raw_size,
        storage_key, leased_by, attempts)
      select account_id, envelope_from, recipients, remote_address, helo, is_example, ${size}::int, ${storageKey}::text,
        ${leasedBy}::uuid, ${leasedBy === null ? 0 : 1}::int
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as x (account_id bigint, envelope_from text, recipients text[], remote_address text, helo text,
          is_example boolean)
      returning *
    ), kept as (
      insert into arrival_raw (account_id, arrival_id, bytes)
      select account_id, id, ${bytes}::bytea from added where ${bytes !== null}::boolean
    )
    select ${arrivalColumns} from added`.execute(db)
  return inserted
}

const arrivalColumns = sql`account_id as "accountId", id, envelope_from as "envelopeFrom", recipients,
  remote_address as "remoteAddress", helo, storage_key as "storageKey", received_at as "receivedAt", attempts, is_example as "isExample"`

/** Beyond this it may be the mail itself that ends the processes which have it in hand. */
const maxTriesTogether = 3

/**
 * Takes deliveries that wait and that no living process has in hand: up to `limit` together, else one by itself that was
 * tried too often among others, who are innocent of it. A try is counted when it begins, because a crash tells nothing.
 */
export async function claimArrivals(db: Db, processId: string, limit: number): Promise<Arrival[]> {
  const together = await claim(db, processId, sql`attempts < ${maxTriesTogether}`, limit)
  return together.length > 0 ? together : claim(db, processId, sql`attempts >= ${maxTriesTogether}`, 1)
}

async function claim(db: Db, processId: string, which: RawBuilder<unknown>, limit: number): Promise<Arrival[]> {
  const { rows } = await sql<Arrival>`
    update arrival set leased_by = ${processId}, attempts = attempts + 1
    where (account_id, id) in (
      select account_id, id from arrival
      where state = 'received' and due_at <= now() and ${which}
        and (leased_by is null or not exists (select from process p where p.id = arrival.leased_by))
      order by due_at, id limit ${limit} for update skip locked
    )
    returning ${arrivalColumns}`.execute(db)
  return rows.sort((a, b) => Number(a.id) - Number(b.id))
}

/** Raw bytes of an arrival that are in the database; null where a file holds them. */
export async function findRawBytes(db: Db, accountId: string, arrivalId: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('arrival_raw')
    .select('bytes')
    .where('account_id', '=', accountId)
    .where('arrival_id', '=', arrivalId)
    .executeTakeFirst()
  return row?.bytes ?? null
}

/** Gives one back after a fault of ours, to be tried again after a while that grows. */
export async function postponeArrival(db: Db, arrival: Arrival, fault: string): Promise<void> {
  await sql`
    update arrival set leased_by = null, fault = ${fault.slice(0, 500)},
      due_at = now() + make_interval(secs => least(300, power(2, attempts)))
    where account_id = ${arrival.accountId} and id = ${arrival.id} and state = 'received'`.execute(db)
}

/** Gives back what a process that stops has not finished. */
export async function releaseArrivals(db: Db, processId: string): Promise<void> {
  await sql`update arrival set leased_by = null where leased_by = ${processId} and (state = 'received' or is_checking)`.execute(
    db,
  )
}

/** Stored, while its sender is still to be checked: of a process that is gone. */
export type UncheckedArrival = Arrival & { messageId: string; checkAttempts: number }

/** Takes some of those, as `claimArrivals` takes what is not stored yet; the tries are counted likewise. */
export async function claimUnchecked(db: Db, processId: string, limit: number): Promise<UncheckedArrival[]> {
  const { rows } = await sql<UncheckedArrival>`
    update arrival set leased_by = ${processId}, check_attempts = check_attempts + 1
    where id in (
      select id from arrival a
      where is_checking and (leased_by is null or not exists (select from process p where p.id = a.leased_by))
      order by id limit ${limit} for update skip locked
    )
    returning ${arrivalColumns}, message_id as "messageId", check_attempts as "checkAttempts"`.execute(db)
  return rows
}

/** Done without a message: it was a report, or a question for the settings. */
export async function finishArrival(
  db: Db | Tx,
  arrival: Arrival,
  state: 'delivery-state' | 'forwarding-confirmation',
): Promise<void> {
  await sql`
    update arrival set state = ${state}, leased_by = null, fault = null
    where account_id = ${arrival.accountId} and id = ${arrival.id}`.execute(db)
}

import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { ForwardingConfirmation } from '../../shared/api/forwarding.ts'
import { Problem } from '../../shared/problems.ts'
import { type AuditSource, recordAudit } from '../account/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { lockChannel } from './channel-settings.ts'

/** As many as the settings show of a channel, the newest. */
const maxShown = 20
/** Of a channel; whoever has more sent only loses the question, and the mail stays its arrival. */
const maxKept = 100

type AskedFor = {
  accountId: string
  channelId: string
  arrivalId: string
  /** what makes a second delivery the same question */
  mailKey: string
  provider: string
  askingAddress: string | null
  code: string | null
  link: string | null
  receivedAt: Date
}

/** Keeps that a provider asks for leave to forward to a channel (S19); a second delivery of the mail asks nothing anew. */
export async function keepForwardingConfirmation(tx: Tx, asked: AskedFor): Promise<void> {
  const { accountId, channelId } = asked
  const { inboxId } = await lockChannel(tx, accountId, channelId)
  const kept = await tx
    .insertInto('forwarding_confirmation')
    .values({
      account_id: accountId,
      channel_account_id: channelId,
      arrival_id: asked.arrivalId,
      mail_key: asked.mailKey,
      provider: asked.provider,
      asking_address: asked.askingAddress,
      code: asked.code,
      link: asked.link,
      received_at: asked.receivedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!kept) return
  await sql`
    delete from forwarding_confirmation where account_id = ${accountId} and channel_account_id = ${channelId} and id <= (
      select id from forwarding_confirmation where account_id = ${accountId} and channel_account_id = ${channelId}
      order by id desc offset ${maxKept} limit 1)`.execute(tx)
  await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId }])
}

/** What waits for an answer, the newest first, and how many there are in all. */
export async function listForwardingConfirmations(
  db: Db,
  accountId: string,
  channelId: string,
): Promise<{ results: Static<typeof ForwardingConfirmation>[]; total: number }> {
  const { rows } = await sql<{
    id: string
    provider: Static<typeof ForwardingConfirmation>['provider']
    askingAddress: string | null
    code: string | null
    link: string | null
    receivedAt: Date
    total: number
  }>`
    select id, provider, asking_address as "askingAddress", code, link, received_at as "receivedAt",
      count(*) over ()::int as total
    from forwarding_confirmation
    where account_id = ${accountId} and channel_account_id = ${channelId} and dismissed_at is null
    order by id desc limit ${maxShown}`.execute(db)
  return {
    results: rows.map(({ total: _, ...row }) => ({ ...row, receivedAt: row.receivedAt.toISOString() })),
    total: rows[0]?.total ?? 0,
  }
}

/** Which arrival is the mail of a question, dismissed or not. @throws {Problem} `notFound` */
export async function getConfirmationArrival(
  db: Db,
  accountId: string,
  channelId: string,
  id: string,
): Promise<string> {
  const row = await db
    .selectFrom('forwarding_confirmation')
    .select('arrival_id')
    .where('account_id', '=', accountId)
    .where('channel_account_id', '=', channelId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Problem('notFound')
  return row.arrival_id
}

/** Takes a question out of the settings; dismissed twice, it stays dismissed. @throws {Problem} `notFound` */
export async function dismissForwardingConfirmation(
  tx: Tx,
  source: AuditSource,
  { accountId, channelId, id }: { accountId: string; channelId: string; id: string },
): Promise<void> {
  const channel = await lockChannel(tx, accountId, channelId)
  const row = await tx
    .selectFrom('forwarding_confirmation')
    .select(['asking_address', 'dismissed_at'])
    .where('account_id', '=', accountId)
    .where('channel_account_id', '=', channelId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Problem('notFound')
  if (row.dismissed_at !== null) return
  await tx
    .updateTable('forwarding_confirmation')
    .set({ dismissed_at: sql`now()` })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
  await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId: channel.inboxId }])
  await recordAudit(tx, {
    accountId,
    source,
    action: 'channel.forwarding_dismissed',
    subject: { type: 'channel', id: channelId },
    before: { askingAddress: row.asking_address },
  })
}

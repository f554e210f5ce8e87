import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { TicketDefaults as TicketDefaultsSchema } from '../../shared/api/ticket.ts'
import { invalid } from '../../shared/problems.ts'
import { subjectToken } from '../../shared/ticket.ts'
import { type AuditSource, recordAudit } from '../account/audit.ts'
import { lockAccount } from '../account/lock-account.ts'
import { cleanName } from '../account/read-name.ts'
import { listUsers } from '../account/user-store.ts'
import { lockChannel } from '../inbox/channel-settings.ts'
import type { Db, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { requireStage } from './pipeline-store.ts'

export type TicketDefaults = Static<typeof TicketDefaultsSchema>

/** What a channel begins with: no tickets, and once they are turned on the first stage of the first pipeline. */
const noDefaults: TicketDefaults = {
  isOn: false,
  name: subjectToken,
  pipelineId: '0',
  stageId: '1',
  priority: null,
  category: null,
  owner: 'conversation',
}

/** Of each of these channels. */
export async function loadTicketDefaults(
  db: Db | Tx,
  accountId: string,
  channelIds: readonly string[],
): Promise<Map<string, TicketDefaults>> {
  const { rows } = await sql<TicketDefaults & { channelId: string }>`
    select channel_account_id as "channelId", is_on as "isOn", name, pipeline_id as "pipelineId", stage_id as "stageId",
      priority, category,
      case owner when 'user' then coalesce(owner_user_id::text, 'none') else owner end as owner
    from ticket_default
    where account_id = ${accountId} and channel_account_id = any(${channelIds}::bigint[])`.execute(db)
  const stored = new Map(rows.map(({ channelId, ...defaults }) => [channelId, defaults]))
  return new Map(channelIds.map((id) => [id, stored.get(id) ?? noDefaults]))
}

/** Those of these accounts that have a channel which makes tickets. */
export async function listTicketAccounts(db: Db | Tx, accountIds: readonly string[]): Promise<Set<string>> {
  if (accountIds.length === 0) return new Set()
  const { rows } = await sql<{ accountId: string }>`
    select distinct account_id as "accountId" from ticket_default
    where is_on and account_id = any(${accountIds}::bigint[])`.execute(db)
  return new Set(rows.map(({ accountId }) => accountId))
}

/** Saves how the tickets of a channel begin (S28, S29). @throws {Problem} `notFound`, `invalid` */
export async function changeTicketDefaults(
  tx: Tx,
  accountId: string,
  source: AuditSource,
  channelId: string,
  wish: TicketDefaults,
): Promise<void> {
  await lockAccount(tx, accountId)
  const { inboxId } = await lockChannel(tx, accountId, channelId)
  const before = (await loadTicketDefaults(tx, accountId, [channelId])).get(channelId) ?? noDefaults
  const after = { ...wish, name: readTicketName('tickets.name', wish.name) }
  await requireStage(tx, accountId, after, 'tickets.')
  if (after.owner !== before.owner) await requireOwner(tx, accountId, after.owner)
  const keys = (Object.keys(noDefaults) as (keyof TicketDefaults)[]).filter((key) => before[key] !== after[key])
  if (keys.length === 0) return
  await save(tx, accountId, channelId, after)
  await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId }])
  const named = (row: TicketDefaults) => Object.fromEntries(keys.map((key) => [auditNames[key], row[key]]))
  await recordAudit(tx, {
    accountId,
    source,
    action: 'channel.changed',
    subject: { type: 'channel', id: channelId },
    before: named(before),
    after: named(after),
  })
}

/** In the audit of a channel `isOn` is its *Status*, and `name` its own. */
const auditNames = {
  isOn: 'makesTickets',
  name: 'ticketName',
  pipelineId: 'ticketPipeline',
  stageId: 'ticketStage',
  priority: 'ticketPriority',
  category: 'ticketCategory',
  owner: 'ticketOwner',
} as const satisfies Record<keyof TicketDefaults, string>

export const maxTicketName = 200

/** On one line. @throws {Problem} `invalid` for an empty one, and beyond 200 characters */
export function readTicketName(field: string, text: string): string {
  const name = cleanName(text)
  if (name === '' || name.length > maxTicketName) throw invalid(field, 'takes 1 to 200 characters')
  return name
}

async function requireOwner(tx: Tx, accountId: string, owner: string): Promise<void> {
  if (!/^\d+$/.test(owner)) return
  const isActive = (await listUsers(tx, accountId)).some(({ id, isActive }) => id === owner && isActive)
  if (!isActive) throw invalid('tickets.owner', `takes an active user of the account, not "${owner}"`)
}

async function save(tx: Tx, accountId: string, channelId: string, defaults: TicketDefaults): Promise<void> {
  const { isOn, name, pipelineId, stageId, priority, category, owner } = defaults
  const userId = /^\d+$/.test(owner) ? owner : null
  await sql`
    insert into ticket_default (account_id, channel_account_id, is_on, name, pipeline_id, stage_id, priority, category,
      owner, owner_user_id)
    values (${accountId}, ${channelId}, ${isOn}, ${name}, ${pipelineId}, ${stageId}, ${priority}, ${category},
      ${userId === null ? owner : 'user'}, ${userId})
    on conflict (account_id, channel_account_id) do update set is_on = excluded.is_on, name = excluded.name,
      pipeline_id = excluded.pipeline_id, stage_id = excluded.stage_id, priority = excluded.priority,
      category = excluded.category, owner = excluded.owner, owner_user_id = excluded.owner_user_id`.execute(tx)
}

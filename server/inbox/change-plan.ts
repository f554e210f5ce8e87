import { sql } from 'kysely'
import type { Plan } from '../../shared/plans.ts'
import { type AuditSource, recordAudit } from '../account/audit.ts'
import { countSeats } from '../account/seats.ts'
import type { Db, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { type MailDomains, mailDomainOf } from './fallback-address.ts'

export type PlanUse = {
  plan: Plan
  /** paid seats that Starter has */
  starterSeats: number
  salesSeats: number
  serviceSeats: number
  /** active people without a paid seat */
  freeUsers: number
  /** in use; archived ones take no room */
  inboxes: number
}

/** The plan, and how much of what it allows is in use. */
export async function getPlanUse(db: Db | Tx, accountId: string): Promise<PlanUse> {
  const account = await db
    .selectFrom('account')
    .select(['plan', 'starter_seats'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  const seats = await countSeats(db, accountId)
  const { inboxes } = await db
    .selectFrom('inbox')
    .select((eb) => eb.fn.countAll<string>().as('inboxes'))
    .where('account_id', '=', accountId)
    .where('archived_at', 'is', null)
    .executeTakeFirstOrThrow()
  return {
    plan: account.plan as Plan,
    starterSeats: account.starter_seats,
    salesSeats: seats.sales,
    serviceSeats: seats.service,
    freeUsers: seats.none,
    inboxes: Number(inboxes),
  }
}

/**
 * Changes the plan, the number of seats that Starter has, or both. Going down deletes and stops nothing: inboxes beyond
 * the plan are worked on as before (`isBeyondPlan`), people keep seats beyond the number, and no further ones are given.
 * The default addresses move to the other mail domain where the plan crosses between free and paid (S18).
 */
export async function changePlan(
  tx: Tx,
  domains: MailDomains,
  accountId: string,
  change: { plan?: Plan | undefined; starterSeats?: number | undefined },
  source: AuditSource,
): Promise<void> {
  const before = await tx
    .selectFrom('account')
    .select(['plan', 'starter_seats as starterSeats', 'subdomain'])
    .where('id', '=', accountId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  const plan = change.plan ?? (before.plan as Plan)
  const starterSeats = change.starterSeats ?? before.starterSeats
  if (plan === before.plan && starterSeats === before.starterSeats) return
  await tx.updateTable('account').set({ plan, starter_seats: starterSeats }).where('id', '=', accountId).execute()
  const about = { accountId, source, subject: { type: 'account', id: accountId } } as const
  if (plan !== before.plan) {
    await recordAudit(tx, {
      ...about,
      action: 'account.plan_changed',
      before: { plan: before.plan },
      after: { plan },
    })
    const from = mailDomainOf(before.plan as Plan, domains)
    const to = mailDomainOf(plan, domains)
    if (from !== to)
      await moveDefaultAddresses(tx, accountId, `${before.subdomain}.${from}`, `${before.subdomain}.${to}`)
  }
  if (starterSeats !== before.starterSeats) {
    await recordAudit(tx, {
      ...about,
      action: 'account.seats_changed',
      before: { starterSeats: before.starterSeats },
      after: { starterSeats },
    })
  }
  await appendEvents(tx, [{ accountId, type: 'account.changed' }])
}

/**
 * Shows and sends from the same local parts under another domain. Both keep receiving for ever; an address that another
 * channel of the account has meanwhile stays that channel's.
 */
async function moveDefaultAddresses(tx: Tx, accountId: string, from: string, to: string): Promise<void> {
  const renamed = sql`split_part(c.address, '@', 1) || '@' || ${to}`
  const isOfDomain = sql`c.account_id = ${accountId} and c.type = 'fallback-email'
    and split_part(c.address, '@', 2) = ${from}`
  await sql`
    insert into mail_address (address, account_id, channel_account_id)
    select ${renamed}, c.account_id, c.id from channel_account c where ${isOfDomain}
    on conflict (address) do nothing`.execute(tx)
  await sql`
    update channel_account c set address = m.address from mail_address m
    where ${isOfDomain} and m.address = ${renamed} and m.account_id = c.account_id and m.channel_account_id = c.id`.execute(
    tx,
  )
}

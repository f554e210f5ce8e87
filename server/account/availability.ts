import { sql } from 'kysely'
import { effectiveAvailability } from '../../shared/availability.ts'
import { Problem } from '../../shared/problems.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import type { Role } from './actor.ts'
import { type AuditSource, recordAudit } from './audit.ts'
import { loadAvailabilities, noteTold } from './availability-store.ts'
import { canManageUser } from './rights.ts'
import type { ScheduleInput } from './schedule.ts'

/** Who changes it, whose it is, and when. */
export type Change = { source: AuditSource; accountId: string; userId: string; now: number }

/**
 * Turns a person's switch, and notes who did. Nothing is written when it stands so by the same hand already.
 * @throws {Problem} `notFound`, and `notAllowed` where it is another's and not the actor's to turn
 */
export async function setAvailability(tx: Tx, change: Change, to: 'available' | 'away'): Promise<void> {
  const { source, accountId, userId, now } = change
  const before = await lockPerson(tx, change)
  const by = source.actor?.kind === 'user' ? source.actor.userId : null
  if (before.availability === to && before.setBy === by) return
  await tx
    .updateTable('user')
    .set({ availability: to, availability_set_by: by, availability_set_at: new Date(now) })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .execute()
  await recordAudit(tx, {
    accountId,
    source,
    action: 'user.availability_changed',
    subject: { type: 'user', id: userId },
    before: { availability: before.availability },
    after: { availability: to },
  })
  await tellAvailability(tx, accountId, [userId], now, 'all')
}

/**
 * Replaces a person's time zone (null: the account's), working hours and holidays; what is left out stays.
 * @throws {Problem} as `setAvailability`
 */
export async function changeSchedule(tx: Tx, change: Change, to: Partial<ScheduleInput>): Promise<void> {
  const { source, accountId, userId, now } = change
  const { timeZone, workingHours, holidays } = await lockPerson(tx, change)
  const before = { timeZone, workingHours, holidays }
  await tx
    .updateTable('user')
    .set({
      ...(to.timeZone === undefined ? {} : { time_zone: to.timeZone }),
      ...(to.workingHours === undefined ? {} : { working_hours: JSON.stringify(to.workingHours) }),
      ...(to.holidays === undefined ? {} : { holidays: JSON.stringify(to.holidays) }),
    })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .execute()
  await recordAudit(tx, {
    accountId,
    source,
    action: 'user.changed',
    subject: { type: 'user', id: userId },
    before: Object.fromEntries(Object.entries(before).filter(([key]) => key in to)),
    after: { ...to },
  })
  await tellAvailability(tx, accountId, [userId], now, 'all')
}

/** Whether the account asks for an open browser before it calls anybody available. */
export async function setAsksForBrowser(
  tx: Tx,
  { source, accountId, now }: Omit<Change, 'userId'>,
  asksForBrowser: boolean,
): Promise<void> {
  const before = await tx
    .selectFrom('account')
    .select('asks_for_browser as asksForBrowser')
    .where('id', '=', accountId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  if (before.asksForBrowser === asksForBrowser) return
  await tx.updateTable('account').set({ asks_for_browser: asksForBrowser }).where('id', '=', accountId).execute()
  await recordAudit(tx, {
    accountId,
    source,
    action: 'account.settings_changed',
    subject: { type: 'account', id: accountId },
    before,
    after: { asksForBrowser },
  })
  await appendEvents(tx, [{ accountId, type: 'account.changed' }])
  // In the order of their ids, as everybody locks who locks several.
  await sql`select from "user" where account_id = ${accountId} order by id for no key update`.execute(tx)
  await tellAvailability(tx, accountId, 'all', now, 'changed')
}

/**
 * Looks at people anew, tells what it comes to, and notes when to look again. `told`: an event for all of them (who turned
 * a switch, or the hour until which it holds, may be new), or for those alone whose value has become another.
 */
export async function tellAvailability(
  tx: Tx,
  accountId: string,
  userIds: readonly string[] | 'all',
  now: number,
  told: 'all' | 'changed',
): Promise<void> {
  const looked = (await loadAvailabilities(tx, accountId, userIds)).map(({ userId, facts, toldValue }) => {
    const { value, until } = effectiveAvailability(facts, now)
    return { userId, isChanged: toldValue !== value, value, dueAt: until }
  })
  await noteTold(tx, accountId, looked)
  await appendEvents(
    tx,
    looked
      .filter(({ isChanged }) => told === 'all' || isChanged)
      .map(({ userId, value }) => ({
        accountId,
        type: 'user.availability_changed' as const,
        userId,
        payload: { availability: value },
      })),
  )
}

/** The person, locked; refused where he is unknown, or not the actor's to change. */
async function lockPerson(tx: Tx, { source, accountId, userId }: Change) {
  const person = await tx
    .selectFrom('user')
    .select([
      'role',
      'availability',
      'availability_set_by as setBy',
      'time_zone as timeZone',
      'working_hours as workingHours',
      'holidays',
    ])
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .where('is_active', '=', true)
    // Who writes in a person's name only refers to the row, and does not wait.
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!person) throw new Problem('notFound')
  const { actor } = source
  const isOwn = actor?.kind === 'user' && actor.userId === userId
  if (actor && !isOwn && !canManageUser(actor, { role: person.role as Role })) throw new Problem('notAllowed')
  return person
}

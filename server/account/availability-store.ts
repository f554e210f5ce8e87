import { sql } from 'kysely'
import {
  type Availability,
  type AvailabilityFacts,
  effectiveAvailability,
  type Holiday,
  scheduleAt,
  type WorkingSpan,
} from '../../shared/availability.ts'
import type { Db, Tx } from '../platform/database.ts'

/** What is known of one person's availability, with who set the switch last. */
export type StoredAvailability = {
  userId: string
  facts: AvailabilityFacts
  setBy: { id: string; name: string } | null
  setAt: Date | null
  /** the value that the last event told */
  toldValue: Availability['value']
}

/** The facts of many people in one question; `'all'`: of everybody in the account. Who is not there is left out. */
export async function loadAvailabilities(
  db: Db | Tx,
  accountId: string,
  userIds: readonly string[] | 'all',
): Promise<StoredAvailability[]> {
  const { rows } = await sql<{
    userId: string
    switch: 'available' | 'away'
    timeZone: string
    workingHours: WorkingSpan[]
    holidays: Holiday[]
    asksForBrowser: boolean
    browserSeenAt: Date | null
    setById: string | null
    setByName: string | null
    setAt: Date | null
    toldValue: Availability['value']
  }>`
    select u.id as "userId", u.availability as "switch", coalesce(u.time_zone, a.time_zone) as "timeZone",
      u.working_hours as "workingHours", u.holidays, a.asks_for_browser as "asksForBrowser",
      case when a.asks_for_browser then (
        select max(s.last_seen_at) from session s where s.account_id = u.account_id and s.user_id = u.id
      ) end as "browserSeenAt",
      b.id as "setById", b.name as "setByName", u.availability_set_at as "setAt", u.effective_availability as "toldValue"
    from "user" u
    join account a on a.id = u.account_id
    left join "user" b on b.account_id = u.account_id and b.id = u.availability_set_by
    where u.account_id = ${accountId} and (${userIds === 'all'} or u.id = any(${userIds === 'all' ? [] : userIds}::bigint[]))
    order by u.id`.execute(db)
  return rows.map(({ userId, asksForBrowser, browserSeenAt, setById, setByName, setAt, toldValue, ...facts }) => ({
    userId,
    facts: { ...facts, ...(asksForBrowser ? { browserSeenAt: browserSeenAt?.getTime() ?? null } : {}) },
    setBy: setById === null ? null : { id: setById, name: setByName ?? '' },
    setAt,
    toldValue,
  }))
}

/**
 * What the screens are told of a person now. While somebody is available, `until` is when the hours end: that a browser
 * is known to be there only for the next minutes is nothing to foretell.
 */
export function presentAvailability({ userId, facts, setBy, setAt }: StoredAvailability, now: number) {
  const { value, until } = effectiveAvailability(facts, now)
  const asksForBrowser = facts.browserSeenAt !== undefined
  const shownUntil = value === 'available' && asksForBrowser ? scheduleAt(facts, now).until : until
  return {
    userId,
    availability: value,
    until: shownUntil === null ? null : new Date(shownUntil).toISOString(),
    switch: facts.switch,
    setBy,
    setAt: setAt?.toISOString() ?? null,
  }
}

/** A person's own settings of it; `timeZone` null: the account's. Null: nobody of this account. */
export async function findSchedule(db: Db | Tx, accountId: string, userId: string) {
  const { rows } = await sql<{
    timeZone: string | null
    accountTimeZone: string
    workingHours: WorkingSpan[]
    holidays: Holiday[]
  }>`
    select u.time_zone as "timeZone", a.time_zone as "accountTimeZone", u.working_hours as "workingHours", u.holidays
    from "user" u join account a on a.id = u.account_id
    where u.account_id = ${accountId} and u.id = ${userId}`.execute(db)
  return rows[0] ?? null
}

/** Notes what is told of people now, and when to look at them again; in one statement for all. */
export async function noteTold(
  tx: Tx,
  accountId: string,
  told: readonly { userId: string; value: Availability['value']; dueAt: number | null }[],
): Promise<void> {
  await sql`
    update "user" u set effective_availability = t.value, availability_due_at = t.due_at
    from unnest(${told.map((one) => one.userId)}::bigint[], ${told.map((one) => one.value)}::text[],
      ${told.map((one) => (one.dueAt === null ? null : new Date(one.dueAt).toISOString()))}::timestamptz[])
      as t (user_id, value, due_at)
    where u.account_id = ${accountId} and u.id = t.user_id`.execute(tx)
}

/**
 * Locks people whose next change is due, and answers whom. Several processes share the work: who is locked by another is
 * his, and when he is through it is due no more.
 */
export async function takeDue(tx: Tx, now: number, limit: number): Promise<{ accountId: string; userId: string }[]> {
  const { rows } = await sql<{ accountId: string; userId: string }>`
    select account_id as "accountId", id as "userId" from "user"
    where availability_due_at <= ${new Date(now).toISOString()}::timestamptz
    order by availability_due_at limit ${limit}
    for update skip locked`.execute(tx)
  return rows
}

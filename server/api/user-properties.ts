import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { WorkingHoursChange } from '../../shared/api/availability.ts'
import type { HsUserObjectChange } from '../../shared/api/settings.ts'
import type { Holiday } from '../../shared/availability.ts'
import { invalid } from '../../shared/problems.ts'
import { splitName } from '../../shared/split-name.ts'
import type { StoredAvailability } from '../account/availability-store.ts'
import type { Person } from '../account/people-store.ts'
import { readSchedule, type ScheduleInput } from '../account/schedule.ts'
import { readTimeZone } from '../account/time-zone.ts'

type Known = { person: Person; facts: StoredAvailability['facts'] }

/** What HubSpot calls the properties of a user, each as a string. */
const properties: Record<string, (known: Known) => string | null> = {
  hs_availability_status: ({ facts }) => facts.switch,
  hs_createdate: ({ person }) => person.createdAt.toISOString(),
  hs_email: ({ person }) => person.email,
  hs_family_name: ({ person }) => splitName(person.name).lastName ?? null,
  hs_given_name: ({ person }) => splitName(person.name).firstName,
  hs_internal_user_id: ({ person }) => person.id,
  hs_job_title: () => null,
  hs_lastmodifieddate: ({ person }) => person.updatedAt.toISOString(),
  hs_object_id: ({ person }) => person.id,
  hs_out_of_office_hours: ({ facts }) =>
    JSON.stringify(facts.holidays.map((holiday) => absenceOf(holiday, facts.timeZone))),
  hs_standard_time_zone: ({ facts }) => facts.timeZone,
  // In HubSpot's order: scripts compare the text.
  hs_working_hours: ({ facts }) =>
    JSON.stringify(facts.workingHours.map(({ days, startMinute, endMinute }) => ({ days, startMinute, endMinute }))),
  hubspot_owner_id: ({ person }) => person.ownerId,
  hubspot_team_id: ({ person }) => person.mainTeamId,
}
const byDefault = ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id']

/** Those of `names` that there are, after the ones that every answer has. */
export function presentProperties(known: Known, names: readonly string[]): Record<string, string | null> {
  const wanted = [...new Set([...byDefault, ...names])]
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const read = Object.hasOwn(properties, name) ? properties[name] : undefined
      return read ? [[name, read(known)]] : []
    }),
  )
}

/** What a program wants of a schedule, over what holds now; empty or null: none, or the account's zone. @throws {Problem} `invalid` */
export function readScheduleProperties(
  wanted: Static<typeof HsUserObjectChange>['properties'],
  now: ScheduleInput & { accountTimeZone: string },
): Partial<ScheduleInput> {
  const { hs_standard_time_zone: zone, hs_working_hours: hours, hs_out_of_office_hours: absences } = wanted
  const timeZone = zone === undefined ? now.timeZone : zone ? readTimeZone(fields.timeZone, zone) : null
  const schedule = readSchedule(
    {
      timeZone,
      workingHours: hours === undefined ? now.workingHours : readHours(hours),
      holidays:
        absences === undefined
          ? now.holidays
          : readAbsences(absences, timeZone ?? now.accountTimeZone).map(
              (absence) => now.holidays.find((known) => isSame(known, absence)) ?? absence,
            ),
    },
    fields,
  )
  return {
    ...(zone === undefined ? {} : { timeZone: schedule.timeZone }),
    ...(hours === undefined ? {} : { workingHours: schedule.workingHours }),
    ...(absences === undefined ? {} : { holidays: schedule.holidays }),
  }
}

const fields = {
  timeZone: 'hs_standard_time_zone',
  workingHours: 'hs_working_hours',
  holidays: 'hs_out_of_office_hours',
}

/** A program knows no labels, and takes none away. */
const isSame = (a: Holiday, b: Holiday) => a.from === b.from && a.to === b.to

function readHours(text: string | null) {
  const value = readJson(text)
  if (!Check(WorkingHoursChange.properties.workingHours, value))
    throw invalid(
      fields.workingHours,
      'takes a JSON list such as [{"days":"MONDAY_TO_FRIDAY","startMinute":540,"endMinute":1020}]',
    )
  return value
}

const latest = Date.UTC(2100, 0, 1)
const Timestamp = Type.Integer({ minimum: 0, maximum: latest })
const Absences = Type.Array(
  Type.Object({ startTimestamp: Timestamp, endTimestamp: Timestamp }, { additionalProperties: false }),
  { maxItems: 200 },
)

function readAbsences(text: string | null, timeZone: string): Holiday[] {
  const value = readJson(text)
  if (!Check(Absences, value))
    throw invalid(
      fields.holidays,
      'takes a JSON list such as [{"startTimestamp":1798066800000,"endTimestamp":1798153200000}], in milliseconds',
    )
  return value.map(({ startTimestamp, endTimestamp }) => holidayOf(startTimestamp, endTimestamp, timeZone))
}

function readJson(text: string | null): unknown {
  if (!text) return []
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Two instants (ms) on the local clock: whole days as dates, all else by the minute, the started ones included. */
function holidayOf(start: number, end: number, timeZone: string): Holiday {
  const minuteMs = 60_000
  const from = localAt(Math.floor(start / minuteMs) * minuteMs, timeZone)
  const to = localAt(Math.ceil(end / minuteMs) * minuteMs, timeZone)
  const isWholeDays = [from, to].every(({ hour, minute }) => hour === 0 && minute === 0)
  if (!isWholeDays || start >= end) return { label: '', from: minuteText(from), to: minuteText(to) }
  return {
    label: '',
    from: from.toPlainDate().toString(),
    to: to.toPlainDate().subtract({ days: 1 }).toString(),
  }
}

const localAt = (at: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDateTime()
const minuteText = (local: Temporal.PlainDateTime) => local.toString({ smallestUnit: 'minute' })

function absenceOf({ from, to }: Holiday, timeZone: string): Static<typeof Absences>[number] {
  const instant = (local: Temporal.PlainDateTime) => local.toZonedDateTime(timeZone).epochMilliseconds
  // A last day is included.
  const end = Temporal.PlainDateTime.from(to).add({ days: to.length === 10 ? 1 : 0 })
  return { startTimestamp: instant(Temporal.PlainDateTime.from(from)), endTimestamp: instant(end) }
}

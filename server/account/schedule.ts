import { daysOf, type Holiday, type WorkingSpan } from '../../shared/availability.ts'
import { invalid } from '../../shared/problems.ts'
import { readTimeZone } from './time-zone.ts'

/** `timeZone` null: the account's. */
export type ScheduleInput = { timeZone: string | null; workingHours: WorkingSpan[]; holidays: Holiday[] }

const namesOfOurs = { timeZone: 'timeZone', workingHours: 'workingHours', holidays: 'holidays' }

/**
 * Working hours and holidays that make sense: nothing ends before it begins, and no minute is worked twice. `fields`: what
 * the request calls them.
 * @throws {Problem} `invalid`
 */
export function readSchedule(
  { timeZone, workingHours, holidays }: ScheduleInput,
  fields: Record<keyof ScheduleInput, string> = namesOfOurs,
): ScheduleInput {
  workingHours.forEach(({ startMinute, endMinute }, index) => {
    if (endMinute <= startMinute)
      throw invalid(
        `${fields.workingHours}[${index}].endMinute`,
        'takes a minute after startMinute; work over midnight is two spans',
      )
  })
  const clash = findOverlap(workingHours)
  if (clash !== null) throw invalid(`${fields.workingHours}[${clash}]`, 'overlaps with another span of the same day')
  return {
    timeZone: timeZone === null ? null : readTimeZone(fields.timeZone, timeZone),
    workingHours,
    holidays: holidays.map((holiday, index) => readHoliday(`${fields.holidays}[${index}]`, holiday)),
  }
}

function findOverlap(spans: readonly WorkingSpan[]): number | null {
  const worked = spans.flatMap(({ days, startMinute, endMinute }, index) =>
    daysOf(days).map((day) => ({ index, from: day * 1440 + startMinute, to: day * 1440 + endMinute })),
  )
  worked.sort((a, b) => a.from - b.from)
  const clash = worked.find((span, place) => (worked[place - 1]?.to ?? 0) > span.from)
  return clash?.index ?? null
}

function readHoliday(field: string, { label, from, to }: Holiday): Holiday {
  for (const [name, text] of Object.entries({ from, to })) {
    if (!isLocal(text))
      throw invalid(`${field}.${name}`, 'takes a local date or minute such as 2026-12-24 or 2026-12-24T12:00')
  }
  if (from.length !== to.length)
    throw invalid(`${field}.to`, 'takes a date where from is a date, and a minute where it is a minute')
  if (from.length === 10 ? to < from : to <= from) throw invalid(`${field}.to`, 'takes what comes after from')
  return { label: label.normalize('NFC').trim(), from, to }
}

/** A day that is there: 2026-02-30 is none. */
function isLocal(text: string): boolean {
  if (!/^20\d\d-\d\d-\d\d(T\d\d:\d\d)?$/.test(text)) return false
  const at = new Date(text.length === 10 ? `${text}T00:00Z` : `${text}Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

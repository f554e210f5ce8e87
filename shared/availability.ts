/**
 * Whether a person takes new conversations now, and when that changes by itself. Pure, and the same on the server and in
 * the browser, which has no `Temporal`: local time comes from `Intl`.
 */

export const workdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const
export const weekdays = [...workdays, 'SATURDAY', 'SUNDAY'] as const

/** HubSpot's words for the days of a span (`hs_working_hours`). */
export const spanDays = [...weekdays, 'MONDAY_TO_FRIDAY', 'SATURDAY_SUNDAY', 'EVERY_DAY'] as const
export type SpanDays = (typeof spanDays)[number]

/** Minutes since local midnight, `endMinute` excluded and at most 1440: work over midnight is two spans. */
export type WorkingSpan = { days: SpanDays; startMinute: number; endMinute: number }

/**
 * Away whatever the hours say. `from` and `to` are local: dates ("2026-12-24"), both included, or minutes
 * ("2026-12-24T12:00"), where `to` is the first minute after.
 */
export type Holiday = { label: string; from: string; to: string }

export type Schedule = {
  /** IANA name */
  timeZone: string
  /** none: always */
  workingHours: readonly WorkingSpan[]
  holidays: readonly Holiday[]
}

export type AvailabilityFacts = Schedule & {
  /** what the switch says */
  switch: 'available' | 'away'
  /** when a browser of the person was last seen (ms), null: never; absent where the account does not ask for one */
  browserSeenAt?: number | null
}

export type EffectiveAvailability = 'available' | 'away' | 'outside-hours'

/** `until`: the instant (ms) at which it changes by itself; null: only a person changes it. */
export type Availability = { value: EffectiveAvailability; until: number | null }

/** So long a browser that is not heard of any more counts as there. */
export const browserSeenMs = 15 * 60_000

const minuteMs = 60_000
const dayMs = 86_400_000
const weekMs = 7 * dayMs

/**
 * The switch says *Away* before anything else; then hours and holidays; then whether a browser was seen in the last 15
 * minutes, where the account asks for that.
 */
export function effectiveAvailability(facts: AvailabilityFacts, now: number): Availability {
  if (facts.switch === 'away') return { value: 'away', until: null }
  const { isOpen, until } = scheduleAt(facts, now)
  if (!isOpen) return { value: 'outside-hours', until }
  if (facts.browserSeenAt === undefined) return { value: 'available', until }
  const missedAt = (facts.browserSeenAt ?? Number.NEGATIVE_INFINITY) + browserSeenMs
  if (missedAt <= now) return { value: 'away', until }
  return { value: 'available', until: until === null ? missedAt : Math.min(until, missedAt) }
}

/** Whether the hours and holidays let the person work at an instant, and the first instant at which that is different. */
export function scheduleAt(schedule: Schedule, now: number): { isOpen: boolean; until: number | null } {
  const week = openRanges(schedule.workingHours)
  const holidays = schedule.holidays.map(localRange)
  const isOpenAt = (local: number) => isIn(week, weekMinute(local)) && !holidays.some((range) => covers(range, local))
  const isOpen = isOpenAt(localTime(now, schedule.timeZone))
  // After the last holiday a week is like the next, but for a change of the clocks in one of them.
  const lastHoliday = Math.max(now, ...holidays.map((range) => range.to))
  const horizon = lastHoliday + 2 * weekMs + dayMs
  for (let at = now; at < horizon; ) {
    const local = localTime(at, schedule.timeZone)
    const next = at + Math.min(nextBoundary(week, holidays, local) - local, weekMs)
    at = firstChangeOfClocks(at, next, schedule.timeZone) ?? next
    if (isOpenAt(localTime(at, schedule.timeZone)) !== isOpen) return { isOpen, until: at }
  }
  return { isOpen, until: null }
}

type Range = { from: number; to: number }

/** The week's open minutes (0: Monday 00:00) in order, those that touch as one. */
function openRanges(spans: readonly WorkingSpan[]): Range[] {
  if (spans.length === 0) return [{ from: 0, to: weekMs / minuteMs }]
  const ranges = spans
    .flatMap(({ days, startMinute, endMinute }) =>
      daysOf(days).map((day) => ({ from: day * 1440 + startMinute, to: day * 1440 + endMinute })),
    )
    .toSorted((a, b) => a.from - b.from)
  const merged: Range[] = []
  for (const range of ranges) {
    const last = merged.at(-1)
    if (last && last.to >= range.from) last.to = Math.max(last.to, range.to)
    else merged.push({ ...range })
  }
  return merged
}

/** Places in the week (0: Monday) that a span's word names. */
export function daysOf(days: SpanDays): number[] {
  switch (days) {
    case 'MONDAY_TO_FRIDAY':
      return [0, 1, 2, 3, 4]
    case 'SATURDAY_SUNDAY':
      return [5, 6]
    case 'EVERY_DAY':
      return [0, 1, 2, 3, 4, 5, 6]
    default:
      return [weekdays.indexOf(days)]
  }
}

function localRange({ from, to }: Holiday): Range {
  return { from: localInstant(from), to: localInstant(to) + (to.length === 10 ? dayMs : 0) }
}

/** A local date or minute as milliseconds on the local clock (as if that were UTC). */
const localInstant = (text: string) => Date.parse(text.length === 10 ? `${text}T00:00Z` : `${text}Z`)

const covers = ({ from, to }: Range, at: number) => from <= at && at < to
const isIn = (ranges: readonly Range[], at: number) => ranges.some((range) => covers(range, at))

/** 1970 began on a Thursday. */
const weekMinute = (local: number) => ((local + 3 * dayMs) % weekMs) / minuteMs

/** The next local time at which the schedule may turn; inside a holiday only its end can. */
function nextBoundary(week: readonly Range[], holidays: readonly Range[], local: number): number {
  const running = holidays.filter((range) => covers(range, local))
  if (running.length > 0) return Math.max(...running.map((range) => range.to))
  const startOfWeek = local - weekMinute(local) * minuteMs
  const ofWeek = [startOfWeek, startOfWeek + weekMs].flatMap((start) =>
    week.flatMap(({ from, to }) => [start + from * minuteMs, start + to * minuteMs]),
  )
  const later = [...ofWeek, ...holidays.map((range) => range.from)].filter((at) => at > local)
  return Math.min(...later)
}

/** The first instant after `from`, up to `to`, at which the zone's offset is another; null: it is the same throughout. */
function firstChangeOfClocks(from: number, to: number, timeZone: string): number | null {
  const before = localTime(from, timeZone) - from
  const isSame = (at: number) => localTime(at, timeZone) - at === before
  if (isSame(to)) return null
  // Clocks change on whole minutes.
  let same = Math.floor(from / minuteMs)
  let changed = Math.ceil(to / minuteMs)
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2)
    if (isSame(middle * minuteMs)) same = middle
    else changed = middle
  }
  return changed * minuteMs
}

/** The local clock of a zone at an instant, in milliseconds as if it were UTC. */
function localTime(at: number, timeZone: string): number {
  return at + offsetAt(Math.floor(at / minuteMs), timeZone)
}

/** Colleagues share zones and hours, so that the same few minutes are asked again and again. */
const offsets = new Map<string, number>()
const keptOffsets = 5000

/** Milliseconds that a zone is ahead of UTC throughout a minute (counted since 1970). */
function offsetAt(minute: number, timeZone: string): number {
  const key = `${timeZone} ${minute}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const values: Record<string, number> = {}
  for (const { type, value } of formatOf(timeZone).formatToParts(minute * minuteMs)) values[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute: minutes = 0, second = 0 } = values
  const offset = Date.UTC(year, month - 1, day, hour, minutes, second) - minute * minuteMs
  if (offsets.size >= keptOffsets) offsets.clear()
  offsets.set(key, offset)
  return offset
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Made once per zone: making one costs a thousand times more than asking it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (!format) {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
    format = new Intl.DateTimeFormat('en-US', {
      ...numeric,
      second: 'numeric',
      hourCycle: 'h23',
      calendar: 'gregory',
      timeZone,
    })
    formats.set(timeZone, format)
  }
  return format
}

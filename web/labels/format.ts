import { currentLanguage, t } from './labels.ts'

/** Dates and sizes in the reader's language and time zone. `at` is an ISO instant, `now` milliseconds since 1970. */
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Short time of a row: "now", "4 min", then the clock, the weekday, the date. */
export function shortTime(at: string, now: number): string {
  const time = Date.parse(at)
  const age = now - time
  if (age < minuteMs) return t('format.now')
  if (age < hourMs) return t('format.minutes', { count: Math.floor(age / minuteMs) })
  const days = daysBetween(time, now)
  if (days < 1) return clock(at)
  if (days < 7) return format(time, { weekday: 'short' }).replace(/\.$/, '')
  return shortDate(time, now)
}

/** The clock today, else the date too: "09:12", "Mon 09:12", "3 Nov 09:12". */
export function messageTime(at: string, now: number): string {
  const time = Date.parse(at)
  return withDay(time, now, daysBetween(time, now))
}

/** The same of what is to come. */
export function comingTime(at: string, now: number): string {
  const time = Date.parse(at)
  return withDay(time, now, daysBetween(now, time))
}

function withDay(time: number, now: number, days: number): string {
  const clockOf = clock(new Date(time).toISOString())
  if (days < 1) return clockOf
  const day = days < 7 ? format(time, { weekday: 'short' }).replace(/\.$/, '') : shortDate(time, now)
  return `${day} ${clockOf}`
}

export function clock(at: string): string {
  return format(Date.parse(at), { hour: '2-digit', minute: '2-digit', hour12: false })
}

/** All of it, for tooltips. */
export function exactTime(at: string): string {
  return format(Date.parse(at), { dateStyle: 'full', timeStyle: 'medium' })
}

export function longDate(at: string): string {
  return format(Date.parse(at), { day: 'numeric', month: 'long', year: 'numeric' })
}

/** "3 November"; the year too where it is another. */
export function dayAndMonth(at: string, now: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return format(Date.parse(at), { day: 'numeric', month: 'long', ...(isThisYear ? {} : { year: 'numeric' }) })
}

/** The full name of a day; 0 is Monday. */
export function weekdayName(day: number): string {
  // 1 January 2024 was a Monday.
  return capitalised(format(new Date(2024, 0, 1 + day).getTime(), { weekday: 'long' }))
}

/** The heading under which a row of the list stands, or null for today, which needs none. */
export function dayGroup(at: string, now: number): string | null {
  const time = Date.parse(at)
  const days = daysBetween(time, now)
  if (days < 1) return null
  if (days < 2) return t('format.yesterday')
  if (days < 7) return capitalised(format(time, { weekday: 'long' }))
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear()
  return capitalised(format(time, { month: 'long', ...(isThisYear ? {} : { year: 'numeric' }) }))
}

/** "840 kB", "6.2 MB". */
export function fileSize(bytes: number): string {
  const [value, unit] =
    bytes < 1000
      ? [bytes, 'byte' as const]
      : bytes < 999_500
        ? [bytes / 1000, 'kilobyte' as const]
        : [bytes / 1e6, 'megabyte' as const]
  const digits = unit === 'megabyte' && value < 100 ? 1 : 0
  const unitDisplay = unit === 'byte' ? 'long' : 'short'
  return value.toLocaleString(locale(), { style: 'unit', unit, unitDisplay, maximumFractionDigits: digits })
}

function shortDate(time: number, now: number): string {
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear()
  return format(time, { day: 'numeric', month: 'short', ...(isThisYear ? {} : { year: 'numeric' }) }).replace(/\.$/, '')
}

/** Midnights of the reader's zone between the two, so that 23:59 was yesterday a minute later. */
function daysBetween(earlier: number, later: number): number {
  const from = new Date(earlier)
  const to = new Date(later)
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((midnight(to) - midnight(from)) / dayMs)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(time: number, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale()} ${JSON.stringify(options)}`
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(locale(), options)
    formats.set(key, made)
  }
  return made.format(time)
}

/** English is written with day before month and a 24 hour clock. */
export function locale(): string {
  return currentLanguage() === 'nb' ? 'nb-NO' : 'en-GB'
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1)
}

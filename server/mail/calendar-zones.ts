import type { CalendarTime } from '../../shared/api/invitation.ts'
import { type CalendarComponent, type CalendarProperty, propertyOf, textOf } from './calendar-lines.ts'
import { windowsZones } from './windows-zones.ts'

type PlainTime = Temporal.PlainDateTime

/**
 * What a date property means: a day, a clock time in its zone, or one that counts anywhere. `zones` are the VTIMEZONE
 * components of the same calendar. null for what is no date.
 */
export function readTime(property: CalendarProperty | null, zones: readonly CalendarComponent[]): CalendarTime | null {
  const value = property?.values[0]
  if (!property || typeof value !== 'string') return null
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return isDay(value) ? dayTime(value) : null
  const found = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(Z?)$/.exec(value)
  const plain = found?.[1] === undefined ? null : plainTime(found[1])
  if (!plain) return null
  return found?.[2] === 'Z' ? timeIn(plain, 'UTC', 'UTC', zones) : timeNamed(plain, property.params.tzid ?? '', zones)
}

export function dayTime(local: string): CalendarTime {
  return { at: null, local, timeZone: null, zoneName: '' }
}

/** The time that lies a duration (RFC 5545 §3.3.6) after another; null when it makes no sense. */
export function timeAfter(
  start: CalendarTime,
  duration: string,
  zones: readonly CalendarComponent[],
): CalendarTime | null {
  try {
    const length = Temporal.Duration.from(duration)
    if (!start.local.includes('T')) {
      const days = Math.max(1, length.days + length.weeks * 7)
      return dayTime(
        Temporal.PlainDate.from(start.local)
          .add({ days: days - 1 })
          .toString(),
      )
    }
    const plain = Temporal.PlainDateTime.from(start.local).add(length)
    const end = start.timeZone
      ? timeIn(plain, start.timeZone, start.zoneName, zones)
      : timeNamed(plain, start.zoneName, zones)
    return end.local.length === 19 ? end : null
  } catch {
    return null
  }
}

function timeNamed(plain: PlainTime, zoneName: string, zones: readonly CalendarComponent[]): CalendarTime {
  const name = zoneName.slice(0, 200)
  return timeIn(plain, ianaZone(name, zones), name, zones)
}

function timeIn(
  plain: PlainTime,
  timeZone: string | null,
  zoneName: string,
  zones: readonly CalendarComponent[],
): CalendarTime {
  const local = plain.toString({ smallestUnit: 'second' })
  const at =
    timeZone === null ? instantByRules(plain, zoneName, zones) : plain.toZonedDateTime(timeZone).epochMilliseconds
  return { at: at === null ? null : isoOf(at), local, timeZone, zoneName }
}

/** Instants that every screen and database can hold. */
function isoOf(ms: number): string | null {
  const date = new Date(ms)
  return Number.isNaN(ms) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9_998 ? null : date.toISOString()
}

/** The zone behind a name: IANA's own, one of Windows, a path that ends in IANA's, or what its VTIMEZONE says it is. */
function ianaZone(name: string, zones: readonly CalendarComponent[]): string | null {
  if (name === '') return null
  const definition = zoneNamed(name, zones)
  const candidates = [
    name,
    windowsZones[name.replace(/^"|"$/g, '')],
    /(?:^|\/)([A-Z][A-Za-z_]{2,30}\/[A-Z][A-Za-z_+-]{1,40}(?:\/[A-Z][A-Za-z_]{1,40})?)$/.exec(name)?.[1],
    definition && textOf(definition, 'x-lic-location'),
  ]
  for (const candidate of candidates) {
    const known = candidate ? knownZone(candidate) : null
    if (known) return known
  }
  return null
}

const known = new Map<string, string | null>()

function knownZone(name: string): string | null {
  let zone = known.get(name)
  if (zone === undefined) {
    zone = resolvedZone(name)
    // The name comes from outside: a mail must not be able to fill the map.
    if (known.size < 500) known.set(name, zone)
  }
  return zone
}

function resolvedZone(name: string): string | null {
  // An offset is a zone to the platform, and none that has a name to show.
  if (!/^[A-Za-z]/.test(name)) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

function zoneNamed(name: string, zones: readonly CalendarComponent[]): CalendarComponent | null {
  return zones.find((zone) => textOf(zone, 'tzid') === name) ?? null
}

/** By the mail's own VTIMEZONE, else by an offset in the zone's name; null: it counts wherever the reader is. */
function instantByRules(plain: PlainTime, zoneName: string, zones: readonly CalendarComponent[]): number | null {
  const offset = offsetByRules(plain, zoneNamed(zoneName, zones)) ?? offsetIn(zoneName)
  return offset === null ? null : utcMs(plain) - offset
}

/** `(UTC+01:00) Amsterdam, Berlin`, `GMT-0500`. */
function offsetIn(zoneName: string): number | null {
  const found = /(?:UTC|GMT)\s?([+-]\d{2}):?(\d{2})/.exec(zoneName)
  return found ? offsetMs(`${found[1]}:${found[2]}`) : null
}

/** Offset of the observance that began last before the time; of the first where the time is before all of them. */
function offsetByRules(plain: PlainTime, zone: CalendarComponent | null): number | null {
  const observances = (zone?.children ?? []).slice(0, 20).flatMap((observance) => {
    const begins = plainTime(textOf(observance, 'dtstart').slice(0, 19))
    const offset = offsetMs(textOf(observance, 'tzoffsetto'))
    return begins && offset !== null ? [{ offset, onset: lastOnset(observance, begins, plain) }] : []
  })
  const begun = observances.filter(({ onset }) => onset !== null)
  const latest = begun.toSorted((a, b) => (b.onset ?? 0) - (a.onset ?? 0))[0] ?? observances[0]
  return latest?.offset ?? null
}

/** When an observance last began before a time, by its first day and a yearly rule; in ms as if the clock were UTC's. */
function lastOnset(observance: CalendarComponent, begins: PlainTime, before: PlainTime): number | null {
  const limit = utcMs(before)
  const rule = propertyOf(observance, 'rrule')?.values[0] as Record<string, unknown> | undefined
  const dates = [begins, ...rdates(observance)]
  if (rule?.freq === 'YEARLY') {
    const years = [before.year, before.year - 1].filter((year) => year > begins.year)
    dates.push(...years.flatMap((year) => ruleDate(rule, begins, year) ?? []))
  }
  const past = dates.map(utcMs).filter((ms) => ms <= limit)
  return past.length > 0 ? past.reduce((a, b) => Math.max(a, b)) : null
}

function rdates(observance: CalendarComponent): PlainTime[] {
  const values = observance.properties.filter(({ name }) => name === 'rdate').flatMap((property) => property.values)
  return values.slice(0, 500).flatMap((value) => plainTime(String(value).slice(0, 19)) ?? [])
}

/** `BYMONTH=3;BYDAY=-1SU` in a year, at the observance's time of day. */
function ruleDate(rule: Record<string, unknown>, begins: PlainTime, year: number): PlainTime | null {
  const month = Number([rule.bymonth].flat()[0] ?? begins.month)
  const [, place = '', day = ''] = /^([+-]?\d)?(SU|MO|TU|WE|TH|FR|SA)$/.exec(String([rule.byday].flat()[0] ?? '')) ?? []
  if (!(month >= 1 && month <= 12)) return null
  try {
    if (day === '') return begins.with({ year, month, day: Number([rule.bymonthday].flat()[0] ?? begins.day) })
    const weekday = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'].indexOf(day) + 1
    const first = begins.with({ year, month, day: 1 })
    const days = Array.from({ length: first.daysInMonth }, (_, at) => first.with({ day: at + 1 }))
    const fitting = days.filter((one) => one.dayOfWeek === weekday)
    const index = Number(place || 1)
    return fitting.at(index > 0 ? index - 1 : index) ?? null
  } catch {
    return null
  }
}

/** `+01:00` or `-05:30:00` in ms. */
function offsetMs(text: string): number | null {
  const found = /^([+-]?)(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text)
  if (!found) return null
  const ms = ((Number(found[2]) * 60 + Number(found[3])) * 60 + Number(found[4] ?? 0)) * 1000
  return found[1] === '-' ? -ms : ms
}

function utcMs(plain: PlainTime): number {
  return plain.toZonedDateTime('UTC').epochMilliseconds
}

function plainTime(text: string): PlainTime | null {
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' })
  } catch {
    return null
  }
}

function isDay(text: string): boolean {
  return plainTime(`${text}T00:00:00`) !== null
}

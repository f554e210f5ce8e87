import type { CalendarInvitation } from '../../data/types.ts'

export type When = {
  /** In the reader's time zone where the instant is known, else as the clock there shows it. */
  time: string
  /** The same in the organiser's time zone, where its clock differs. */
  theirs: { time: string; place: string } | null
  /** What is to be known of `time`: that the zone is not known, or that it counts wherever one is. */
  isFloating: boolean
  unknownZone: string | null
}

type Time = NonNullable<CalendarInvitation['start']>

const day = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
const clock = { hour: '2-digit', minute: '2-digit', hour12: false } as const

/** When an event is, in the words of a language; null where it does not say. Pure. */
export function whenOf(
  { start, end, isAllDay }: Pick<CalendarInvitation, 'start' | 'end' | 'isAllDay'>,
  locale: string,
  readerZone: string,
): When | null {
  if (!start) return null
  if (isAllDay) {
    const time = range(locale, { ...day, timeZone: 'UTC' }, asUtc(start), end && asUtc(end))
    return time === null ? null : { time, theirs: null, isFloating: false, unknownZone: null }
  }
  if (start.at === null) {
    const time = range(locale, { ...day, ...clock, timeZone: 'UTC' }, asUtc(start), end && asUtc(end))
    if (time === null) return null
    return { time, theirs: null, isFloating: start.zoneName === '', unknownZone: start.zoneName || null }
  }
  const from = Date.parse(start.at)
  const to = end?.at ? Date.parse(end.at) : null
  const time = range(locale, { ...day, ...clock, timeZone: readerZone }, from, to)
  if (time === null) return null
  return { time, theirs: theirsOf(start, from, to, locale, readerZone), isFloating: false, unknownZone: null }
}

/** The leaf of a calendar beside the card: what the day is where the reader is. Pure. */
export function dayOf(
  { start, isAllDay }: Pick<CalendarInvitation, 'start' | 'isAllDay'>,
  locale: string,
  zone: string,
) {
  if (!start) return null
  const isKnown = start.at !== null && !isAllDay
  const at = isKnown ? Date.parse(start.at ?? '') : asUtc(start)
  if (Number.isNaN(at)) return null
  const timeZone = isKnown ? zone : 'UTC'
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(at).replace(/\.$/, '')
  return { month: say({ month: 'short' }), day: say({ day: 'numeric' }), weekday: say({ weekday: 'short' }) }
}

function theirsOf(start: Time, from: number, to: number | null, locale: string, readerZone: string): When['theirs'] {
  const zone = start.timeZone
  if (zone === null || zone === 'UTC' || zone === readerZone) return null
  const local = { ...clock, day: 'numeric', month: 'numeric', year: 'numeric' } as const
  const isSame =
    new Intl.DateTimeFormat(locale, { ...local, timeZone: zone }).format(from) ===
    new Intl.DateTimeFormat(locale, { ...local, timeZone: readerZone }).format(from)
  const time = range(locale, { weekday: 'long', ...clock, timeZone: zone }, from, to)
  return isSame || time === null ? null : { time, place: zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone }
}

function range(locale: string, options: Intl.DateTimeFormatOptions, from: number, to: number | null): string | null {
  if (Number.isNaN(from)) return null
  const format = new Intl.DateTimeFormat(locale, options)
  return to === null || Number.isNaN(to) || to <= from ? format.format(from) : format.formatRange(from, to)
}

/** A clock time as if it were of UTC, to be written as it stands. */
function asUtc({ local }: Time): number {
  return Date.parse(local.includes('T') ? `${local.replace(/Z$/, '')}Z` : `${local}T00:00:00Z`)
}

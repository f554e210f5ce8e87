const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Hours from UTC of the zone names of RFC 5322 §4.3; any other name counts as UTC, as it says there. */
const zones: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  cet: 1,
  cest: 2,
  met: 1,
  bst: 1,
  jst: 9,
}

/** Names of months as programs of other languages write them, against the rules. */
const foreignMonths: Record<string, number> = {
  ene: 0,
  gen: 0,
  fev: 1,
  fév: 1,
  mrz: 2,
  mär: 2,
  mrt: 2,
  mac: 2,
  avr: 3,
  abr: 3,
  mai: 4,
  maj: 4,
  mei: 4,
  mag: 4,
  giu: 5,
  lug: 6,
  ago: 7,
  aoû: 7,
  set: 8,
  okt: 9,
  out: 9,
  ott: 9,
  des: 11,
  dez: 11,
  déc: 11,
  dic: 11,
}

const usual =
  /(?:^|[\s,])(\d{1,2})[\s-]+(\p{L}{3})\p{L}*\.?[\s-]+(\d{2,4})[\s,]+(\d{1,2})\s*[:.]\s*(\d{2})(?:\s*[:.]\s*(\d{2}))?(?:\.\d{1,9})?\s*([AP]M\b)?\s*(?:\(?([+-]\d{2}:?\d{2})|([A-Za-z]{1,5}))?/iu
/** As C's asctime and the `date` of Unix write it: `Tue Mar  3 10:12:03 CET 2026`. */
const unix =
  /(?:^|\s)(\p{L}{3})\s{1,3}(\d{1,2})\s{1,3}(\d{1,2}):(\d{2}):(\d{2})\s{1,3}(?:(?:([+-]\d{2}:?\d{2})|([A-Za-z]{1,5}))\s{1,3})?(\d{4})/u

/**
 * Instant of a Date header without comments (RFC 5322 §3.3 and the obsolete forms of §4.3), or null. Date.parse is
 * asked last: it reads what it cannot place in the machine's own zone.
 */
export function parseMailDate(value: string): Date | null {
  const text = value.slice(0, 200).trim()
  const found = usual.exec(text)
  if (found) {
    const [, day, month = '', year = '', hour, minute, second, half, offset, zone] = found
    return instantOf({ text, day, month, year, hour, minute, second, half, offset, zone })
  }
  const [all, month = '', day, hour, minute, second, offset, zone, year = ''] = unix.exec(text) ?? []
  return all ? instantOf({ text, day, month, year, hour, minute, second, offset, zone }) : otherDate(text)
}

type Pieces = Record<'text' | 'month' | 'year', string> &
  Partial<Record<'day' | 'hour' | 'minute' | 'second' | 'half' | 'offset' | 'zone', string>>

function instantOf({ text, day, month, year, hour, minute, second, half, offset, zone }: Pieces): Date | null {
  const name = month.toLowerCase()
  const index = months.includes(name) ? months.indexOf(name) : foreignMonths[name]
  if (index === undefined) return otherDate(text)
  // A leap second, and the 24:00 that some write, go on into the next minute and day; the 32nd is no day.
  if (Number(day) < 1 || Number(day) > 31 || Number(hour) > 24 || Number(minute) > 59) return null
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour)
  // Date.UTC takes the year 1 for 1901.
  if (fullYear(year) < 1900) return null
  const utc = Date.UTC(fullYear(year), index, Number(day), hours, Number(minute), Math.min(Number(second ?? 0), 59))
  return checked(new Date(utc - offsetMinutes(offset, zone ?? '') * 60_000))
}

/** Two and three digits as RFC 5322 §4.3 reads them. */
function fullYear(text: string): number {
  const year = Number(text)
  if (text.length === 2) return year < 50 ? 2000 + year : 1900 + year
  return text.length === 3 ? 1900 + year : year
}

function offsetMinutes(offset: string | undefined, zone: string): number {
  if (offset === undefined) return (zones[zone.toLowerCase()] ?? 0) * 60
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))
  return offset.startsWith('-') ? -minutes : minutes
}

function otherDate(text: string): Date | null {
  const iso = /\d{4}-\d{2}-\d{2}/.test(text)
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2}|GMT|UTC)\s*$/i.test(text)
  return text === '' ? null : checked(new Date(hasZone || iso ? text : `${text} UTC`))
}

/** PostgreSQL's timestamps and people's screens end somewhere; a year 0 or 60000 is a broken clock. */
function checked(date: Date): Date | null {
  const year = date.getUTCFullYear()
  return Number.isNaN(date.getTime()) || year < 1900 || year > 9_999 ? null : date
}

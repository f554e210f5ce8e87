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

/**
 * Instant of a Date header without comments (RFC 5322 §3.3 and the obsolete forms of §4.3), or null. Date.parse is
 * asked last: it reads what it cannot place in the machine's own zone.
 */
export function parseMailDate(value: string): Date | null {
  const text = value.slice(0, 200).trim()
  const found =
    /(?:^|[\s,])(\d{1,2})[\s-]+([A-Za-z]{3})[A-Za-z]*[\s-]+(\d{2,4})[\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*(?:\(?([+-]\d{4})|([A-Za-z]{1,5}))?/.exec(
      text,
    )
  if (!found) return otherDate(text)
  const [, day, monthName = '', yearText = '', hour, minute, second = '0', offset, zone = ''] = found
  const month = months.indexOf(monthName.toLowerCase())
  if (month < 0) return otherDate(text)
  const year = fullYear(yearText)
  const utc = Date.UTC(year, month, Number(day), Number(hour), Number(minute), Math.min(Number(second), 59))
  return checked(new Date(utc - offsetMinutes(offset, zone) * 60_000))
}

/** Two and three digits as RFC 5322 §4.3 reads them. */
function fullYear(text: string): number {
  const year = Number(text)
  if (text.length === 2) return year < 50 ? 2000 + year : 1900 + year
  return text.length === 3 ? 1900 + year : year
}

function offsetMinutes(offset: string | undefined, zone: string): number {
  if (offset === undefined) return (zones[zone.toLowerCase()] ?? 0) * 60
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3, 5))
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
  return Number.isNaN(date.getTime()) || year < 1970 || year > 9_999 ? null : date
}

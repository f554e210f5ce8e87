import ICAL from 'ical.js'

/** One property: values as ical.js writes them (jCal, RFC 7265), parameter names in lower case. */
export type CalendarProperty = {
  name: string
  params: Readonly<Record<string, string>>
  /** jCal's name of the value's type: `date`, `date-time`, `text` … */
  type: string
  values: readonly unknown[]
}

/** VCALENDAR, VEVENT, VTIMEZONE … in lower case, with what stands in it. */
export type CalendarComponent = { name: string; properties: CalendarProperty[]; children: CalendarComponent[] }

const maxLines = 20_000
const maxLineChars = 20_000
const maxDepth = 6

/**
 * The components of a calendar (RFC 5545), each line read by itself: one that makes no sense is left out and takes
 * nothing else with it, and a calendar that is cut off is read as far as it goes. Recurrences are not unrolled: a rule
 * of every second would never end.
 */
export function readCalendar(text: string): CalendarComponent[] {
  const root: CalendarComponent = { name: '', properties: [], children: [] }
  const open = [root]
  let skipped = 0
  for (const line of unfolded(text)) {
    const begin = /^BEGIN:([A-Z-]{1,30})\s*$/i.exec(line)?.[1]?.toLowerCase()
    const end = /^END:([A-Z-]{1,30})\s*$/i.exec(line)?.[1]?.toLowerCase()
    const current = open.at(-1) ?? root
    if (begin !== undefined) {
      if (open.length > maxDepth) skipped++
      else {
        const component = { name: begin, properties: [], children: [] }
        current.children.push(component)
        open.push(component)
      }
    } else if (end !== undefined) {
      if (skipped > 0) skipped--
      else if (open.some(({ name }) => name === end)) while (open.length > 1 && open.pop()?.name !== end);
    } else if (skipped === 0 && open.length > 1) {
      const property = readProperty(line)
      if (property) current.properties.push(property)
    }
  }
  return root.children
}

export function propertyOf(component: CalendarComponent, name: string): CalendarProperty | null {
  return component.properties.find((property) => property.name === name) ?? null
}

/** The first value of a property as text, or ''. */
export function textOf(component: CalendarComponent, name: string): string {
  const value = propertyOf(component, name)?.values[0]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** RFC 5545 §3.1: a line that begins with a blank goes on with the one before. */
function unfolded(text: string): string[] {
  const lines: string[] = []
  for (const line of text.split(/\r\n|\r|\n/, maxLines)) {
    const last = lines.length - 1
    if (!/^[ \t]/.test(line) || last < 0) lines.push(line)
    else if ((lines[last] as string).length < maxLineChars) lines[last] += line.slice(1)
  }
  return lines
}

function readProperty(line: string): CalendarProperty | null {
  if (!/^[A-Za-z0-9-]{1,60}[;:]/.test(line)) return null
  try {
    const [name, params, type, ...values] = ICAL.parse.property(line.slice(0, maxLineChars)) as [
      string,
      Record<string, unknown>,
      string,
      ...unknown[],
    ]
    const texts = Object.entries(params).map(([key, value]) => [key, [value].flat().join(',')])
    return { name, params: Object.fromEntries(texts) as Record<string, string>, type, values }
  } catch {
    return null
  }
}

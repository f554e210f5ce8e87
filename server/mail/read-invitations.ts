import type { Attendee, Recurrence } from '../../shared/api/invitation.ts'
import { type CalendarComponent, type CalendarProperty, propertyOf, readCalendar, textOf } from './calendar-lines.ts'
import { dayTime, readTime, timeAfter } from './calendar-zones.ts'
import { cleanHeaderText } from './header-text.ts'
import { isUsableAddress } from './mail-address.ts'
import type { MailAddress, ParsedInvitation } from './parsed-mail.ts'

/** A calendar part as text; `declaredMethod` is the `method` of its Content-Type, `file` its place among the attachments. */
export type CalendarPart = { text: string; declaredMethod: string; file: number | null }

const maxInvitations = 20
const maxAttendees = 200

/**
 * The events of a mail's calendar parts, each once: Gmail and Exchange send the same one to be shown and as a file.
 * Everything in them is a claim; nothing here asks or changes a calendar.
 */
export function readInvitations(parts: readonly CalendarPart[]): ParsedInvitation[] {
  const found = new Map<string, ParsedInvitation>()
  for (const part of parts) {
    for (const invitation of invitationsIn(part)) {
      const { method, uid, sequence, occurrence, start } = invitation
      const key = JSON.stringify([method, uid, sequence, occurrence?.local, start?.local])
      if (!found.has(key)) found.set(key, invitation)
      if (found.size >= maxInvitations) return [...found.values()]
    }
  }
  return [...found.values()]
}

function invitationsIn({ text, declaredMethod, file }: CalendarPart): ParsedInvitation[] {
  return readCalendar(text)
    .filter(({ name }) => name === 'vcalendar')
    .flatMap((calendar) => {
      const method = methods[(textOf(calendar, 'method') || declaredMethod).toUpperCase()] ?? 'publish'
      const zones = calendar.children.filter(({ name }) => name === 'vtimezone').slice(0, 20)
      const events = calendar.children.filter(({ name }) => name === 'vevent').slice(0, maxInvitations)
      return events.map((event) => ({ ...readEvent(event, zones, method), file }))
    })
}

const methods: Record<string, ParsedInvitation['method']> = {
  PUBLISH: 'publish',
  REQUEST: 'request',
  REPLY: 'reply',
  ADD: 'add',
  CANCEL: 'cancel',
  REFRESH: 'refresh',
  COUNTER: 'counter',
  DECLINECOUNTER: 'declineCounter',
}

function readEvent(
  event: CalendarComponent,
  zones: readonly CalendarComponent[],
  method: ParsedInvitation['method'],
): Omit<ParsedInvitation, 'file'> {
  const start = readTime(propertyOf(event, 'dtstart'), zones)
  const isAllDay = start !== null && !start.local.includes('T')
  const people = event.properties.filter(({ name }) => name === 'attendee')
  const description = longText(textOf(event, 'description'))
  const location = shortText(textOf(event, 'location'))
  return {
    method,
    uid: shortText(textOf(event, 'uid')),
    sequence: wholeNumber(propertyOf(event, 'sequence')?.values[0]) ?? 0,
    isCancelled: method === 'cancel' || textOf(event, 'status').toUpperCase() === 'CANCELLED',
    summary: shortText(textOf(event, 'summary')),
    description,
    location,
    meetingUrl: meetingUrl(event, `${location}\n${description}`),
    isAllDay,
    start,
    end: readEnd(event, start, zones),
    recurrence: readRecurrence(propertyOf(event, 'rrule')?.values[0]),
    occurrence: readTime(propertyOf(event, 'recurrence-id'), zones),
    organiser: personOf(propertyOf(event, 'organizer')),
    attendees: people.slice(0, maxAttendees).flatMap(readAttendee),
    attendeeCount: people.length,
  }
}

/** DTEND of whole days is the day after (RFC 5545 §3.6.1); people name the last. */
function readEnd(event: CalendarComponent, start: ParsedInvitation['start'], zones: readonly CalendarComponent[]) {
  const end = readTime(propertyOf(event, 'dtend'), zones)
  if (start === null) return end
  const isDay = !start.local.includes('T')
  if (end && isDay) {
    const last = end.local.slice(0, 10)
    if (last <= start.local) return start
    return dayTime(Temporal.PlainDate.from(last).subtract({ days: 1 }).toString())
  }
  if (end) return end
  const duration = textOf(event, 'duration')
  if (duration !== '') return timeAfter(start, duration, zones)
  return isDay ? start : null
}

const answers: Record<string, Attendee['answer']> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
  DELEGATED: 'delegated',
}
const roles: Record<string, Attendee['role']> = {
  CHAIR: 'chair',
  'OPT-PARTICIPANT': 'optional',
  'NON-PARTICIPANT': 'information',
}

function readAttendee(property: CalendarProperty): Attendee[] {
  const person = personOf(property)
  if (!person) return []
  const answer = answers[(property.params.partstat ?? '').toUpperCase()] ?? 'needsAction'
  return [{ ...person, answer, role: roles[(property.params.role ?? '').toUpperCase()] ?? 'required' }]
}

/** `mailto:` in the value, or the address that Apple puts beside an id of its own. */
function personOf(property: CalendarProperty | null): MailAddress | null {
  if (!property) return null
  const value = String(property.values[0] ?? '').slice(0, 500)
  const candidates = [/^mailto:(.{1,400})$/i.exec(value)?.[1], property.params.email, value]
  const address = candidates.map((one) => cleanHeaderText(one ?? '')).find(isUsableAddress) ?? ''
  const name = shortText(property.params.cn ?? '').replace(/^["']|["']$/g, '')
  return address === '' && name === '' ? null : { name: name === address ? '' : name, address }
}

const frequencies: Record<string, Recurrence['frequency']> = {
  SECONDLY: 'secondly',
  MINUTELY: 'minutely',
  HOURLY: 'hourly',
  DAILY: 'daily',
  WEEKLY: 'weekly',
  MONTHLY: 'monthly',
  YEARLY: 'yearly',
}

function readRecurrence(value: unknown): Recurrence | null {
  if (typeof value !== 'object' || value === null) return null
  const rule = value as Record<string, unknown>
  const frequency = frequencies[String(rule.freq ?? '').toUpperCase()]
  if (!frequency) return null
  const numbers = (key: string) => list(rule[key]).flatMap((one) => wholeNumber(one) ?? [])
  const until = String(rule.until ?? '')
  return {
    frequency,
    interval: Math.max(1, wholeNumber(rule.interval) ?? 1),
    count: wholeNumber(rule.count),
    until: /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}Z?)?$/.test(until) ? until : null,
    byDay: list(rule.byday)
      .map((day) => String(day).toUpperCase())
      .filter((day) => /^[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)$/.test(day)),
    byMonthDay: numbers('bymonthday'),
    byMonth: numbers('bymonth'),
    byPosition: numbers('bysetpos'),
  }
}

function list(value: unknown): unknown[] {
  return value === undefined ? [] : [value].flat().slice(0, 62)
}

/** Within what a column and a screen hold. */
function wholeNumber(value: unknown): number | null {
  const number = Number(value)
  return value !== '' && value !== null && Number.isInteger(number) && Math.abs(number) < 1_000_000_000 ? number : null
}

const meetingProperties = [
  'x-microsoft-skypeteamsmeetingurl',
  'x-microsoft-onlinemeetingexternallink',
  'x-google-conference',
  'conference',
]
const meetingHosts =
  /https:\/\/(?:teams\.microsoft\.com|teams\.live\.com|meet\.google\.com|[a-z0-9-]{1,40}\.zoom\.us|zoom\.us|[a-z0-9-]{1,40}\.webex\.com|whereby\.com|meet\.jit\.si)\/[^\s<>"']{1,1000}/i

function meetingUrl(event: CalendarComponent, text: string): string | null {
  const declared = meetingProperties.map((name) => textOf(event, name)).find(isWebAddress)
  return declared ?? meetingHosts.exec(text)?.[0] ?? null
}

function isWebAddress(text: string): boolean {
  return /^https:\/\/[^\s<>"']{4,1500}$/i.test(text) && URL.canParse(text)
}

function shortText(text: string): string {
  return cleanHeaderText(text.slice(0, 2_000)).slice(0, 500)
}

function longText(text: string): string {
  return (
    text
      .slice(0, 10_000)
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
      .trim()
  )
}

import { type Static, Type } from 'typebox'
import { Address, Id, Nullable, OneOf } from './common.ts'

/**
 * A moment of a calendar part as it is written there: a day, or a clock time that counts in a time zone. `at` is the
 * instant where one is known; null for a day, and for a time that counts wherever the reader is.
 */
export const CalendarTime = Type.Object(
  {
    at: Nullable(Type.String({ format: 'date-time' })),
    local: Type.String({ description: '2026-11-24 for a day, else 2026-11-24T14:00:00 as the clock shows it there' }),
    timeZone: Nullable(Type.String({ description: 'IANA name; null when the mail names none that is known' })),
    zoneName: Type.String({ description: 'as the mail names the zone; empty when it does not' }),
  },
  { title: 'CalendarTime' },
)

export const Recurrence = Type.Object(
  {
    frequency: OneOf('secondly', 'minutely', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'),
    interval: Type.Integer({ description: 'every so many; 1 at least' }),
    count: Nullable(Type.Integer()),
    until: Nullable(Type.String({ description: 'day or UTC instant of the last one, ISO 8601' })),
    byDay: Type.Array(Type.String(), { description: 'MO … SU; with a number in front in months and years: 2TU, -1FR' }),
    byMonthDay: Type.Array(Type.Integer()),
    byMonth: Type.Array(Type.Integer()),
    byPosition: Type.Array(Type.Integer(), { description: 'BYSETPOS: which of those that the rest finds' }),
  },
  { title: 'Recurrence' },
)

const Attendee = Type.Object({
  ...Address.properties,
  answer: OneOf('needsAction', 'accepted', 'declined', 'tentative', 'delegated'),
  role: OneOf('chair', 'required', 'optional', 'information'),
})

/** One event of a calendar part (RFC 5545, 5546), as plain data. Everything in it is a claim of whoever sent the mail. */
export const Invitation = Type.Object(
  {
    method: OneOf('publish', 'request', 'reply', 'add', 'cancel', 'refresh', 'counter', 'declineCounter'),
    uid: Type.String(),
    sequence: Type.Integer(),
    isCancelled: Type.Boolean({ description: 'taken back: by its method or by its status' }),
    summary: Type.String(),
    description: Type.String(),
    location: Type.String(),
    meetingUrl: Nullable(Type.String({ description: 'https address of the online meeting, where the mail names one' })),
    isAllDay: Type.Boolean(),
    start: Nullable(CalendarTime),
    end: Nullable(CalendarTime, { description: 'for whole days the last of them' }),
    recurrence: Nullable(Recurrence),
    occurrence: Nullable(CalendarTime, { description: 'the one occurrence of a series that this is about' }),
    organiser: Nullable(Address),
    attendees: Type.Array(Attendee),
    attendeeCount: Type.Integer({ description: 'all of them; `attendees` holds the first 200' }),
    fileId: Nullable(Id, { description: 'the calendar part among the attachments' }),
  },
  { title: 'Invitation' },
)

export type CalendarTime = Static<typeof CalendarTime>
export type Recurrence = Static<typeof Recurrence>
export type Attendee = Static<typeof Attendee>
export type Invitation = Static<typeof Invitation>

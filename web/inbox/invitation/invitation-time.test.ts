import { expect, test } from 'vitest'
import { dayOf, whenOf } from './invitation-time.ts'

const time = (local: string, at: string | null, timeZone: string | null = null, zoneName = timeZone ?? '') => ({
  at,
  local,
  timeZone,
  zoneName,
})
const newYork = time('2026-11-24T08:00:00', '2026-11-24T13:00:00Z', 'America/New_York')
const newYorkEnd = time('2026-11-24T09:30:00', '2026-11-24T14:30:00Z', 'America/New_York')
const berlin = time('2026-11-24T14:00:00', '2026-11-24T13:00:00Z', 'Europe/Berlin')

test.each([
  {
    because: 'in another zone than the reader’s',
    event: { start: newYork, end: newYorkEnd, isAllDay: false },
    says: {
      time: 'Tuesday, 24 November 2026, 14:00-15:30',
      theirs: { time: 'Tuesday, 08:00-09:30', place: 'New York' },
    },
  },
  {
    because: 'in a zone whose clock is the reader’s',
    event: { start: berlin, end: null, isAllDay: false },
    says: { time: 'Tuesday, 24 November 2026 at 14:00', theirs: null },
  },
  {
    because: 'over midnight here, not there',
    event: {
      start: time('2026-11-24T17:30:00', '2026-11-24T22:30:00Z', 'America/New_York'),
      end: time('2026-11-24T19:00:00', '2026-11-25T00:00:00Z', 'America/New_York'),
      isAllDay: false,
    },
    says: {
      time: 'Tuesday, 24 November 2026 at 23:30 - Wednesday, 25 November 2026 at 01:00',
      theirs: { time: 'Tuesday, 17:30-19:00', place: 'New York' },
    },
  },
  {
    because: 'whole days',
    event: { start: time('2026-11-24', null), end: time('2026-11-26', null), isAllDay: true },
    says: { time: 'Tuesday 24 November - Thursday 26 November 2026', theirs: null },
  },
  {
    because: 'one whole day',
    event: { start: time('2026-11-24', null), end: time('2026-11-24', null), isAllDay: true },
    says: { time: 'Tuesday, 24 November 2026' },
  },
  {
    because: 'by a zone that nobody knows',
    event: { start: time('2026-11-24T08:00:00', null, null, 'Zone 7'), end: null, isAllDay: false },
    says: { time: 'Tuesday, 24 November 2026 at 08:00', unknownZone: 'Zone 7', isFloating: false },
  },
  {
    because: 'wherever one is',
    event: { start: time('2026-11-24T08:00:00', null), end: null, isAllDay: false },
    says: { isFloating: true, unknownZone: null },
  },
])('when an event is: $because', ({ event, says }) => {
  const when = whenOf(event, 'en-GB', 'Europe/Oslo')
  // Between two times stand narrow blanks and a long dash.
  const plain = JSON.parse(
    JSON.stringify(when)
      .replace(/\s/g, ' ')
      .replace(/–/g, '-')
      .replace(/(\d) - (\d\d:)/g, '$1-$2'),
  )
  expect(plain).toMatchObject(says)
})

test('an event without a time, or with a nonsensical one, is no error', () => {
  expect(whenOf({ start: null, end: null, isAllDay: false }, 'nb-NO', 'Europe/Oslo')).toBeNull()
  expect(whenOf({ start: time('soon', null), end: null, isAllDay: true }, 'nb-NO', 'Europe/Oslo')).toBeNull()
  expect(dayOf({ start: time('soon', null), isAllDay: true }, 'nb-NO', 'Europe/Oslo')).toBeNull()
})

test('the leaf of the calendar shows the day where the reader is', () => {
  const late = time('2026-11-24T19:00:00', '2026-11-25T00:00:00Z', 'America/New_York')
  expect(dayOf({ start: late, isAllDay: false }, 'nb-NO', 'Europe/Oslo')).toEqual({
    month: 'nov',
    day: '25',
    weekday: 'ons',
  })
})

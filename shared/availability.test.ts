import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type AvailabilityFacts,
  effectiveAvailability,
  type Holiday,
  type Schedule,
  scheduleAt,
  spanDays,
  type WorkingSpan,
} from './availability.ts'

const weekdays9to17: WorkingSpan[] = [{ days: 'MONDAY_TO_FRIDAY', startMinute: 540, endMinute: 1020 }]
const everyDay = (startMinute: number, endMinute: number): WorkingSpan => ({
  days: 'EVERY_DAY',
  startMinute,
  endMinute,
})

const facts = (more: Partial<AvailabilityFacts> = {}): AvailabilityFacts => ({
  switch: 'available',
  timeZone: 'Europe/Oslo',
  workingHours: [],
  holidays: [],
  ...more,
})

type Case = {
  because: string
  now: string
  facts?: Partial<AvailabilityFacts>
  value: 'available' | 'away' | 'outside-hours'
  until: string | null
}

// 2026-11-24 is a Tuesday; Oslo is UTC+1 in winter.
const hours: Case[] = [
  { because: 'no hours are always', now: '2026-11-24T02:00Z', value: 'available', until: null },
  {
    because: 'away is away until a person changes it',
    now: '2026-11-24T10:00Z',
    facts: { switch: 'away', workingHours: weekdays9to17 },
    value: 'away',
    until: null,
  },
  {
    because: 'away also outside the hours: a person said so',
    now: '2026-11-24T22:00Z',
    facts: { switch: 'away', workingHours: weekdays9to17 },
    value: 'away',
    until: null,
  },
  {
    because: 'inside the hours, until they end',
    now: '2026-11-24T10:00Z',
    facts: { workingHours: weekdays9to17 },
    value: 'available',
    until: '2026-11-24T16:00Z',
  },
  {
    because: 'the first minute counts',
    now: '2026-11-24T08:00Z',
    facts: { workingHours: weekdays9to17 },
    value: 'available',
    until: '2026-11-24T16:00Z',
  },
  {
    because: 'a millisecond before the first minute does not',
    now: '2026-11-24T07:59:59.999Z',
    facts: { workingHours: weekdays9to17 },
    value: 'outside-hours',
    until: '2026-11-24T08:00Z',
  },
  {
    because: 'the end is the first minute outside',
    now: '2026-11-24T16:00Z',
    facts: { workingHours: weekdays9to17 },
    value: 'outside-hours',
    until: '2026-11-25T08:00Z',
  },
  {
    because: 'on Friday evening the next change is on Monday',
    now: '2026-11-27T18:00Z',
    facts: { workingHours: weekdays9to17 },
    value: 'outside-hours',
    until: '2026-11-30T08:00Z',
  },
  {
    because: 'several spans a day: lunch is outside',
    now: '2026-11-24T11:10Z',
    facts: { workingHours: [everyDay(540, 720), everyDay(750, 1020)] },
    value: 'outside-hours',
    until: '2026-11-24T11:30Z',
  },
  {
    because: 'spans that touch are one',
    now: '2026-11-24T10:00Z',
    facts: { workingHours: [everyDay(540, 720), everyDay(720, 1020)] },
    value: 'available',
    until: '2026-11-24T16:00Z',
  },
  {
    because: 'work over midnight goes on at midnight',
    now: '2026-11-24T22:59Z',
    facts: { workingHours: [everyDay(1320, 1440), everyDay(0, 360)] },
    value: 'available',
    until: '2026-11-25T05:00Z',
  },
  {
    because: 'also from Sunday into Monday',
    now: '2026-11-29T22:30Z',
    facts: {
      workingHours: [
        { days: 'SUNDAY', startMinute: 1320, endMinute: 1440 },
        { days: 'MONDAY', startMinute: 0, endMinute: 360 },
      ],
    },
    value: 'available',
    until: '2026-11-30T05:00Z',
  },
  {
    because: 'a day that ends at midnight',
    now: '2026-11-24T22:30Z',
    facts: { workingHours: [everyDay(1320, 1440)] },
    value: 'available',
    until: '2026-11-24T23:00Z',
  },
  {
    because: 'all day, every day is always',
    now: '2026-11-24T22:30Z',
    facts: { workingHours: [everyDay(0, 1440)] },
    value: 'available',
    until: null,
  },
  {
    because: 'a zone three quarters of an hour off (Nepal, +05:45)',
    now: '2026-11-24T03:14Z',
    facts: { timeZone: 'Asia/Kathmandu', workingHours: weekdays9to17 },
    value: 'outside-hours',
    until: '2026-11-24T03:15Z',
  },
  {
    because: 'the Chatham Islands, +13:45 in summer, are a day ahead',
    now: '2026-11-22T20:00Z',
    facts: { timeZone: 'Pacific/Chatham', workingHours: weekdays9to17 },
    value: 'available',
    until: '2026-11-23T03:15Z',
  },
]

// Oslo: 2026-03-29 02:00 → 03:00 (01:00 UTC); 2026-10-25 03:00 → 02:00 (01:00 UTC). New York: 2026-03-08, 2026-11-01.
const clocks: Case[] = [
  {
    because: 'Oslo forward: a day that is an hour shorter ends an hour sooner',
    now: '2026-03-29T00:30Z',
    facts: { workingHours: [everyDay(0, 1020)] },
    value: 'available',
    until: '2026-03-29T15:00Z',
  },
  {
    because: 'Oslo forward: hours that begin in the hour that is not begin with the next minute there is',
    now: '2026-03-29T00:30Z',
    facts: { workingHours: [everyDay(150, 300)] },
    value: 'outside-hours',
    until: '2026-03-29T01:00Z',
  },
  {
    because: 'Oslo forward: hours that end in it end with the jump',
    now: '2026-03-29T00:30Z',
    facts: { workingHours: [everyDay(60, 150)] },
    value: 'available',
    until: '2026-03-29T01:00Z',
  },
  {
    because: 'Oslo forward: hours wholly in it are not worked that day',
    now: '2026-03-29T00:30Z',
    facts: { workingHours: [everyDay(130, 170)] },
    value: 'outside-hours',
    until: '2026-03-30T00:10Z',
  },
  {
    because: 'Oslo forward: a weekly span wholly in it waits for the next week',
    now: '2026-03-23T00:00Z',
    facts: { workingHours: [{ days: 'SUNDAY', startMinute: 130, endMinute: 170 }] },
    value: 'outside-hours',
    until: '2026-04-05T00:10Z',
  },
  {
    because: 'Oslo back: a day that is an hour longer',
    now: '2026-10-24T22:30Z',
    facts: { workingHours: [everyDay(0, 1020)] },
    value: 'available',
    until: '2026-10-25T16:00Z',
  },
  {
    because: 'Oslo back: hours in the hour that comes twice are worked, the first time',
    now: '2026-10-25T00:20Z',
    facts: { workingHours: [everyDay(135, 165)] },
    value: 'available',
    until: '2026-10-25T00:45Z',
  },
  {
    because: 'Oslo back: and the second',
    now: '2026-10-25T00:50Z',
    facts: { workingHours: [everyDay(135, 165)] },
    value: 'outside-hours',
    until: '2026-10-25T01:15Z',
  },
  {
    because: 'Oslo back: hours to the end of the first time turn with the clock',
    now: '2026-10-25T00:50Z',
    facts: { workingHours: [everyDay(150, 240)] },
    value: 'available',
    until: '2026-10-25T01:00Z',
  },
  {
    because: 'New York forward: nine is nine, a UTC hour sooner',
    now: '2026-03-08T12:30Z',
    facts: { timeZone: 'America/New_York', workingHours: [everyDay(540, 1020)] },
    value: 'outside-hours',
    until: '2026-03-08T13:00Z',
  },
  {
    because: 'New York back: nine is nine, a UTC hour later',
    now: '2026-11-01T13:30Z',
    facts: { timeZone: 'America/New_York', workingHours: [everyDay(540, 1020)] },
    value: 'outside-hours',
    until: '2026-11-01T14:00Z',
  },
  {
    because: 'a weekend over a change of the clocks',
    now: '2026-10-23T16:00Z',
    facts: { workingHours: weekdays9to17 },
    value: 'outside-hours',
    until: '2026-10-26T08:00Z',
  },
  {
    because: 'Lord Howe moves by half an hour',
    now: '2026-10-03T15:00Z',
    facts: { timeZone: 'Australia/Lord_Howe', workingHours: [everyDay(0, 180)] },
    value: 'available',
    until: '2026-10-03T16:00Z',
  },
]

const christmas: Holiday = { label: 'Christmas', from: '2026-12-24', to: '2026-12-26' }
const holidays: Case[] = [
  {
    because: 'a holiday begins at local midnight',
    now: '2026-12-23T12:00Z',
    facts: { holidays: [christmas] },
    value: 'available',
    until: '2026-12-23T23:00Z',
  },
  {
    because: 'its last day is part of it',
    now: '2026-12-26T22:59Z',
    facts: { holidays: [christmas] },
    value: 'outside-hours',
    until: '2026-12-26T23:00Z',
  },
  {
    because: 'work begins again with the hours, not with the day',
    now: '2026-12-24T12:00Z',
    facts: { holidays: [christmas], workingHours: weekdays9to17 },
    value: 'outside-hours',
    until: '2026-12-28T08:00Z',
  },
  {
    because: 'from noon, to the minute',
    now: '2026-11-24T10:00Z',
    facts: {
      holidays: [{ label: 'Dentist', from: '2026-11-24T12:00', to: '2026-11-24T14:30' }],
      workingHours: weekdays9to17,
    },
    value: 'available',
    until: '2026-11-24T11:00Z',
  },
  {
    because: 'and back at half past two',
    now: '2026-11-24T13:29Z',
    facts: {
      holidays: [{ label: 'Dentist', from: '2026-11-24T12:00', to: '2026-11-24T14:30' }],
      workingHours: weekdays9to17,
    },
    value: 'outside-hours',
    until: '2026-11-24T13:30Z',
  },
  {
    because: 'two that overlap are one',
    now: '2026-12-24T12:00Z',
    facts: { holidays: [christmas, { label: 'Ski', from: '2026-12-26', to: '2027-01-02' }] },
    value: 'outside-hours',
    until: '2027-01-02T23:00Z',
  },
  {
    because: 'a year’s leave, over both changes of the clocks',
    now: '2026-11-24T12:00Z',
    facts: { holidays: [{ label: 'Leave', from: '2026-11-01', to: '2027-10-31' }], workingHours: weekdays9to17 },
    value: 'outside-hours',
    until: '2027-11-01T08:00Z',
  },
  {
    because: 'one that is over changes nothing',
    now: '2027-01-10T12:00Z',
    facts: { holidays: [christmas] },
    value: 'available',
    until: null,
  },
  {
    because: 'dates are those of the person’s zone',
    now: '2026-12-23T12:00Z',
    facts: { timeZone: 'Pacific/Auckland', holidays: [christmas] },
    value: 'outside-hours',
    until: '2026-12-26T11:00Z',
  },
]

const seen = (at: string | null) => ({ browserSeenAt: at === null ? null : Date.parse(at) })
const browsers: Case[] = [
  {
    because: 'a browser seen just now is there for 15 minutes',
    now: '2026-11-24T10:00Z',
    facts: seen('2026-11-24T10:00Z'),
    value: 'available',
    until: '2026-11-24T10:15Z',
  },
  {
    because: 'a moment before the 15 minutes are over',
    now: '2026-11-24T10:14:59.999Z',
    facts: seen('2026-11-24T10:00Z'),
    value: 'available',
    until: '2026-11-24T10:15Z',
  },
  {
    because: 'after 15 minutes nobody is there',
    now: '2026-11-24T10:15Z',
    facts: seen('2026-11-24T10:00Z'),
    value: 'away',
    until: null,
  },
  { because: 'no browser ever', now: '2026-11-24T10:15Z', facts: seen(null), value: 'away', until: null },
  {
    because: 'hours that end sooner than the 15 minutes',
    now: '2026-11-24T15:55Z',
    facts: { ...seen('2026-11-24T15:54Z'), workingHours: weekdays9to17 },
    value: 'available',
    until: '2026-11-24T16:00Z',
  },
  {
    because: 'without a browser the end of the hours is still a change',
    now: '2026-11-24T15:00Z',
    facts: { ...seen(null), workingHours: weekdays9to17 },
    value: 'away',
    until: '2026-11-24T16:00Z',
  },
  {
    because: 'outside the hours it is the hours that say so',
    now: '2026-11-24T20:00Z',
    facts: { ...seen('2026-11-24T20:00Z'), workingHours: weekdays9to17 },
    value: 'outside-hours',
    until: '2026-11-25T08:00Z',
  },
  {
    because: 'away stays away with a browser there',
    now: '2026-11-24T10:00Z',
    facts: { ...seen('2026-11-24T10:00Z'), switch: 'away' },
    value: 'away',
    until: null,
  },
]

test.each([...hours, ...clocks, ...holidays, ...browsers])('$because', ({ now, facts: more, value, until }) => {
  const answer = effectiveAvailability(facts(more), Date.parse(now))
  expect({ ...answer, until: answer.until === null ? null : new Date(answer.until).toISOString() }).toEqual({
    value,
    until: until === null ? null : new Date(until).toISOString(),
  })
})

const zones = ['UTC', 'Europe/Oslo', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Chatham']
const span = fc
  .record({
    days: fc.constantFrom(...spanDays),
    startMinute: fc.integer({ min: 0, max: 1439 }),
    length: fc.integer({ min: 1, max: 900 }),
  })
  .map(({ days, startMinute, length }) => ({ days, startMinute, endMinute: Math.min(1440, startMinute + length) }))
const minute = fc.integer({ min: 0, max: 525_600 })
/** A minute of 2026 as a local date or date-time. */
const local = (minutes: number, isWhole: boolean) =>
  new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString().slice(0, isWhole ? 10 : 16)
const holiday = fc
  .record({ from: minute, length: fc.integer({ min: 1, max: 20_000 }), isWhole: fc.boolean() })
  .map(({ from, length, isWhole }) => ({ label: '', from: local(from, isWhole), to: local(from + length, isWhole) }))
const schedule = fc.record({
  timeZone: fc.constantFrom(...zones),
  workingHours: fc.array(span, { maxLength: 4 }),
  holidays: fc.array(holiday, { maxLength: 3 }),
})
/** Half of them in the two days around a change of the clocks in Oslo, New York or Lord Howe, where the rare cases are. */
const instant = fc.oneof(
  minute.map((minutes) => Date.UTC(2026, 0, 1) + minutes * 60_000),
  fc
    .tuple(fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-04', '2026-10-03', '2026-10-25', '2026-11-01'), minute)
    .map(([day, minutes]) => Date.parse(day) + ((minutes % 2880) - 1440) * 60_000),
)

/** The same rule, a minute at a time and by the platform's own calendar: slow, and with nothing to be wrong about. */
function isOpenByCalendar({ timeZone, workingHours, holidays }: Schedule, at: number): boolean {
  const now = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  const text = now.toPlainDateTime().toString({ smallestUnit: 'minute' })
  const isOff = holidays.some(({ from, to }) =>
    from.length === 10 ? from <= text.slice(0, 10) && text.slice(0, 10) <= to : from <= text && text < to,
  )
  const ofDay = now.hour * 60 + now.minute
  const names = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']
  const today = [names[now.dayOfWeek - 1], 'EVERY_DAY', now.dayOfWeek < 6 ? 'MONDAY_TO_FRIDAY' : 'SATURDAY_SUNDAY']
  const works =
    workingHours.length === 0 ||
    workingHours.some((one) => today.includes(one.days) && one.startMinute <= ofDay && ofDay < one.endMinute)
  return works && !isOff
}

test('the next change is the first minute at which the calendar says otherwise', () => {
  fc.assert(
    fc.property(schedule, instant, (facts, now) => {
      const { isOpen, until } = scheduleAt(facts, now)
      expect(isOpen).toBe(isOpenByCalendar(facts, now))
      const end = until ?? now + 3 * 86_400_000
      if (until !== null) expect(isOpenByCalendar(facts, until)).toBe(!isOpen)
      // Every minute of the first and the last day before it, every hour between.
      for (let at = now; at < end; at += at < now + 86_400_000 || at >= end - 86_400_000 ? 60_000 : 3_600_000)
        if (isOpenByCalendar(facts, at) !== isOpen) throw new Error(`already at ${new Date(at).toISOString()}`)
    }),
    { numRuns: 150 },
  )
})

test('a change that was foretold comes to pass, whatever the switch and the browser', () => {
  fc.assert(
    fc.property(
      schedule,
      instant,
      fc.record({
        switch: fc.constantFrom('available' as const, 'away' as const),
        age: fc.integer({ max: 2000, min: 0 }),
      }),
      (one, now, { switch: set, age }) => {
        const all = { ...one, switch: set, browserSeenAt: now - age * 1000 }
        const { value, until } = effectiveAvailability(all, now)
        if (until === null) return
        expect(until).toBeGreaterThan(now)
        expect(effectiveAvailability(all, until - 1).value).toBe(value)
        expect(effectiveAvailability(all, until).value).not.toBe(value)
      },
    ),
  )
})

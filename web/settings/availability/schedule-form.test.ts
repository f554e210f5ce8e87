import { expect, test } from 'vitest'
import {
  changeOf,
  formOf,
  furtherSpan,
  hasProblems,
  problemsOf,
  type ScheduleForm,
  tidyClock,
  usualWeek,
  withDayOnWorkdays,
  withWholeDays,
} from './schedule-form.ts'

const aForm = (change: Partial<ScheduleForm> = {}): ScheduleForm => ({
  timeZone: null,
  isAlways: false,
  days: usualWeek(),
  holidays: [],
  ...change,
})
const tuesday = (...clocks: [string, string][]) =>
  aForm({
    days: usualWeek().map((_, day) => (day === 1 ? clocks.map(([start, end], id) => ({ id, start, end })) : [])),
  })

test('hours in HubSpot’s words become days, and go back day by day', () => {
  const form = formOf({
    timeZone: 'Europe/Oslo',
    accountTimeZone: 'UTC',
    workingHours: [
      { days: 'SATURDAY_SUNDAY', startMinute: 1320, endMinute: 1440 },
      { days: 'SATURDAY', startMinute: 600, endMinute: 720 },
    ],
    holidays: [{ label: 'Dentist', from: '2026-11-24T12:00', to: '2026-11-24T14:00' }],
  })
  expect(form.days[5]?.map(({ start, end }) => `${start}-${end}`)).toEqual(['10:00-12:00', '22:00-24:00'])
  expect(form).toMatchObject({ isAlways: false, holidays: [{ isWhole: false }] })
  expect(changeOf(form)).toEqual({
    timeZone: 'Europe/Oslo',
    workingHours: [
      { days: 'SATURDAY', startMinute: 600, endMinute: 720 },
      { days: 'SATURDAY', startMinute: 1320, endMinute: 1440 },
      { days: 'SUNDAY', startMinute: 1320, endMinute: 1440 },
    ],
    holidays: [{ label: 'Dentist', from: '2026-11-24T12:00', to: '2026-11-24T14:00' }],
  })
})

test('always is no hours, whatever was set before', () => {
  expect(changeOf(aForm({ isAlways: true })).workingHours).toEqual([])
  expect(hasProblems(problemsOf({ ...tuesday(['17:00', '09:00']), isAlways: true }))).toBe(false)
})

test.each([
  { because: 'an end before its start', form: tuesday(['17:00', '09:00']), spans: [[0, 'badOrder']] },
  { because: 'an end that is its start', form: tuesday(['09:00', '09:00']), spans: [[0, 'badOrder']] },
  { because: 'a start that is not filled in', form: tuesday(['', '09:00']), spans: [[0, 'badOrder']] },
  { because: 'an end that is not filled in', form: tuesday(['09:00', '']), spans: [[0, 'badOrder']] },
  { because: 'no time at all', form: tuesday(['9:00', 'noon']), spans: [[0, 'badOrder']] },
  { because: 'a start at midnight that follows', form: tuesday(['24:00', '24:00']), spans: [[0, 'badOrder']] },
  { because: 'midnight as the end', form: tuesday(['22:00', '00:00']), spans: [] },
  { because: 'two that overlap', form: tuesday(['12:00', '17:00'], ['09:00', '12:01']), spans: [[0, 'badOverlap']] },
  { because: 'two that touch', form: tuesday(['12:00', '17:00'], ['09:00', '12:00']), spans: [] },
])('problems of $because', ({ form, spans }) => {
  expect([...problemsOf(form).spans]).toEqual(spans)
})

test('working hours without any are refused: they would mean always', () => {
  expect(problemsOf(tuesday())).toMatchObject({ hasNoHours: true })
})

test.each([
  { because: 'one day', from: '2026-12-24', to: '2026-12-24', isWhole: true, isBad: false },
  { because: 'an end before the beginning', from: '2026-12-24', to: '2026-12-23', isWhole: true, isBad: true },
  { because: 'no end', from: '2026-12-24', to: '', isWhole: true, isBad: true },
  { because: 'no minutes between', from: '2026-12-24T12:00', to: '2026-12-24T12:00', isWhole: false, isBad: true },
])('days off: $because', ({ isBad, ...range }) => {
  expect(problemsOf(aForm({ holidays: [{ id: 7, label: '', ...range }] })).holidays.has(7)).toBe(isBad)
})

test.each([
  { typed: '9', tidy: '09:00' },
  { typed: '930', tidy: '09:30' },
  { typed: '17.30', tidy: '17:30' },
  { typed: ' 1730 ', tidy: '17:30' },
  { typed: '24:00', tidy: '24:00' },
  { typed: '24:01', tidy: '24:01' },
  { typed: '9:60', tidy: '9:60' },
  { typed: 'noon', tidy: 'noon' },
])('a time typed as "$typed" is written "$tidy"', ({ typed, tidy }) => {
  expect(tidyClock(typed)).toBe(tidy)
})

test('a day’s hours on all workdays leave the weekend as it is', () => {
  const days = withDayOnWorkdays(tuesday(['08:00', '15:30']).days, 1)
  expect(days.map((ofDay) => ofDay.map(({ start, end }) => `${start}-${end}`).join())).toEqual([
    ...Array.from({ length: 5 }, () => '08:00-15:30'),
    '',
    '',
  ])
})

test.each([
  { because: 'the first are the usual', before: [], start: '09:00', end: '17:00' },
  { because: 'further ones come after a pause', before: ['09:00', '12:00'], start: '13:00', end: '15:00' },
  { because: 'late ones end with the day', before: ['15:00', '21:30'], start: '22:30', end: '23:59' },
  { because: 'after the last there is no room', before: ['15:00', '00:00'], start: '', end: '' },
])('hours to add: $because', ({ before: [from, to], start, end }) => {
  expect(furtherSpan(from && to ? [{ id: 1, start: from, end: to }] : [])).toMatchObject({ start, end })
})

test('days off to the minute begin with the working day, and are whole days again', () => {
  const whole = { id: 1, label: '', isWhole: true, from: '2026-12-24', to: '2026-12-26' }
  const minutes = withWholeDays(whole, false)
  expect(minutes).toMatchObject({ from: '2026-12-24T09:00', to: '2026-12-26T17:00' })
  expect(withWholeDays(minutes, true)).toEqual(whole)
})

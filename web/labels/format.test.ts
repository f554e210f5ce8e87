import { expect, test } from 'vitest'
import { comingTime, dayGroup, fileSize, shortTime, weekdayName } from './format.ts'
import { translate } from './labels.ts'

// A Tuesday at noon, in whatever zone the tests run.
const now = new Date(2026, 10, 24, 12, 0).getTime()
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString()
const hours = (count: number) => count * 60
const days = (count: number) => hours(24 * count)

test.each([
  { because: 'under a minute', minutes: 0.5, en: 'now', nb: 'nå' },
  { because: 'a clock that runs ahead', minutes: -3, en: 'now', nb: 'nå' },
  { because: 'up to an hour', minutes: 59, en: '59 min', nb: '59 min' },
  { because: 'then the clock', minutes: hours(3), en: '09:00', nb: '09:00' },
  { because: 'then the weekday', minutes: days(1), en: 'Mon', nb: 'man' },
  { because: 'then the date', minutes: days(21), en: '3 Nov', nb: '3. nov' },
  { because: 'with the year of another one', minutes: days(365), en: '24 Nov 2025', nb: '24. nov. 2025' },
])('shortTime: $because', async ({ minutes, en, nb }) => {
  await translate('en')
  expect(shortTime(ago(minutes), now)).toBe(en)
  await translate('nb')
  expect(shortTime(ago(minutes), now)).toBe(nb)
})

test.each([
  { because: 'today has no heading', minutes: hours(11), en: null, nb: null },
  { because: 'yesterday begins at midnight', minutes: hours(13), en: 'Yesterday', nb: 'I går' },
  { because: 'days of the last week', minutes: days(2), en: 'Sunday', nb: 'Søndag' },
  { because: 'then months', minutes: days(30), en: 'October', nb: 'Oktober' },
])('dayGroup: $because', async ({ minutes, en, nb }) => {
  await translate('en')
  expect(dayGroup(ago(minutes), now)).toBe(en)
  await translate('nb')
  expect(dayGroup(ago(minutes), now)).toBe(nb)
})

test.each([
  { because: 'later today', minutes: hours(4), en: '16:00', nb: '16:00' },
  { because: 'tomorrow is named', minutes: hours(21), en: 'Wed 09:00', nb: 'ons 09:00' },
  { because: 'in a week it is the date', minutes: days(7), en: '1 Dec 12:00', nb: '1. des 12:00' },
])('comingTime: $because', async ({ minutes, en, nb }) => {
  await translate('en')
  expect(comingTime(ago(-minutes), now)).toBe(en)
  await translate('nb')
  expect(comingTime(ago(-minutes), now)).toBe(nb)
})

test('weekdayName counts from Monday', async () => {
  await translate('nb')
  expect([weekdayName(0), weekdayName(6)]).toEqual(['Mandag', 'Søndag'])
})

test.each([
  { bytes: 3, en: '3 bytes', nb: '3 byte' },
  { bytes: 840_000, en: '840 kB', nb: '840 kB' },
  { bytes: 999_600, en: '1 MB', nb: '1 MB' },
  { bytes: 6_240_000, en: '6.2 MB', nb: '6,2 MB' },
])('fileSize: $bytes', async ({ bytes, en, nb }) => {
  await translate('en')
  expect(fileSize(bytes)).toBe(en)
  await translate('nb')
  expect(fileSize(bytes)).toBe(nb)
})

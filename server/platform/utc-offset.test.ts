import { expect, test } from 'vitest'
import { utcOffsetMs, writeUtcOffset } from './utc-offset.ts'

test.each([
  { timeZone: 'UTC', at: '2026-07-01T00:00:00Z', written: '+00:00', ms: 0 },
  { timeZone: 'Europe/Oslo', at: '2026-01-01T00:00:00Z', written: '+01:00', ms: 3_600_000 },
  { timeZone: 'Europe/Oslo', at: '2026-07-01T00:00:00Z', written: '+02:00', ms: 7_200_000 },
  { timeZone: 'America/St_Johns', at: '2026-01-01T00:00:00Z', written: '-03:30', ms: -12_600_000 },
  { timeZone: 'Asia/Kathmandu', at: '2026-01-01T00:00:00Z', written: '+05:45', ms: 20_700_000 },
])('$timeZone at $at is $written', ({ timeZone, at, written, ms }) => {
  expect(utcOffsetMs(timeZone, new Date(at))).toBe(ms)
  expect(writeUtcOffset(ms)).toBe(written)
})

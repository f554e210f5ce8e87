import { expect, test } from 'vitest'
import { retryDelay } from './stream.ts'

test.each([
  { because: 'the first attempt is soon', attempts: 1, chance: 0, ms: 200 },
  { because: 'chance adds up to as much again', attempts: 1, chance: 1, ms: 400 },
  { because: 'each wait is twice as long', attempts: 3, chance: 1, ms: 1600 },
  { because: 'up to 20 seconds', attempts: 30, chance: 1, ms: 20_000 },
])('retryDelay: $because', ({ attempts, chance, ms }) => {
  expect(retryDelay(attempts, chance)).toBe(ms)
})

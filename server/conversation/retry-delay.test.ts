import { expect, test } from 'vitest'
import { retryDelay } from './retry-delay.ts'

test.each([
  { because: 'the second try comes within the first hour', made: 1, since: 0, delay: 900 },
  { because: 'and the third', made: 2, since: 900, delay: 2700 },
  { because: 'then one every three hours', made: 3, since: 3600, delay: 10_800 },
  { because: 'still on the fifth day', made: 40, since: 4.8 * 86_400, delay: 10_800 },
  { because: 'after five days it is given up', made: 42, since: 5 * 86_400, delay: null },
])('$because', ({ made, since, delay }) => {
  expect(retryDelay(made, since)).toBe(delay)
})

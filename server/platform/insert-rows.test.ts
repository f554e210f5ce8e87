import { expect, test } from 'vitest'
import { storableJson } from './insert-rows.ts'

test.each([
  { because: 'PostgreSQL has no room for U+0000', value: { name: 'In\0grid' }, read: { name: 'Ingrid' } },
  { because: 'a written \\u0000 is six characters, not one', value: ['\\u0000"'], read: ['\\u0000"'] },
  { because: 'half a surrogate pair is no character', value: ['a\ud83d'], read: ['a\ufffd'] },
  { because: 'what is not text stays', value: [1, null, { is: true }], read: [1, null, { is: true }] },
])('as jsonb: $because', ({ value, read }) => {
  expect(JSON.parse(storableJson(value))).toEqual(read)
})

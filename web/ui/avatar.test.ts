import { expect, test } from 'vitest'
import { hueOf, initialsOf } from './avatar.tsx'

test.each([
  { because: 'first and last word', name: 'Lars Petter Vik', initials: 'LV' },
  { because: 'one word', name: 'Ingrid', initials: 'I' },
  { because: 'an address', name: 'post@nordmark.example', initials: 'P' },
  { because: 'quotes are no letters', name: '"Øyvind" Ås', initials: 'ØÅ' },
  { because: 'no name at all', name: '', initials: '?' },
])('initialsOf: $because', ({ name, initials }) => {
  expect(initialsOf(name)).toBe(initials)
})

test('an id has the same one of eight hues always', () => {
  const hues = Array.from({ length: 200 }, (_, id) => hueOf(String(id)))
  expect(new Set(hues)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]))
  expect(hues).toEqual(Array.from({ length: 200 }, (_, id) => hueOf(String(id))))
})

import { expect, test } from 'vitest'
import { en } from './en/en.ts'
import { problemText, t, translate } from './labels.ts'
import { nb } from './nb/nb.ts'

test.each([
  { because: 'one', count: 1, text: '1 conversation' },
  { because: 'many', count: 2, text: '2 conversations' },
  { because: 'none is many', count: 0, text: '0 conversations' },
  { because: 'digits are grouped', count: 1200, text: '1,200 conversations' },
])('t with a count: $because', async ({ count, text }) => {
  await translate('en')
  expect(t('list.count', { count })).toBe(text)
})

test('a refusal is said in the language of the screen, with its details', async () => {
  await translate('nb')
  expect(problemText('tooMany', { seconds: 30 })).toBe('For mange forsøk. Vent 30 sekunder og prøv igjen.')
})

test('a code that the screen does not know is said as a fault', async () => {
  await translate('en')
  expect(problemText('somethingNew')).toBe('Something broke on our side. Nothing is lost; try again.')
})

test('a translation fills in the same names', () => {
  for (const [key, label] of Object.entries(en)) {
    expect(namesIn(nb[key as keyof typeof nb]), key).toEqual(namesIn(label))
  }
})

function namesIn(label: string | { one: string; other: string }): string[] {
  const text = typeof label === 'string' ? label : label.other
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => String(match[1])).toSorted()
}

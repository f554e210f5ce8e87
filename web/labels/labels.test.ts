import { expect, test } from 'vitest'
import { en } from './en/en.ts'
import { inSettings as enInSettings } from './en/in-settings.ts'
import { loadSettingsLabels, problemText, t, translate } from './labels.ts'
import { inSettings as nbInSettings } from './nb/in-settings.ts'
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

test.each([
  { because: 'of every page', source: en, translation: nb },
  { because: 'of the settings', source: enInSettings, translation: nbInSettings },
])('a translation fills in the same names: $because', ({ source, translation }) => {
  const translated = new Map(Object.entries(translation))
  for (const [key, label] of Object.entries(source)) {
    expect(namesIn(translated.get(key) ?? ''), key).toEqual(namesIn(label))
  }
})

test('the words of the settings come when they are asked for, and follow the language', async () => {
  await translate('en')
  await loadSettingsLabels()
  expect(t('people.invite')).toBe(enInSettings['people.invite'])
  await translate('nb')
  expect(t('people.invite')).toBe(nbInSettings['people.invite'])
  expect(t('list.count', { count: 2 })).toBe('2 samtaler')
})

function namesIn(label: string | { one: string; other: string }): string[] {
  const text = typeof label === 'string' ? label : label.other
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => String(match[1])).toSorted()
}

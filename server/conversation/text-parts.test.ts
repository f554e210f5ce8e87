import { expect, test } from 'vitest'
import { textParts } from './text-parts.ts'

const text = 'Takk!\n\n-- \nIngrid\n\nOn Tue, 3 Mar 2026 at 10:12, Kari wrote:\n> Passer torsdag?\n'
const quote = text.slice(7)

test.each([
  { because: 'the visible text is all', visibleText: null, folds: null, isForwarded: false, parts: [] },
  {
    because: 'as it was read when it came in',
    visibleText: 'Takk!',
    folds: [
      [7, 18, 'signature'],
      [18, text.length, 'quote'],
    ] satisfies [number, number, 'quote' | 'signature'][],
    isForwarded: false,
    parts: [
      { text: 'Takk!', fold: null },
      { text: '-- \nIngrid', fold: 'signature' },
      { text: 'On Tue, 3 Mar 2026 at 10:12, Kari wrote:\n> Passer torsdag?', fold: 'quote' },
    ],
  },
  {
    because: 'a mail from before folds were kept',
    visibleText: 'Takk!',
    folds: null,
    isForwarded: false,
    parts: [
      { text: 'Takk!', fold: null },
      { text: quote.trimEnd(), fold: 'quote' },
    ],
  },
  {
    because: 'what was passed on does not fold',
    visibleText: 'Takk!',
    folds: null,
    isForwarded: true,
    parts: [{ text: text.trimEnd(), fold: null }],
  },
  {
    because: 'a text that was cut at 256 KB holds the beginning of a fold',
    visibleText: 'Takk!',
    folds: [[7, 10_000, 'quote']] satisfies [number, number, 'quote'][],
    isForwarded: false,
    parts: [
      { text: 'Takk!', fold: null },
      { text: quote.trimEnd(), fold: 'quote' },
    ],
  },
])('$because', ({ parts, ...body }) => expect(textParts({ text, ...body })).toEqual(parts))

import { expect, test } from 'vitest'
import { fromNameSkeleton } from './from-name.ts'

test.each([
  { because: 'case', a: 'Solvik Varme', b: 'SOLVIK VARME' },
  { because: 'spaces at the ends and between', a: 'Solvik Varme', b: '  Solvik   Varme ' },
  { because: 'no space at all', a: 'Solvik Varme', b: 'SolvikVarme' },
  { because: 'a space of another width', a: 'Solvik Varme', b: 'Solvik\u00a0Varme' },
  { because: 'a thin space', a: 'Solvik Varme', b: 'Solvik\u2009Varme' },
  { because: 'a space without width', a: 'Solvik Varme', b: 'Sol\u200bvik Varme' },
  { because: 'a joiner', a: 'Solvik Varme', b: 'Solvik\u200d Varme' },
  { because: 'a soft hyphen', a: 'Solvik Varme', b: 'Sol\u00advik Varme' },
  { because: 'a mark that turns the direction', a: 'Solvik Varme', b: 'Solvik Varme\u202e' },
  { because: 'a variation selector', a: 'Solvik Varme', b: 'Solvik Varme\ufe0f' },
  { because: 'letters of full width', a: 'Solvik Varme', b: 'Ｓｏｌｖｉｋ Ｖａｒｍｅ' },
  { because: 'mathematical letters', a: 'Solvik Varme', b: '𝐒𝐨𝐥𝐯𝐢𝐤 Varme' },
  { because: 'Cyrillic letters', a: 'Solvik Varme', b: 'Ѕоlvіk Vаrmе' },
  { because: 'Greek letters', a: 'Solvik Varme', b: 'Sοlνικ Vαrmε' },
  { because: 'a capital I for an l', a: 'Solvik Varme', b: 'SoIvik Varme' },
  { because: 'a one for an l', a: 'Solvik Varme', b: 'So1vik Varme' },
  { because: 'a zero for an o', a: 'Solvik Varme', b: 'S0lvik Varme' },
  { because: 'rn for m', a: 'Solvik Varme', b: 'Solvik Varrne' },
  { because: 'an accent written apart', a: 'Café Nord', b: 'Cafe\u0301 Nord' },
  { because: 'a ligature', a: 'Officina', b: 'O\ufb03cina' },
  { because: 'another hyphen', a: 'Nord-Sør', b: 'Nord‑Sør' },
  { because: 'another apostrophe', a: "Lars' Rør", b: 'Lars’ Rør' },
])('abuse-23 $because makes no other name', ({ a, b }) => {
  expect(fromNameSkeleton(b)).toBe(fromNameSkeleton(a))
})

test.each([
  { because: 'another word', a: 'Solvik Varme', b: 'Solvik Varme Salg' },
  { because: 'a Norwegian letter is a letter of its own', a: 'Solvik Varme', b: 'Solvik Vårme' },
  { because: 'likewise ø', a: 'Sor', b: 'Sør' },
  { because: 'a number', a: 'Solvik Varme 2', b: 'Solvik Varme 3' },
  { because: 'a sign that is seen', a: 'Solvik Varme', b: 'Solvik & Varme' },
])('$because does', ({ a, b }) => {
  expect(fromNameSkeleton(b)).not.toBe(fromNameSkeleton(a))
})

import { expect, test } from 'vitest'
import { rowWords } from './row-words.ts'

const block =
  'From: Kari Solheim <kari@solvik.example>\nDate: Tue, 3 Mar 2026 at 10:12\nSubject: E7\nTo: <post@solvik.example>'

test.each([
  { because: 'no quote', text: 'Hi\n\nThere', begins: 'Hi\n\nThere' },
  { because: 'a line of stars above', text: '\n*********\n- - - - -\nInvoice', begins: 'Invoice' },
  { because: 'nothing but strokes', text: '--------', begins: '--------' },
  { because: 'a sign that says something', text: '???', begins: '???' },
  { because: 'a cut sentence', text: '… and then', begins: '… and then' },
  { because: 'dots as a word', text: '...', begins: '...' },
  {
    because: 'answers by turns',
    text: 'On Tue, 3 Mar 2026 at 10:12, Kari <\nkari@solvik.example> wrote:\n> When?\n\nOn Thursday.',
    begins: 'On Thursday.',
  },
  { because: 'nothing but a quote', text: '> Hi\n> there', begins: '> Hi\n> there' },
  { because: 'a mail that only looks like a forward', text: `${block}\n\nHi`, begins: `${block}\n\nHi` },
])('the row of the list: $because', ({ text, begins }) => expect(rowWords(text, { isForward: false })).toBe(begins))

test.each([
  { because: 'Gmail', text: `---------- Forwarded message ---------\n${block}\n\n\nE7 again` },
  { because: 'Apple', text: `\n> Videresendt melding:\n> \n> ${block.replaceAll('\n', '\n> ')}\n> \n> E7 again` },
  { because: 'Outlook on the web', text: `________________________________\n${block}\n\nE7 again` },
  { because: 'Outlook', text: `\n${block}\n\nE7 again` },
  { because: 'Outlook on the Mac', text: 'Den 03.03.2026 10:12 skrev "Kari" <kari@solvik.example>:\n\nE7 again' },
  {
    because: 'Yahoo, all on one line',
    text: '----- Videresendt melding -----\nFra: Kari <kari@solvik.example>Til: "Ola" <ola@x.example>Sendt: 3. mars 2026 kl. 10:12Emne: E7\nE7 again',
  },
  {
    because: 'passed on twice, without a word',
    text: `---------- Forwarded message ---------\n${block}\n\n\n---------- Forwarded message ---------\n${block}\n\nE7 again`,
  },
])('the row of a forward begins with what was passed on: $because', ({ text }) =>
  expect(rowWords(text, { isForward: true }).trim()).toBe('E7 again'),
)

test.each([
  { because: 'own words come first', text: `Please look\n\n${block}\n\nHi`, begins: 'Please look' },
  { because: 'nothing was in it', text: `---------- Forwarded message ---------\n${block}\n`, begins: '' },
])('the row of a forward: $because', ({ text, begins }) =>
  expect(rowWords(text, { isForward: true }).split('\n')[0]).toBe(begins),
)

test('abuse-14 marks without an end cost no more than their length', () => {
  const start = performance.now()
  rowWords('---------- Forwarded message ---------\n'.repeat(100_000), { isForward: true })
  rowWords(`${block}\n`.repeat(20_000), { isForward: true })
  expect(performance.now() - start).toBeLessThan(1_000)
})

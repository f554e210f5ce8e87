import { expect, test } from 'vitest'
import { linkParts, quotedBlocks } from './plain-text.tsx'

test.each([
  { because: 'no address', text: 'Hi there', links: [] },
  {
    because: 'an address in a sentence',
    text: 'See https://video.example/e7. Bye',
    links: ['https://video.example/e7'],
  },
  { because: 'brackets around it are the sentence’s', text: '(https://a.example/x)', links: ['https://a.example/x'] },
  {
    because: 'two of them',
    text: 'http://a.example and https://b.example?q=1',
    links: ['http://a.example', 'https://b.example?q=1'],
  },
  { because: 'another scheme is text', text: 'javascript:alert(1) ftp://x.example', links: [] },
  { because: 'without http', text: 'See www.solvik.example/e7, please', links: ['https://www.solvik.example/e7'] },
  { because: 'www. alone is none', text: 'www. and www.x', links: [] },
  { because: 'of a person', text: 'Ask <kari.s+e7@solvik.example>.', links: ['mailto:kari.s+e7@solvik.example'] },
  { because: 'no person without a domain', text: 'kari@solvik, @kari', links: [] },
  {
    because: 'a bracket that was opened in it is its own',
    text: '(https://wiki.example/Pump_(heat))',
    links: ['https://wiki.example/Pump_(heat)'],
  },
  { because: 'what is no address is text', text: 'https://', links: [] },
])('linkParts: $because', ({ text, links }) => {
  const parts = linkParts(text)
  expect(parts.flatMap((part) => part.href ?? [])).toEqual(links)
  expect(parts.map((part) => part.text).join('')).toBe(text)
})

test.each([
  { because: 'nothing quoted', text: 'a < b\nc', blocks: [{ depth: 0, text: 'a < b\nc' }] },
  {
    because: 'quotes in quotes',
    text: 'a\n> b\n>  c\n>> d\n\ne',
    blocks: [
      { depth: 0, text: 'a' },
      { depth: 1, text: 'b\n c' },
      { depth: 2, text: 'd' },
      { depth: 0, text: '\ne' },
    ],
  },
  { because: 'a comparison', text: 'a > b', blocks: [{ depth: 0, text: 'a > b' }] },
])('quotedBlocks: $because', ({ text, blocks }) => expect(quotedBlocks(text)).toEqual(blocks))

test('abuse-14 long and repeated addresses cost no more than their length', () => {
  for (const piece of ['a', 'a.', 'a@', 'a@a.', 'www.', 'https://a', '(https://a/(', '))', '> ']) {
    const text = piece.repeat(200_000 / piece.length)
    expect(
      linkParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
    expect(quotedBlocks(text).length).toBeGreaterThan(0)
  }
})

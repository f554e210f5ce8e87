import { expect, test } from 'vitest'
import { linkParts } from './plain-text.tsx'

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
  { because: 'what is no address is text', text: 'https://', links: [] },
])('linkParts: $because', ({ text, links }) => {
  const parts = linkParts(text)
  expect(parts.flatMap((part) => part.href ?? [])).toEqual(links)
  expect(parts.map((part) => part.text).join('')).toBe(text)
})

import { expect, test } from 'vitest'
import { linkAddressFrom } from './link-address.ts'
import { type EditorNode, plainTextOf } from './plain-text.ts'

const text = (value: string, href?: string): EditorNode => ({
  type: 'text',
  text: value,
  ...(href && { marks: [{ type: 'link', attrs: { href } }] }),
})
const paragraph = (...content: EditorNode[]): EditorNode => ({ type: 'paragraph', content })
const item = (...content: EditorNode[]): EditorNode => ({ type: 'listItem', content })

test.each([
  { because: 'nothing is nothing', content: [paragraph()], plain: '' },
  { because: 'paragraphs stand apart', content: [paragraph(text('Hi')), paragraph(text('Kari'))], plain: 'Hi\n\nKari' },
  {
    because: 'a hard break is a line',
    content: [paragraph(text('a'), { type: 'hardBreak' }, text('b'))],
    plain: 'a\nb',
  },
  {
    because: 'items have markers, inner lists hang',
    content: [
      {
        type: 'bulletList',
        content: [
          item(paragraph(text('a'))),
          item(paragraph(text('b')), { type: 'bulletList', content: [item(paragraph(text('c')))] }),
        ],
      },
    ],
    plain: '- a\n- b\n  - c',
  },
  {
    because: 'numbers go on from their start',
    content: [
      { type: 'orderedList', attrs: { start: 9 }, content: [item(paragraph(text('a'))), item(paragraph(text('b')))] },
    ],
    plain: '9. a\n10. b',
  },
  {
    because: 'every quoted line is marked',
    content: [{ type: 'blockquote', content: [paragraph(text('a')), paragraph(text('b'))] }],
    plain: '> a\n>\n> b',
  },
  {
    because: 'a link keeps its address',
    content: [paragraph(text('book', 'https://solvik.example/book'))],
    plain: 'book (https://solvik.example/book)',
  },
  {
    because: 'an address is not written twice',
    content: [paragraph(text('solvik.example', 'https://solvik.example'))],
    plain: 'solvik.example',
  },
])('plain text: $because', ({ content, plain }) => {
  expect(plainTextOf({ type: 'doc', content })).toBe(plain)
})

test.each([
  { because: 'a bare domain gets https', typed: 'solvik.example/book', address: 'https://solvik.example/book' },
  { because: 'a port is no scheme', typed: 'localhost:3000/x', address: 'https://localhost:3000/x' },
  { because: 'http stays', typed: ' http://solvik.example/ ', address: 'http://solvik.example/' },
  { because: 'an address becomes mailto', typed: 'kari@solvik.example', address: 'mailto:kari@solvik.example' },
  { because: 'a telephone number', typed: 'tel:+4740000118', address: 'tel:+4740000118' },
  { because: 'a script is no address', typed: 'javascript:alert(1)', address: null },
  { because: 'nor is data', typed: 'data:text/html,x', address: null },
  { because: 'nor a word', typed: 'book', address: null },
  { because: 'nor nothing', typed: ' ', address: null },
])('a link: $because', ({ typed, address }) => {
  expect(linkAddressFrom(typed)).toBe(address)
})

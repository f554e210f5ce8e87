import { expect, test } from 'vitest'
import { domainOf, isMailAddress, isSameAddress, parseMailAddress, parseMailAddresses } from './mail-address.ts'

test.each([
  { because: 'an ordinary address', text: 'kari@solvik.example', valid: true },
  { because: 'a plus part', text: 'support+7f3@solvik.inbox.localhost', valid: true },
  { because: 'letters beyond ASCII (RFC 6531)', text: 'bjørn@blåbær.example', valid: true },
  { because: 'no local part', text: '@solvik.example', valid: false },
  { because: 'no domain', text: 'kari@', valid: false },
  { because: 'one label is a slip of the finger', text: 'kari@solvik', valid: false },
  { because: 'two dots in a row', text: 'kari..s@solvik.example', valid: false },
  { because: 'a label that ends in a hyphen', text: 'kari@solvik-.example', valid: false },
  { because: 'a space', text: 'kari s@solvik.example', valid: false },
  { because: 'a line break would end the header', text: 'kari@solvik.example\r\nBcc: a@b.example', valid: false },
  { because: 'a local part of 64 fits', text: `${'a'.repeat(64)}@b.example`, valid: true },
  { because: 'one of 65 does not', text: `${'a'.repeat(65)}@b.example`, valid: false },
  { because: 'an address of 255 does not', text: `a@${'b'.repeat(60)}.${'c.'.repeat(95)}de`, valid: false },
])('$because', ({ text, valid }) => {
  expect(isMailAddress(text)).toBe(valid)
})

test.each([
  { because: 'bare', text: ' kari@solvik.example ', name: '', address: 'kari@solvik.example' },
  {
    because: 'with a name',
    text: 'Kari Solheim <kari@solvik.example>',
    name: 'Kari Solheim',
    address: 'kari@solvik.example',
  },
  {
    because: 'with a quoted name',
    text: '"Solheim, Kari" <kari@solvik.example>',
    name: 'Solheim, Kari',
    address: 'kari@solvik.example',
  },
  {
    because: 'with quotes inside quotes',
    text: '"Kari \\"K\\" S" <k@s.example>',
    name: 'Kari "K" S',
    address: 'k@s.example',
  },
  { because: 'in brackets alone', text: '<kari@solvik.example>', name: '', address: 'kari@solvik.example' },
  { because: 'copied from a link', text: 'mailto:kari@solvik.example', name: '', address: 'kari@solvik.example' },
  {
    because: 'a name of two lines becomes one',
    text: 'Kari\r\nBcc: x <kari@solvik.example>',
    name: 'Kari Bcc: x',
    address: 'kari@solvik.example',
  },
])('reads an address $because', ({ text, name, address }) => {
  expect(parseMailAddress(text)).toEqual({ name, address })
})

test('what is no address is null', () => {
  expect(parseMailAddress('Kari Solheim')).toBeNull()
  expect(parseMailAddress('Kari <kari>')).toBeNull()
})

test.each([
  { because: 'by commas', text: 'a@x.example, b@x.example', addresses: ['a@x.example', 'b@x.example'] },
  { because: 'by semicolons and lines', text: 'a@x.example;\nb@x.example;', addresses: ['a@x.example', 'b@x.example'] },
  { because: 'by spaces', text: 'a@x.example b@x.example', addresses: ['a@x.example', 'b@x.example'] },
  {
    because: 'with a comma in a name',
    text: '"Berg, A" <a@x.example>, B <b@x.example>',
    addresses: ['a@x.example', 'b@x.example'],
  },
  {
    because: 'with an emoji before a quote',
    text: '🙂 "x, y" <a@x.example>,b@x.example',
    addresses: ['a@x.example', 'b@x.example'],
  },
])('a list is parted $because', ({ text, addresses }) => {
  expect(parseMailAddresses(text)).toMatchObject({ rejected: [], addresses: addresses.map((address) => ({ address })) })
})

test('a list keeps what it could not read', () => {
  expect(parseMailAddresses('a@x.example, kari, b@x')).toEqual({
    addresses: [{ name: '', address: 'a@x.example' }],
    rejected: ['kari', 'b@x'],
  })
})

test('one mailbox, however its letters are written', () => {
  expect(isSameAddress('Kari@Solvik.Example', 'kari@solvik.example')).toBe(true)
  expect(isSameAddress('kari@solvik.example', 'kari+1@solvik.example')).toBe(false)
  expect(domainOf('Kari@Solvik.Example')).toBe('solvik.example')
  expect(domainOf('kari')).toBe('')
})

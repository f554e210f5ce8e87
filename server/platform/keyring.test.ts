import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBase32, toBase32 } from './base32.ts'
import { createKeyring, SealError } from './keyring.ts'

const keyring = createKeyring(Buffer.alloc(32, 1))
const other = createKeyring(Buffer.alloc(32, 2))

test('what was sealed opens again, byte for byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.string(), (bytes, context) => {
      const sealed = keyring.seal('password', Buffer.from(bytes), context)
      expect(keyring.open('password', sealed, context)).toEqual(Buffer.from(bytes))
    }),
  )
})

test('the same text is never sealed the same', () => {
  expect(keyring.seal('password', 'same')).not.toEqual(keyring.seal('password', 'same'))
})

const sealed = keyring.seal('password', 'kept', 'channel 7')
test.each([
  { because: 'the purpose is another', open: () => keyring.open('token', sealed, 'channel 7') },
  { because: 'the context is another', open: () => keyring.open('password', sealed, 'channel 8') },
  { because: 'the secret is another', open: () => other.open('password', sealed, 'channel 7') },
  { because: 'it was cut', open: () => keyring.open('password', sealed.subarray(0, 20), 'channel 7') },
  { because: 'it is empty', open: () => keyring.open('password', Buffer.alloc(0)) },
  ...[0, 1, 13, sealed.length - 1].map((at) => ({
    because: `byte ${at} was changed`,
    open: () => keyring.open('password', sealed.with(at, (sealed[at] ?? 0) ^ 1) as Buffer, 'channel 7'),
  })),
])('nothing opens where $because', ({ open }) => {
  expect(open).toThrow(SealError)
})

test.each([
  { because: 'all agrees', purpose: 'reply', data: '1:2', bytes: 10, from: keyring, verified: true },
  { because: 'all 32 bytes agree', purpose: 'reply', data: '1:2', bytes: 32, from: keyring, verified: true },
  { because: 'the data are others', purpose: 'reply', data: '1:3', bytes: 10, from: keyring, verified: false },
  { because: 'the purpose is another', purpose: 'link', data: '1:2', bytes: 10, from: keyring, verified: false },
  { because: 'the secret is another', purpose: 'reply', data: '1:2', bytes: 10, from: other, verified: false },
  { because: 'it is short enough to guess', purpose: 'reply', data: '1:2', bytes: 7, from: keyring, verified: false },
])('a MAC counts $verified when $because', ({ purpose, data, bytes, from, verified }) => {
  expect(keyring.verify('reply', '1:2', from.mac(purpose, data, bytes))).toBe(verified)
})

test('the fingerprint and the key id follow the secret alone', () => {
  expect(keyring.fingerprint()).toMatch(/^[0-9a-f]{32}$/)
  expect(createKeyring(Buffer.alloc(32, 1)).fingerprint()).toBe(keyring.fingerprint())
  expect(createKeyring(Buffer.alloc(32, 1)).keyId).toBe(keyring.keyId)
  expect(other.fingerprint()).not.toBe(keyring.fingerprint())
})

test('base32 gives every value one spelling, of either case', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const text = toBase32(bytes)
      expect(text).toMatch(/^[a-z2-7]*$/)
      expect(fromBase32(text)).toEqual(Buffer.from(bytes))
      expect(fromBase32(text.toUpperCase())).toEqual(Buffer.from(bytes))
    }),
  )
})

test.each([
  { text: 'mzxw6ytboi', bytes: 'foobar', because: 'RFC 4648 §10' },
  { text: 'my', bytes: 'f', because: 'RFC 4648 §10' },
  { text: 'mz', bytes: null, because: 'left-over bits are not zero' },
  { text: 'm', bytes: null, because: 'no bytes have this length' },
  { text: 'mzxw6y8b', bytes: null, because: '8 is no letter of it' },
  { text: 'my======', bytes: null, because: 'we write no padding' },
])('$text: $because', ({ text, bytes }) => {
  expect(fromBase32(text)?.toString() ?? null).toBe(bytes)
})

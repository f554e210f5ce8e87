import { expect, test } from 'vitest'
import { comparableDomain, keysOf, looksLike } from './look-alike.ts'

test.each([
  { because: 'a digit for a letter', domain: 'n0rdmark.no', like: 'nordmark.no' },
  { because: 'an l for an i', domain: 'solvlk.no', like: 'solvik.no' },
  { because: 'rn for m', domain: 'nordrnark.no', like: 'nordmark.no' },
  { because: 'Cyrillic letters', domain: 'xn--nrdmark-9ig.no', like: 'nordmark.no' },
  { because: 'marks on letters', domain: 'xn--nrdmark-q1a.no', like: 'nordmark.no' },
  { because: 'a letter too many', domain: 'nordmarkk.no', like: 'nordmark.no' },
  { because: 'a letter too few', domain: 'nordmrk.no', like: 'nordmark.no' },
  { because: 'another letter', domain: 'nordmerk.no', like: 'nordmark.no' },
  { because: 'two letters changed about', domain: 'nordmrak.no', like: 'nordmark.no' },
  { because: 'a word beside it', domain: 'nordmark-faktura.no', like: 'nordmark.no' },
  { because: 'a hyphen in it', domain: 'nord-mark.no', like: 'nordmark.no' },
  { because: 'another ending of a name of ours', domain: 'solvik.com', like: 'solvik.no' },
  { because: 'another ending of a customer’s name: one company in two countries', domain: 'nordmark.com', like: null },
  { because: 'it is itself', domain: 'nordmark.no', like: null },
  { because: 'another name altogether', domain: 'haugen.no', like: null },
  { because: 'two letters differ', domain: 'nordberk.no', like: null },
  { because: 'short names have many neighbours', domain: 'nab.no', like: null },
])('$because: $domain', ({ domain, like }) => {
  const known = ['nordmark.no', 'solvik.no', 'nav.no']
  expect(looksLike(domain, known, new Set(['solvik.no']))).toBe(like)
  // What looks alike is found by its keys, without asking for every domain.
  const shares = (other: string) => keysOf(other).some((key) => keysOf(domain).includes(key))
  if (like) expect(shares(like)).toBe(true)
})

test.each([
  ['ingrid@mail.nordmark.no', 'nordmark.no'],
  ['ingrid@gmail.com', null],
  ['ingrid@localhost', null],
  ['', null],
])('%s belongs to %s', (address, domain) => {
  expect(comparableDomain(address)).toBe(domain)
})

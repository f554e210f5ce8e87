import { expect, test } from 'vitest'
import { decodeBytes } from './charset.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

test.each([
  { because: 'says us-ascii, is UTF-8', bytes: Buffer.from('Blåbær'), charset: 'us-ascii', text: 'Blåbær' },
  {
    because: 'says us-ascii, is windows-1252',
    bytes: latin1('Bl\xe5b\xe6r \x96'),
    charset: 'us-ascii',
    text: 'Blåbær –',
  },
  { because: 'says utf-8, is latin1', bytes: latin1('Bl\xe5b\xe6r'), charset: 'utf-8', text: 'Blåbær' },
  {
    because: 'says latin1, is UTF-8',
    bytes: Buffer.from('Blåbær – “ja”'),
    charset: 'iso-8859-1',
    text: 'Blåbær – “ja”',
  },
  {
    because: 'says latin1, has quotes of windows-1252',
    bytes: latin1('\x93ja\x94'),
    charset: 'iso-8859-1',
    text: '“ja”',
  },
  {
    because: 'UTF-8 cut in mid character',
    bytes: Buffer.from('Blåbær ååå').subarray(0, -1),
    charset: 'utf-8',
    text: 'Blåbær åå\uFFFD',
  },
  { because: 'says GB2312, is GB18030', bytes: hex('c4e3 bac3 816a'), charset: 'gb2312', text: '你好乯' },
  { because: 'ISO-2022-JP', bytes: latin1('\x1b$B$3$s$K$A$O\x1b(B!'), charset: 'ISO-2022-JP', text: 'こんにちは!' },
  {
    because: 'ISO-2022-JP that says nothing',
    bytes: latin1('\x1b$B$3$s$K$A$O\x1b(B!'),
    charset: null,
    text: 'こんにちは!',
  },
  {
    because: 'ISO-2022-JP that says us-ascii',
    bytes: latin1('\x1b$B$3$s$K$A$O\x1b(B!'),
    charset: 'us-ascii',
    text: 'こんにちは!',
  },
  {
    because: 'ISO-2022-JP-2 with Chinese and Korean in it',
    bytes: latin1('a\x1b$AC{ND\x1b$(CGQ1[\x1b(Bz'),
    charset: 'iso-2022-jp-2',
    text: 'a名文한글z',
  },
  { because: 'ISO-2022-KR', bytes: latin1('\x1b$)C\x0eGQ1[\x0f ok'), charset: 'iso-2022-kr', text: '한글 ok' },
  { because: 'HZ', bytes: latin1('a ~{<:Ky2;~} ~~b'), charset: 'hz-gb-2312', text: 'a 己所不 ~b' },
  { because: 'UTF-16 with a mark', bytes: hex('feff 0048 00e6'), charset: 'utf-16', text: 'Hæ' },
  { because: 'UTF-16 without one, big end first', bytes: hex('0048 00e6 0069'), charset: 'utf-16', text: 'Hæi' },
  { because: 'UTF-16 without one, little end first', bytes: hex('4800 e600 6900'), charset: 'utf-16', text: 'Hæi' },
  { because: 'UTF-16 of an odd length', bytes: hex('4800 e6'), charset: 'utf-16le', text: 'H\uFFFD' },
  { because: 'DOS', bytes: hex('9b 86 91'), charset: 'cp850', text: 'øåæ' },
  { because: 'the other DOS', bytes: hex('86 91 c4'), charset: 'IBM437', text: 'åæ─' },
  { because: 'UTF-7', bytes: latin1('Bl+AOU-b+AOY-r +- 2'), charset: 'utf-7', text: 'Blåbær + 2' },
  { because: 'Windows by another name', bytes: latin1('\xe5'), charset: 'cp1252', text: 'å' },
  { because: 'in quotes', bytes: latin1('\xe5'), charset: '"iso-8859-1"', text: 'å' },
  { because: 'nobody knows it', bytes: Buffer.from('å'), charset: 'x-klingon', text: 'å' },
  { because: 'KOI8-R by its old name', bytes: hex('f0d2c9d7c5d4'), charset: 'cskoi8r', text: 'Привет' },
])('S13 $because', ({ bytes, charset, text }) => {
  expect(decodeBytes(bytes, charset).slice(0, text.length)).toBe(text)
})

test('S13 what says nothing is read as the rest of the mail is written', () => {
  expect(decodeBytes(hex('f0d2c9d7c5d4'), null, 'koi8-r')).toBe('Привет')
  expect(decodeBytes(hex('f0d2c9d7c5d4'), 'utf-8', 'koi8-r')).toBe('Привет')
  expect(decodeBytes(Buffer.from('å'), null, 'koi8-r')).toBe('å')
})

test.each([
  { because: 'open escapes', bytes: latin1('\x1b$B'.repeat(300_000)), charset: 'iso-2022-jp-2' },
  { because: 'shifts', bytes: latin1('\x0e\x0f'.repeat(500_000)), charset: 'iso-2022-kr' },
  { because: 'open HZ', bytes: latin1('~{'.repeat(500_000)), charset: 'hz' },
  { because: 'plus signs', bytes: latin1('+'.repeat(1_000_000)), charset: 'utf-7' },
])('abuse-13 a megabyte of $because is text', ({ bytes, charset }) => {
  expect(typeof decodeBytes(bytes, charset)).toBe('string')
})

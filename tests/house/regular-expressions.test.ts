import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, findExpressions, slowAmong } from './find-expressions.ts'

/**
 * abuse-14: what meets text of strangers takes time in proportion to it. Each expression in these folders is examined,
 * new ones too. One that scslre reports is rewritten, or stands here with the bound that makes it harmless.
 */
const root = join(import.meta.dirname, '../..')
const folders = [
  'server/mail',
  'server/channels',
  'server/conversation',
  'server/realtime',
  'shared',
  'web/composer',
  'web/inbox',
]

const bounded: { file: string; source: string; because: string }[] = [
  {
    file: 'server/mail/forwarded-mail.ts',
    source: String.raw`\.+$`,
    because: 'An address is matched with at most 320 characters before.',
  },
  {
    file: 'server/mail/forwarded-mail.ts',
    source: '[.,]+$',
    because: 'It is asked of at most twelve words of an introduction of 1,000 characters.',
  },
  {
    file: 'server/mail/fold-html.ts',
    source: '<[^>]*>|[^<]+',
    because: 'The sanitiser wrote the HTML: every angle in it opens a tag that is closed.',
  },
  {
    file: 'server/mail/html-lines.ts',
    source: '<[^>]*>|[^<]+',
    because: 'The sanitiser wrote the HTML: every angle in it opens a tag that is closed.',
  },
  {
    file: 'server/mail/reply-marks.ts',
    source: String.raw`<[^\s<>]+@[^\s<>]+>\s*[:：]$`,
    because: 'A line is cut to 600 characters before anything is asked of it (maxLine).',
  },
  {
    file: 'server/mail/reply-marks.ts',
    source: '^-{3,}.{1,200}-{3,}$',
    because: 'An attribution is of lines that are cut to 600 characters, and of four of them at most.',
  },
  {
    file: 'server/mail/reply-marks.ts',
    source: String.raw`\S\s*[-_=~*#]{2,}$`,
    because: 'A separator is looked for in the first 200 characters of a line.',
  },
  {
    file: 'server/mail/reply-marks.ts',
    source: String.raw`[-_=~*#\s:：.]+$`,
    because: 'It tidies the 200 characters in which the separator was found.',
  },
  {
    file: 'server/mail/sanitise-style.ts',
    source: String.raw`([\p{L}\p{N}_-]*)\(`,
    because: 'A value of more than 300 characters is refused in the line above.',
  },
  {
    file: 'shared/inbox-address.ts',
    source: '-+$',
    because: 'The name is cut to the length of a label, 63, in the line above, and runs of dashes are one by then.',
  },
  {
    file: 'web/inbox/mail-card.tsx',
    source: String.raw`\+[^@]*@`,
    because: 'An address that is stored has at most 320 characters.',
  },
]

const expressions = folders.flatMap((folder) => filesBelow(root, folder)).flatMap((file) => findExpressions(root, file))
const slow = slowAmong(expressions)

test('abuse-14 every expression that meets text of strangers is linear, or is bounded by what is said here', () => {
  const isKnown = ({ file, source }: { file: string; source: string }) =>
    bounded.some((one) => one.file === file && one.source === source)
  expect(
    slow
      .filter((one) => !isKnown(one))
      .map(({ file, line, source, because }) => `${file}:${line} /${source}/ ${because}`),
  ).toEqual([])
})

test('abuse-14 what is said to be bounded is still there', () => {
  const isThere = ({ file, source }: { file: string; source: string }) =>
    slow.some((one) => one.file === file && one.source === source)
  expect(bounded.filter((one) => !isThere(one))).toEqual([])
})

test('abuse-14 the search finds expressions, and the examination slow ones', () => {
  expect(expressions.length).toBeGreaterThan(200)
  const examine = (source: string) => slowAmong([{ file: 'a.ts', line: 1, source, flags: '' }]).length
  expect(['(?:a+)+$', 'a+b', '\\d*\\w+$', '^a{1,5}b'].map(examine)).toEqual([1, 1, 1, 0])
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMailParser } from '../../server/mail/mail-parser.ts'
import { corpusFolder, type Figures, measureCorpus } from './measure-corpus.ts'

/**
 * Wild mail, read by the parser that receives mail. The corpus is data that lies beside the repository; its path may be
 * given as SAMTALE_MAIL_CORPUS. Our own mails in `eml/` are read with or without it.
 */
const parser = createMailParser()
afterAll(() => parser.close())

/**
 * Values of each key that are read as the corpus expects, at least. Raise a number when the reading gets better; a key
 * that sinks is a mail that is shown wrong now. Some of what is missing is argued: sources disagree on signatures, and
 * on bounces whose reason is a matter of taste.
 */
const baseline: Record<string, number> = {
  from: 86,
  to: 30,
  cc: 1,
  toFirst: 19,
  replyTo: 2,
  subject: 125,
  messageId: 33,
  inReplyTo: 1,
  date: 46,
  text: 181,
  visibleReply: 67,
  attachments: 52,
  attachmentCount: 20,
  autoReply: 25,
  isBounce: 49,
  'bounce.recipient': 20,
  'bounce.reason': 33,
  'bounce.hard': 35,
  'bounce.status': 32,
  forwarded: 42,
  senderFallback: 1,
  xss: 44,
}

const corpus = corpusFolder()

describe.skipIf(corpus !== null)('the corpus', () => {
  test.skip('is not on this machine: set SAMTALE_MAIL_CORPUS to its folder to run these', () => undefined)
})

describe.runIf(corpus !== null)('the corpus', () => {
  let figures: Figures
  beforeAll(async () => {
    figures = await measureCorpus(corpus as string, parser)
    const table = Object.entries(figures.keys).map(([key, { right, of }]) => `  ${key.padEnd(22)}${right} of ${of}`)
    process.stdout.write(`Mail corpus, ${figures.mails} mails:\n${table.join('\n')}\n`)
  })

  test('every mail is read', () => {
    expect(figures.unreadable).toEqual([])
    expect(figures.mails).toBe(420)
  })

  test.each(Object.entries(baseline))('%s: at least %d as expected', (key, least) => {
    const misses = figures.misses.filter((miss) => miss.key === key).map(({ file }) => file)
    expect({ right: figures.keys[key]?.right ?? 0, misses }).toSatisfy(({ right }) => right >= least)
  })
})

describe('our own mails', () => {
  const folder = join(import.meta.dirname, 'eml')
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, object>

  test('each has an expectation', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.eml'))
    expect(Object.keys(expected).toSorted()).toEqual(files.toSorted())
  })

  test.each(Object.entries(expected))('%s', async (file, want) => {
    expect(await parser.parse(readFileSync(join(folder, file)))).toMatchObject(want)
  })
})

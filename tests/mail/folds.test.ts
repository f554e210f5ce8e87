import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { textParts } from '../../server/conversation/text-parts.ts'
import { foldHtml } from '../../server/mail/fold-html.ts'
import { parseMail } from '../../server/mail/parse-mail.ts'
import type { ParsedMail } from '../../server/mail/parsed-mail.ts'
import { UnreadableMail } from '../../server/mail/unreadable-mail.ts'
import { corpusFolder } from './measure-corpus.ts'

/** Never cut (pains 10): each word of a mail is in sight or behind one key, in the text and in the design. */
const ownFolder = join(import.meta.dirname, 'eml')
const own = readdirSync(ownFolder)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => join(ownFolder, name))
const corpus = corpusFolder()

test('each word of our own mails is in the page or behind one key', () => expect(own.flatMap(cutIn)).toEqual([]))

test.skipIf(corpus === null)('each word of the corpus’s mails is in the page or behind one key', () => {
  const files = readFileSync(join(corpus ?? '', 'expected.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => join(corpus ?? '', (JSON.parse(line) as { file: string }).file))
  expect(files.length).toBeGreaterThan(400)
  expect(files.flatMap(cutIn)).toEqual([])
})

/** What is missing, doubled or moved in what the screen gets of this mail. */
function cutIn(file: string): string[] {
  const mail = readMail(file)
  if (mail === null) return []
  const { text, html, visibleReply, folds, traits } = mail
  const parts = textParts({
    text,
    visibleText: visibleReply === text ? null : visibleReply,
    folds: folds.map(({ start, end, kind }) => [start, end, kind]),
    isForwarded: traits.includes('forwarded'),
  })
  const asText = parts.length === 0 ? visibleReply : parts.map((part) => part.text).join('\n')
  const faults: string[] = []
  if (wordsOf(asText) !== wordsOf(text)) faults.push(`${file}: text`)
  if (parts.length > 0 && parts.every(({ fold }) => fold !== null)) faults.push(`${file}: nothing in sight`)
  if (html !== null && wordsIn(folded(html)) !== wordsIn(html)) faults.push(`${file}: HTML`)
  return faults
}

function readMail(file: string): ParsedMail | null {
  try {
    return parseMail(readFileSync(file))
  } catch (error) {
    if (error instanceof UnreadableMail) return null
    throw error
  }
}

const folded = (html: string) => foldHtml(html, { open: () => '<details><summary></summary>', close: '</details>' })
const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean).join(' ')
/** Words and pictures, in their order. */
const wordsIn = (html: string) => wordsOf(html.replace(/<(?!img)[^>]*>/g, ' '))

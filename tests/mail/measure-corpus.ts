import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { MailParser } from '../../server/mail/mail-parser.ts'
import type { MailAddress, ParsedAttachment, ParsedMail } from '../../server/mail/parsed-mail.ts'
import { UnreadableMail } from '../../server/mail/unreadable-mail.ts'

/** One line of `expected.jsonl`; its keys are described in the corpus's README. An absent key is not known. */
type Expected = {
  file: string
  from?: Partial<MailAddress> | Partial<MailAddress>[]
  to?: Partial<MailAddress>[] | Partial<MailAddress>
  cc?: Partial<MailAddress>[] | Partial<MailAddress>
  toFirst?: string
  replyTo?: string
  subject?: string
  messageId?: string
  inReplyTo?: string | string[]
  date?: string
  textContains?: string[]
  visibleReply?: string
  visibleReplyContains?: string[]
  attachments?: { filename?: string; contentType?: string; size?: number; inline?: boolean; contentId?: string }[]
  attachmentsPartial?: boolean
  attachmentCount?: number
  attachmentsNotInline?: number
  autoReply?: boolean
  isBounce?: boolean | 'delayed'
  bounce?: { recipient?: string; reason?: string; hard?: boolean; status?: string } | null
  bounceCount?: number
  forwarded?: { originalFrom?: Partial<MailAddress>; originalSubject?: string; message?: string } | null
  senderFallback?: string
  xss?: { noScript: true; sourceForbids?: string }
}

export type Miss = { file: string; key: string; expected: unknown; found: unknown }
export type Figures = {
  mails: number
  unreadable: string[]
  keys: Record<string, { right: number; of: number }>
  misses: Miss[]
}

/** The folder of the corpus, or null when it is not on this machine. */
export function corpusFolder(): string | null {
  const folder = process.env.SAMTALE_MAIL_CORPUS ?? join(import.meta.dirname, '../../../shared/mail-corpus')
  return existsSync(join(folder, 'expected.jsonl')) ? folder : null
}

/** Parses every mail of the corpus and counts, for each key, how many values are found as expected. */
export async function measureCorpus(folder: string, parser: MailParser): Promise<Figures> {
  const figures: Figures = { mails: 0, unreadable: [], keys: {}, misses: [] }
  for (const line of readFileSync(join(folder, 'expected.jsonl'), 'utf8').trim().split('\n')) {
    const expected = JSON.parse(line) as Expected
    figures.mails++
    try {
      const mail = await parser.parse(readFileSync(join(folder, expected.file)))
      compare(expected, mail, figures)
    } catch (error) {
      if (!(error instanceof UnreadableMail)) throw error
      figures.unreadable.push(`${expected.file}: ${error.detail} ${String(error.cause ?? '')}`)
    }
  }
  return figures
}

function compare(expected: Expected, mail: ParsedMail, figures: Figures): void {
  const note = (key: string, isRight: boolean, wanted: unknown, found: unknown) => {
    figures.keys[key] ??= { right: 0, of: 0 }
    const count = figures.keys[key]
    count.of++
    if (isRight) count.right++
    else figures.misses.push({ file: expected.file, key, expected: wanted, found })
  }
  const equal = (key: string, wanted: unknown, found: unknown) =>
    wanted !== undefined && note(key, isDeepStrictEqual(wanted, found), wanted, found)

  const people = (key: 'from' | 'to' | 'cc', found: MailAddress[]) => {
    const wanted = expected[key]
    if (wanted === undefined) return
    const list = Array.isArray(wanted) ? wanted : [wanted]
    note(
      key,
      list.every((each, i) => found[i] && isSubset(each, found[i])),
      wanted,
      found,
    )
  }
  people('from', mail.from ? [mail.from] : [])
  people('to', mail.to)
  people('cc', mail.cc)
  equal('toFirst', expected.toFirst, mail.to[0]?.address)
  equal('replyTo', expected.replyTo, mail.replyTo[0]?.address)
  equal('subject', expected.subject, mail.subject)
  equal('messageId', expected.messageId, mail.messageId ?? undefined)
  equal('date', expected.date && new Date(expected.date).getTime(), mail.date?.getTime())
  if (expected.inReplyTo !== undefined) {
    const wanted = [expected.inReplyTo].flat()
    note(
      'inReplyTo',
      wanted.every((id) => mail.inReplyTo.includes(id)),
      wanted,
      mail.inReplyTo,
    )
  }
  for (const wanted of expected.textContains ?? []) {
    const all = `${squeeze(mail.text)}${squeeze(
      (mail.html ?? '')
        .replace(/<[^>]*>/g, ' ')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, '&'),
    )}`
    note('text', all.includes(squeeze(wanted)), wanted, mail.text.slice(0, 500))
  }
  if (expected.visibleReply !== undefined) {
    const isRight = squeeze(expected.visibleReply) === squeeze(mail.visibleReply)
    note('visibleReply', isRight, expected.visibleReply, mail.visibleReply)
  }
  for (const wanted of expected.visibleReplyContains ?? []) {
    note('visibleReply', squeeze(mail.visibleReply).includes(squeeze(wanted)), wanted, mail.visibleReply)
  }
  compareAttachments(expected, mail.attachments, note)
  equal('autoReply', expected.autoReply, mail.autoReply)
  equal('isBounce', expected.isBounce === undefined ? undefined : expected.isBounce !== false, mail.isBounce)
  if (expected.bounce !== undefined) {
    for (const key of ['recipient', 'reason', 'hard', 'status'] as const) {
      const wanted = expected.bounce?.[key]
      if (wanted !== undefined) note(`bounce.${key}`, wanted === mail.bounce?.[key], wanted, mail.bounce?.[key])
    }
  }
  equal('bounceCount', expected.bounceCount, mail.bounces.length)
  if (expected.forwarded === null) note('forwarded', mail.forwarded === null, null, mail.forwarded)
  else if (expected.forwarded) {
    const { originalFrom, originalSubject, message } = expected.forwarded
    const found = mail.forwarded
    const isRight =
      found !== null &&
      (originalFrom === undefined || (found.originalFrom !== null && isSubset(originalFrom, found.originalFrom))) &&
      (originalSubject === undefined || originalSubject === found.originalSubject) &&
      (message === undefined || squeeze(message) === squeeze(found.message))
    note('forwarded', isRight, expected.forwarded, found && { ...found, embedded: found.embedded.slice(0, 200) })
  }
  equal('senderFallback', expected.senderFallback, mail.senderFallback ?? undefined)
  if (expected.xss) {
    const dangers =
      /<script|<iframe|<object|<embed|<svg|<math|<form|<style|<link|<meta|<base|\son\w+\s*=|javascript:|vbscript:|expression\(/i
    note('xss', !dangers.test(mail.html ?? ''), 'nothing active', mail.html)
  }
}

function compareAttachments(
  expected: Expected,
  found: ParsedAttachment[],
  note: (key: string, isRight: boolean, wanted: unknown, found: unknown) => void,
): void {
  const shown = found.map(({ filename, contentType, size, isInline, contentId }) => ({
    filename,
    contentType,
    size,
    isInline,
    contentId,
  }))
  for (const wanted of expected.attachments ?? []) {
    const isThere = found.some(
      (each) =>
        (wanted.filename === undefined || wanted.filename === each.filename) &&
        (wanted.contentType === undefined || wanted.contentType === each.contentType) &&
        (wanted.size === undefined || wanted.size === each.size) &&
        (wanted.contentId === undefined || wanted.contentId === each.contentId),
    )
    note('attachments', isThere, wanted, shown)
  }
  if (expected.attachmentCount !== undefined) {
    note('attachmentCount', found.length === expected.attachmentCount, expected.attachmentCount, shown)
  }
  if (expected.attachmentsNotInline !== undefined) {
    const count = found.filter(({ isInline }) => !isInline).length
    note('attachmentsNotInline', count === expected.attachmentsNotInline, expected.attachmentsNotInline, shown)
  }
}

function isSubset(wanted: Partial<MailAddress>, found: MailAddress): boolean {
  return (
    (wanted.address === undefined || wanted.address === found.address) &&
    (wanted.name === undefined || wanted.name === found.name)
  )
}

/** Without white space and case, as the corpus's README asks. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, '').toLowerCase()
}

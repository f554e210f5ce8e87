import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { MailParser } from '../../server/mail/mail-parser.ts'
import type { MailAddress, ParsedAttachment, ParsedMail } from '../../server/mail/parsed-mail.ts'
import { UnreadableMail } from '../../server/mail/unreadable-mail.ts'

/** One line of `expected.jsonl`; its keys are described in the corpus's README. An absent key is not known. */
type Expected = {
  file: string
  source: string
  from?: Partial<MailAddress> | Partial<MailAddress>[]
  to?: Partial<MailAddress>[] | Partial<MailAddress>
  cc?: Partial<MailAddress>[] | Partial<MailAddress>
  toFirst?: string
  replyTo?: string
  subject?: string
  messageId?: string
  inReplyTo?: string | string[]
  inReplyToFirstOnly?: boolean
  references?: string | string[]
  date?: string
  textContains?: string[]
  visibleReply?: string
  visibleReplyContains?: string[]
  visibleReplyExcludes?: string[]
  attachments?: { filename?: string; contentType?: string; size?: number; inline?: boolean; contentId?: string }[]
  attachmentsPartial?: boolean
  attachmentCount?: number
  attachmentsNotInline?: number
  autoReply?: boolean
  isBounce?: boolean | 'delayed'
  bounce?: { recipient?: string; reason?: string; hard?: boolean; status?: string } | null
  bounceCount?: number
  complaint?: object | boolean
  deliveryReport?: object | boolean
  forwarded?: { originalFrom?: Partial<MailAddress>; originalSubject?: string; message?: string } | null
  senderFallback?: string
  xss?: { noScript: true; sourceForbids?: string }
}

export type Miss = { file: string; key: string; expected: unknown; found: unknown }
export type Count = { right: number; of: number }
/** An expectation of the corpus that is wrong, and the sentence that says why. Its value counts as neither right nor wrong. */
export type Disputed = { file: string; key: string; because: string }

export type Figures = {
  mails: number
  unreadable: string[]
  /** Values of each key, those that are disputed left out. */
  keys: Record<string, Count>
  /** The same values by the repository that they come from. */
  sources: Record<string, Count>
  misses: Miss[]
  /** Disputed expectations that are met: they are in dispute no more. */
  settled: Disputed[]
  /** Mails that are taken for a kind which the corpus does not say they are. */
  falseAlarms: Record<'forwarded' | 'bounce', { files: string[]; of: number }>
}

/** The folder of the corpus, or null when it is not on this machine. */
export function corpusFolder(): string | null {
  const folder = process.env.SAMTALE_MAIL_CORPUS ?? join(import.meta.dirname, '../../../shared/mail-corpus')
  return existsSync(join(folder, 'expected.jsonl')) ? folder : null
}

/** Parses every mail of the corpus and counts, for each key and source, how many values are found as expected. */
export async function measureCorpus(
  folder: string,
  parser: MailParser,
  disputed: readonly Disputed[] = [],
): Promise<Figures> {
  const figures: Figures = {
    mails: 0,
    unreadable: [],
    keys: {},
    sources: {},
    misses: [],
    settled: [],
    falseAlarms: { forwarded: { files: [], of: 0 }, bounce: { files: [], of: 0 } },
  }
  for (const line of readFileSync(join(folder, 'expected.jsonl'), 'utf8').trim().split('\n')) {
    const expected = JSON.parse(line) as Expected
    figures.mails++
    try {
      const mail = await parser.parse(readFileSync(join(folder, expected.file)))
      count(compare(expected, mail), expected, disputed, figures)
      countFalseAlarms(expected, mail, figures.falseAlarms)
    } catch (error) {
      if (!(error instanceof UnreadableMail)) throw error
      figures.unreadable.push(`${expected.file}: ${error.detail} ${String(error.cause ?? '')}`)
    }
  }
  return figures
}

function count(values: readonly Value[], { file, source }: Expected, disputed: readonly Disputed[], figures: Figures) {
  const doubts = disputed.filter((one) => one.file === file)
  const isMissed = (key: string) => values.some((value) => value.key === key && !value.isRight)
  figures.settled.push(...doubts.filter(({ key }) => !isMissed(key)))
  for (const { key, isRight, expected, found } of values) {
    if (!isRight && doubts.some((one) => one.key === key)) continue
    figures.keys[key] ??= { right: 0, of: 0 }
    figures.sources[source] ??= { right: 0, of: 0 }
    for (const each of [figures.keys[key], figures.sources[source]]) {
      each.of++
      if (isRight) each.right++
    }
    if (!isRight) figures.misses.push({ file, key, expected, found })
  }
}

/** Folders of mail between people: a bounce is not among it. The other sources do not label theirs. */
const ordinaryFolders = /^(?:reply-|forwards\/|xss\/|threads\/|redmine\/|chatwoot\/)/

function countFalseAlarms(expected: Expected, mail: ParsedMail, { forwarded, bounce }: Figures['falseAlarms']): void {
  if (!expected.forwarded) {
    forwarded.of++
    if (mail.forwarded) forwarded.files.push(expected.file)
  }
  if (expected.isBounce === false || (expected.isBounce === undefined && ordinaryFolders.test(expected.file))) {
    bounce.of++
    if (mail.isBounce) bounce.files.push(expected.file)
  }
}

type Value = { key: string; isRight: boolean; expected: unknown; found: unknown }

/** Each value that the corpus knows of a mail, and what was found. */
function compare(expected: Expected, mail: ParsedMail): Value[] {
  const values: Value[] = []
  const note = (key: string, isRight: boolean, wanted: unknown, found: unknown) =>
    values.push({ key, isRight, expected: wanted, found })
  const equal = (key: string, wanted: unknown, found: unknown) =>
    wanted !== undefined && note(key, isDeepStrictEqual(wanted, found), wanted, found)
  const among = (key: string, wanted: readonly string[], found: readonly string[]) =>
    note(
      key,
      wanted.every((id) => found.includes(id)),
      wanted,
      found,
    )

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
    among('inReplyTo', expected.inReplyToFirstOnly ? wanted.slice(0, 1) : wanted, mail.inReplyTo)
  }
  if (expected.references !== undefined) among('references', [expected.references].flat(), mail.references)
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
  for (const unwanted of expected.visibleReplyExcludes ?? []) {
    note('visibleReply', !squeeze(mail.visibleReply).includes(squeeze(unwanted)), `not ${unwanted}`, mail.visibleReply)
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
  if (expected.complaint !== undefined) {
    equal('complaint', Boolean(expected.complaint), mail.traits.includes('complaint'))
  }
  if (expected.deliveryReport !== undefined) {
    equal('deliveryReport', Boolean(expected.deliveryReport), mail.traits.includes('deliveryReceipt'))
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
  return values
}

function compareAttachments(
  expected: Expected,
  found: ParsedAttachment[],
  note: (key: string, isRight: boolean, wanted: unknown, found: unknown) => unknown,
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

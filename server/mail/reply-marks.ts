import { forwardedMessageWords } from './forward-words.ts'
import type { MailLine } from './html-lines.ts'
import { originalMessageWords, quotingWords, replyAboveWords, wroteWords } from './reply-words.ts'

/**
 * The marks by which a quoted mail is known in text. Every test looks at a bounded piece of a line and none backtracks:
 * the text comes from strangers (abuse-14).
 */
export const maxLine = 600

/**
 * Whether an attribution ("On 3 March, Kari Solheim wrote:") begins at this line. It may wrap over up to four lines.
 * @returns how many lines it takes, 0 when there is none
 */
export function attributionLength(lines: readonly MailLine[], at: number): number {
  if (!canBeginAttribution(plain(lines[at]?.text ?? ''))) return 0
  let joined = ''
  for (let count = 1; count <= 4 && at + count <= lines.length; count++) {
    const line = lines[at + count - 1]
    if (!line || line.depth !== lines[at]?.depth) return 0
    const text = plain(line.text)
    if (text === '') return 0
    joined = joined === '' ? text : `${joined} ${text}`
    if (joined.length > maxLine) return 0
    if (isAttribution(joined)) {
      // A line with a date of its own that also begins one is the better start: what stands above it is the answer.
      const next = lines[at + 1]
      return count > 1 && next && hasDate(next.text) && attributionLength(lines, at + 1) > 0 ? 0 : count
    }
  }
  return 0
}

/**
 * An attribution whose line breaks a converter put anywhere: `On … Kari`, `<`, `mailto:kari@solvik.example`, `> wrote:`.
 * @returns how many lines it takes, 0 when there is none
 */
export function brokenAttributionLength(lines: readonly MailLine[], at: number): number {
  const isBroken =
    lines[at]?.text.trimEnd().endsWith('<') || [1, 2].some((down) => lines[at + down]?.text.trim() === '<')
  if (!isBroken) return 0
  const first = plain(lines[at]?.text ?? '')
  if (!hasDate(first) || first.length > 200) return 0
  let hasBracket = first.endsWith('<')
  for (let i = at + 1; i < lines.length && i < at + 9; i++) {
    const line = lines[i] as MailLine
    const text = plain(line.text)
    if (text === '') continue
    if (hasBracket && line.depth === (lines[at]?.depth ?? 0) + 1) {
      return text.length < 60 && /[:：]$/.test(text) && saysWrote(text.toLowerCase()) ? i + 1 - at : 0
    }
    if (line.depth !== lines[at]?.depth) return 0
    if (text === '<') hasBracket = true
    else if (!hasBracket || !/^(?:mailto:|[^\s@]{1,64}@)/.test(text)) return 0
  }
  return 0
}

/**
 * Whether an attribution says so much that what stands below it is the quote even without a mark of its own: an address
 * or a time of day. "You wrote on 3 March:" is how people begin a sentence, too.
 */
export function isCertainAttribution(lines: readonly MailLine[], at: number, length: number): boolean {
  const text = lines
    .slice(at, at + length)
    .map((line) => plain(line.text))
    .join(' ')
  return /[^\s@<]@[\w-]+\./.test(text) || /\d{1,2}:\d{2}|\bkl[o.]{0,2}\s{0,2}\d{1,2}\.\d{2}|^-{3,}|\d年/.test(text)
}

/** The first of its lines names a day, a person's address, or says "wrote". */
function canBeginAttribution(text: string): boolean {
  return hasDate(text) || /@[\w-]+\./.test(text) || saysWrote(text.toLowerCase())
}

function hasDate(text: string): boolean {
  return /\d{1,4}[./-]\d{1,2}|\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b|\d{4}年/.test(text.slice(0, maxLine))
}

function isAttribution(text: string): boolean {
  const end = text.at(-1)
  const hasColon = end === ':' || end === '：' || end === '︰'
  const lower = text.toLowerCase()
  const hasVerb = saysWrote(lower)
  const hasAddress = /[^\s@<]@[\w-]+\./.test(text)
  const isDated = hasDate(text)
  if (hasColon && hasVerb && (isDated || hasAddress)) return true
  if (hasColon && hasAddress && quotingWords.some((word) => lower.startsWith(word))) return text.length < 200
  // Without the verb: a date first, then the address and the colon (`26.06.2014, 14:41, "Kari" <kari@solvik.example>:`).
  if (hasColon && isDated && /<[^\s<>]+@[^\s<>]+>\s*[:：]$/.test(text)) return true
  // Gmail once left out verb and colon: `2026/3/3 Kari <kari@solvik.example>`.
  if (/^\d{4}[/-]\d{1,2}[/-]\d{1,2}\s.{0,200}<[^<>\s]{3,200}>$/.test(text)) return hasAddress
  if (/^-{3,}.{1,200}-{3,}$/.test(text)) return hasVerb
  if (/^\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d/.test(text) && text.length < 200) return true
  // Some leave the colon out, but then say everything.
  const saysAll = hasVerb && isDated && (hasAddress || /님이 작성|写道|寫道/.test(text))
  return !hasColon && saysAll && text.length < 250 && endsInVerb(lower)
}

function endsInVerb(lower: string): boolean {
  const tail = lower.slice(-40)
  return saysWrote(tail)
}

/** One expression to rule out the usual line, the words one by one only where it hits. */
const anyWroteWord = new RegExp(wroteWords.join('|'))

function saysWrote(lower: string): boolean {
  return anyWroteWord.test(lower) && wroteWords.some((word) => hasWord(lower, word))
}

/** Letters on neither side: "pisze" in the middle of another word is none. Scripts without blanks are taken anywhere. */
function hasWord(lower: string, word: string): boolean {
  if (!/^[ -\u024f\u0370-\u05ff]*$/.test(word)) return lower.includes(word)
  for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
    const before = lower[at - 1] ?? ' '
    const after = lower[at + word.length] ?? ' '
    if (!/\p{L}/u.test(before) && !/\p{L}/u.test(after)) return true
  }
  return false
}

/** `-----Original Message-----`, `---------- Forwarded message ---------`, `Begin forwarded message:`. */
export function separatorKind(text: string): 'original' | 'forward' | null {
  const line = plain(text).slice(0, 200)
  if (line.length < 8) return null
  if (isReplyAbove(line)) return 'original'
  const isRuled = /^[-_=~*#]{2,}\s*\S/.test(line) || /\S\s*[-_=~*#]{2,}$/.test(line)
  const begins = /[:：]$/.test(line)
  if (!isRuled && !begins) return null
  const bare = line
    .replace(/^[-_=~*#\s>]+/, '')
    .replace(/[-_=~*#\s:：.]+$/, '')
    .toLowerCase()
  if (forwardedMessageWords.some((word) => bare === word || (isRuled && bare.startsWith(word)))) return 'forward'
  if (originalMessageWords.some((word) => bare === word || (isRuled && bare.startsWith(word)))) return 'original'
  return null
}

/** `##- Please type your reply above this line -##`, and other help desks' sentences of that kind, with or without strokes. */
function isReplyAbove(line: string): boolean {
  if (/^##-\s.{3,}-##$/.test(line)) return true
  // A sentence that only speaks of "this line" is longer, or has no strokes around it.
  if (line.length > (/^[-#=_*—–]/.test(line) ? 120 : 60)) return false
  return anyReplyAbove.test(line)
}

const anyReplyAbove = new RegExp(replyAboveWords.join('|'), 'i')

/** Three lines of the form `Label: value` in whatever language, an address or a date in them. */
export function looksLikeHeaderBlock(lines: readonly MailLine[], at: number): boolean {
  const found: string[] = []
  for (let i = at; i < lines.length && i < at + 8 && found.length < 3; i++) {
    const text = plain(lines[i]?.text ?? '')
    if (text === '') continue
    if (!/^[*_]{0,2}\p{L}[^:：]{0,30}[:：]/u.test(text)) return false
    found.push(text)
  }
  return found.length === 3 && found.some((text) => text.includes('@') || hasDate(text))
}

/** A rule that stands alone: Outlook on the web puts 32 underscores above the header block. */
export function isRule(text: string): boolean {
  return /^\s*(?:_{8,}|-{10,}|={10,}|\*{10,})\s*$/.test(text.slice(0, maxLine))
}

/** Text without invisible characters and odd blanks at its ends. */
export function plain(text: string): string {
  return text
    .slice(0, maxLine + 1)
    .replace(/[\u1427\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/\u00a0/g, ' ')
    .trim()
}

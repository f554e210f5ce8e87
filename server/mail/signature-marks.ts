import type { MailLine } from './html-lines.ts'
import { plain } from './reply-marks.ts'
import {
  apologyWords,
  deviceWords,
  getOutlookWords,
  possessives,
  sentFromPhrases,
  sentFromWords,
} from './signature-words.ts'

/** Lines of a signature after `-- ` beyond which it is taken for text that only looks like one. */
const maxSignatureLines = 25
/** Lines below a drawn line that is no separator of a standard: a name, an address, a list's footer. */
const maxRuledLines = 7

/**
 * Where the signature begins that ends the lines `from` to `to`; `to` when there is none. Only what says that it is one
 * counts: the separator, the mark of a program, "Sent from my iPhone". It never takes all of the lines.
 *
 * A closing ("Best regards, Kari") belongs to the reply. Sources disagree; most expect it so, and it is best for the
 * person who reads: the name says to whom the answer goes, in a shared mailbox often the only place where a first name
 * stands, and a guess at names would now and then fold a last sentence.
 */
export function signatureStart(lines: readonly MailLine[], from: number, to: number): number {
  let end = to
  while (end > from && isSignatureTail(lines[end - 1] as MailLine)) end--
  if (end === from) return to
  return Math.min(separatorBefore(lines, from, end) ?? sentFromBefore(lines, from, end) ?? end, withoutBlanks(end, to))

  /** Empty lines alone are no signature. */
  function withoutBlanks(start: number, stop: number): number {
    return lines.slice(start, stop).every(isEmpty) ? stop : start
  }
}

const isEmpty = ({ text, isPicture }: MailLine) => text.trim() === '' && !isPicture

function isSignatureTail(line: MailLine): boolean {
  if (line.mark === 'signature' || isEmpty(line)) return true
  return line.depth === 0 && (isSentFrom(line.text) || isDecoration(line.text))
}

/** The separator; of several that stand close, the first: a list or a server adds its own below. */
function separatorBefore(lines: readonly MailLine[], from: number, to: number): number | null {
  let found: number | null = null
  for (let i = to - 1; i > from && i >= (found === null ? to - maxSignatureLines : found - maxRuledLines); i--) {
    const line = lines[i] as MailLine
    if (line.depth > 0) continue
    const isRuled = i >= to - maxRuledLines - 1 && /^\s?_{5,}\s*$/.test(line.text) && lines[i + 1]?.text.trim() !== ''
    if ((isRuled || isSignatureSeparator(line.text)) && hasContent(lines, from, i)) found = i
  }
  return found
}

/**
 * "Sent from my iPhone" as a paragraph of its own: what stands below it without an introduction is the mail that was
 * answered, or what a list or a virus scanner added.
 */
function sentFromBefore(lines: readonly MailLine[], from: number, to: number): number | null {
  let hasBefore = false
  for (let i = from; i < to; i++) {
    const line = lines[i] as MailLine
    if (isEmpty(line)) continue
    const isApart = isEmpty(lines[i - 1] ?? line) && isEmpty(lines[i + 1] ?? line)
    if (hasBefore && isApart && line.depth === 0 && isSentFrom(line.text)) return i
    hasBefore = true
  }
  return null
}

function hasContent(lines: readonly MailLine[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!isEmpty(lines[i] as MailLine)) return true
  return false
}

/** `-- `, the signature separator (RFC 3676 §4.3), also where the blank was lost or the dash was made long. */
export function isSignatureSeparator(text: string): boolean {
  return /^\s?(?:--|—|––|__)\s*$/.test(text)
}

/** Nothing but strokes, as some draw below their words, or the mark that a tracking extension leaves (U+1427). */
function isDecoration(text: string): boolean {
  return text.length < 200 && text.trim() !== '' && /^[-_=*#~+\s\u1427]*$/.test(text)
}

/**
 * "Sent from my iPhone", "Get Outlook for iOS", "Von meinem Mobilgerät gesendet". What follows the name of the device may
 * be an apology or an address, but no sentence: "Sent from my desk, which is easier" is the author's own.
 */
export function isSentFrom(text: string): boolean {
  const line = plain(text)
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+/u, '')
  if (line.length < 6 || line.length > 200) return false
  if (sentFromPhrases.some((phrase) => line.includes(phrase))) return wordsIn(line) <= 16
  if (getOutlookWords.some((word) => line.startsWith(word))) return /\b(?:ios|android|iphone|ipad)/.test(line)
  const opening = sentFromWords.find((word) => line.startsWith(word))
  if (opening === undefined) return false
  const rest = line.slice(opening.length).replace(/\(?<?\(?\[?(?:https?:\/\/|mailto:)[^\s]{1,200}/g, ' ')
  const stop = rest.search(/[,.;!?]\s/)
  const head = stop < 0 ? rest : rest.slice(0, stop)
  const tail = stop < 0 ? '' : rest.slice(stop)
  if (/\p{L}/u.test(tail) && !apologyWords.some((word) => tail.includes(word))) return false
  // "Sent from my X" whatever X is; "Sent from X" only where X is a device or a program: goods are sent from places too.
  const [first = ''] = head.trim().split(/\s/, 1)
  if (possessives.has(first) || opening.endsWith('的')) return wordsIn(head) <= 6 || namesDevice(head)
  return wordsIn(head) <= 9 && namesDevice(opening + head)
}

const namesDevice = (text: string) => deviceWords.some((word) => text.includes(word))

const wordsIn = (text: string) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length

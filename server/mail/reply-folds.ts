import { headerBlockAt } from './header-block.ts'
import type { HtmlLine, MailLine } from './html-lines.ts'
import {
  attributionLength,
  brokenAttributionLength,
  isCertainAttribution,
  isRule,
  looksLikeHeaderBlock,
  plain,
  separatorKind,
} from './reply-marks.ts'
import { signatureStart } from './signature-marks.ts'

/** Lines `start` to `end` (exclusive) that are no words of this time: they fold, and open by a click. */
export type Fold = { start: number; end: number; kind: 'quote' | 'signature' }

/**
 * What of a mail is the quoted mail and the signature. Where new words stand between or below quotes, they stay in sight,
 * and the quotes that they answer with them. When nothing would remain in sight, nothing folds: to show too much is the
 * lesser fault.
 *
 * `forScreen`: what was passed on ("Forwarded message") is why the mail was sent, so nothing of such a mail folds, and
 * nobody wants to open a line of dashes. Else both count, and what remains is what the author himself wrote.
 */
export function findFolds(lines: readonly MailLine[], { forScreen }: { forScreen: boolean }): Fold[] {
  const quotes = quoteFolds(lines)
  const forwardedAt = quotes.length === 0 ? -1 : lines.findIndex(({ text }) => separatorKind(text) === 'forward')
  const isForward = forwardedAt >= 0 && (quotes[0]?.start ?? 0) >= forwardedAt - 1
  if (isForward && forScreen) return []
  const folds = withSignatures(lines, isForward ? [quote(forwardedAt, lines.length)] : quotes)
  if (!hasContent(lines, folds)) return []
  return forScreen ? folds.filter((fold) => lines.slice(fold.start, fold.end).some(saysSomething)) : folds
}

const saysSomething = ({ text, isPicture }: MailLine) => isPicture || /[\p{L}\p{N}]/u.test(text)

function quoteFolds(lines: readonly MailLine[]): Fold[] {
  const folds: Fold[] = []
  let from = 0
  // Looked for once per stretch, not once per quote: a mail of a thousand quotes must not be read a thousand times.
  let newTextAt = -1
  let hasNewText = true
  for (;;) {
    const cut = quoteStart(lines, from)
    if (cut === null) return folds
    if (!cut.hasEnd) return [...folds, quote(cut.start, lines.length)]
    if (hasNewText && newTextAt < cut.end) newTextAt = newTextAfter(lines, cut.end)
    hasNewText = newTextAt >= 0
    if (!hasNewText && !isOwnQuotation(lines, cut)) {
      return [...folds, quote(cut.start, endOfTail(lines, cut.end))]
    }
    // New words follow. A quote that they answer, or that the author put there, stays; the whole mail above an answer goes.
    if (hasNewText && cut.isIntroduced && !isAnswered(lines, cut.end)) folds.push(quote(cut.start, cut.end))
    from = cut.end
  }
}

const quote = (start: number, end: number): Fold => ({ start, end, kind: 'quote' })

/** Below the last quote only a signature or another quote follows: they fold with it, but a picture does not. */
function endOfTail(lines: readonly MailLine[], from: number): number {
  const hasPicture = lines.slice(from).some((line) => line.isPicture && line.depth === 0 && line.mark === null)
  return hasPicture ? from : lines.length
}

/**
 * What the author quotes from elsewhere: nothing introduces it, and the mail that he answers comes below with its own
 * introduction; or in HTML, a blockquote that no program marked and in which nothing says who wrote it.
 */
function isOwnQuotation(lines: readonly MailLine[], { start, end, isIntroduced }: Cut): boolean {
  if (isIntroduced) return false
  if (quoteStart(lines, end)?.isIntroduced) return true
  if (!('start' in (lines[start] as MailLine | HtmlLine))) return false
  for (let i = start; i < end && i < start + 6; i++) {
    if (attributionLength(lines, i) > 0 || separatorKind(lines[i]?.text ?? '') || headerBlockAt(lines, i)) return false
  }
  return true
}

/** `hasEnd`: the quote is told by its depth, so what follows it is new. `isIntroduced`: "… wrote:" stands above it. */
type Cut = { start: number; end: number; hasEnd: boolean; isIntroduced: boolean }

/** Where the first quote at or after `from` begins, and where it ends if that can be told. */
function quoteStart(lines: readonly MailLine[], from: number): Cut | null {
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] as MailLine
    if (line.text.trim() === '') continue
    const toTheEnd = { start: i, end: lines.length, hasEnd: false, isIntroduced: true }
    if (line.mark === 'quoteBelow') return toTheEnd
    if (line.mark === 'quoteRule' && looksLikeHeaderBlock(lines, i)) return toTheEnd
    if (line.mark === 'quoteAround' && lines[i - 1]?.mark !== 'quoteAround') return withinContainer(lines, i)
    if (line.mark === 'quote') return { start: i, end: endOfQuoted(lines, i), hasEnd: true, isIntroduced: true }
    if (line.depth > 0) return { start: i, end: endOfQuoted(lines, i), hasEnd: true, isIntroduced: false }
    const attribution = attributionLength(lines, i) || brokenAttributionLength(lines, i)
    if (attribution > 0) {
      const cut = afterAttribution(lines, i, attribution)
      if (cut) return cut
    }
    if (separatorKind(line.text) || (!isWithinHeader(lines, i) && headerBlockAt(lines, i))) return toTheEnd
    if (isRule(line.text) && startsBlock(lines, i + 1)) return toTheEnd
  }
  return null
}

/** The raw header of a mail, as reports show it, is no block that a program wrote above a quote. */
function isWithinHeader(lines: readonly MailLine[], at: number): boolean {
  return at > 0 && rawHeaderLine.test(lines[at - 1]?.text ?? '')
}

const rawHeaderLine =
  /^(?:(?:received|return-path|delivered-to|message-id|mime-version|content-\w{2,30}|dkim-signature|x-\w|user-agent|reply-to|in-reply-to|references|date|subject|to|cc):|[\t ]+\S)/i

/** The element around introduction and quote: all of it, or as far as the blockquote in it goes, answers being below. */
function withinContainer(lines: readonly MailLine[], start: number): Cut {
  let end = start
  for (let i = start; i < lines.length && lines[i]?.mark === 'quoteAround'; i++) {
    if ((lines[i] as MailLine).depth > (lines[start] as MailLine).depth) {
      return { start, end: endOfQuoted(lines, i), hasEnd: true, isIntroduced: true }
    }
    end = i + 1
  }
  return { start, end, hasEnd: true, isIntroduced: true }
}

/** After "… wrote:" comes the quote: marked by its depth, or all that follows where the introduction leaves no doubt. */
function afterAttribution(lines: readonly MailLine[], start: number, length: number): Cut | null {
  const after = start + length
  let first = after
  while (first < lines.length && lines[first]?.text.trim() === '') first++
  const line = lines[first]
  const isMarked = line !== undefined && (line.depth > 0 || line.mark === 'quote')
  if (!isMarked && !isCertainAttribution(lines, start, length)) return null
  return { start, end: isMarked ? endOfQuoted(lines, first) : lines.length, hasEnd: isMarked, isIntroduced: true }
}

function endOfQuoted(lines: readonly MailLine[], start: number): number {
  let end = start
  for (let i = start; i < lines.length; i++) {
    const line = lines[i] as MailLine
    if (line.depth > 0 || line.mark === 'quote' || isWrappedQuote(lines, i)) end = i + 1
    else if (line.text.trim() !== '' || line.isPicture) break
  }
  return end
}

/**
 * The rest of a quoted line that a program broke without a `>` of its own: a long line, a small letter and `>` again; or a
 * link, or what closes one.
 */
function isWrappedQuote(lines: readonly MailLine[], at: number): boolean {
  const above = lines[at - 1]
  const below = lines[at + 1]
  if (!above || !below || above.depth === 0 || below.depth === 0 || above.mark !== null) return false
  const text = plain(lines[at]?.text ?? '')
  if (above.text.length >= 55 && /^\p{Ll}/u.test(text)) return true
  return (
    /^[(<]https?:\/\/\S+[)>](?: ?>)?$/.test(text) || (/[(<]https?:\/\/\S+$/.test(above.text) && /^\S+[)>]$/.test(text))
  )
}

function startsBlock(lines: readonly MailLine[], from: number): boolean {
  let at = from
  while (at < lines.length && at < from + 3 && lines[at]?.text.trim() === '') at++
  return headerBlockAt(lines, at) !== null
}

/** Where the next stretch begins that holds anything but quotes and a signature; -1: nowhere. */
function newTextAfter(lines: readonly MailLine[], from: number): number {
  let at = from
  for (;;) {
    const next = quoteStart(lines, at)
    const end = next?.start ?? lines.length
    if (hasWords(lines, at, signatureStart(lines, at, end)) && !isOnlySignature(lines, at, end)) return at
    if (next === null || !next.hasEnd) return -1
    at = next.end
  }
}

/** `signatureStart` never takes all that it is given; below a quote a signature alone is nothing new. */
function isOnlySignature(lines: readonly MailLine[], from: number, to: number): boolean {
  return signatureStart([blankAnswer, ...lines.slice(from, to)], 0, to - from + 1) <= 1
}

/** Stands for the words above a signature. */
const blankAnswer: MailLine = { text: '·', depth: 0, mark: null }

/** Question and answer by turns: after the new text at `from` the quote goes on without being introduced again. */
function isAnswered(lines: readonly MailLine[], from: number): boolean {
  const next = quoteStart(lines, from)
  return next !== null && !next.isIntroduced
}

/** The quotes, with the signatures that programs marked and the one at the end of the last words. */
function withSignatures(lines: readonly MailLine[], quotes: readonly Fold[]): Fold[] {
  const folds: Fold[] = []
  const last = quotes.at(-1)
  const end = last && !hasWords(lines, last.end, lines.length) ? last.start : lines.length
  let from = 0
  for (const fold of [...quotes, { start: lines.length, end: lines.length, kind: 'quote' } satisfies Fold]) {
    const to = Math.min(fold.start, lines.length)
    const signature = to === end ? signatureStart(lines, from, to) : to
    add(folds, markedSignatures(lines, from, signature))
    if (signature < to && hasSomething(lines, signature, to))
      add(folds, [{ start: signature, end: to, kind: 'signature' }])
    if (fold.start < fold.end) add(folds, [fold])
    from = fold.end
  }
  return folds
}

/** Neighbours become one: a signature above the quote opens with it. */
function add(folds: Fold[], more: readonly Fold[]): void {
  for (const fold of more) {
    const last = folds.at(-1)
    if (last && last.end >= fold.start) folds.splice(-1, 1, { start: last.start, end: fold.end, kind: fold.kind })
    else folds.push(fold)
  }
}

function markedSignatures(lines: readonly MailLine[], from: number, to: number): Fold[] {
  const found: Fold[] = []
  for (let i = from; i < to; i++) {
    if (lines[i]?.mark !== 'signature' || (lines[i]?.depth ?? 0) > 0) continue
    const start = i
    while (i < to && lines[i]?.mark === 'signature') i++
    found.push({ start, end: i, kind: 'signature' })
  }
  return found
}

function hasContent(lines: readonly MailLine[], folds: readonly Fold[]): boolean {
  let from = 0
  for (const fold of folds) {
    if (hasWords(lines, from, fold.start)) return true
    from = fold.end
  }
  return hasWords(lines, from, lines.length)
}

function hasWords(lines: readonly MailLine[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (lines[i]?.text.trim() !== '') return true
  return false
}

function hasSomething(lines: readonly MailLine[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (lines[i]?.text.trim() !== '' || lines[i]?.isPicture) return true
  return false
}

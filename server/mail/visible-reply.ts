import { headerBlockAt } from './header-block.ts'
import type { MailLine } from './html-lines.ts'
import { attributionLength, isRule, isSentFrom, isSignatureSeparator, separatorKind } from './reply-marks.ts'

/** Lines of a signature after `-- ` beyond which it is taken for text that only looks like one. */
const maxSignatureLines = 25

/**
 * What the author wrote this time, without the quoted mail and the signature at its end. Nothing is removed from the
 * mail by it: the screen folds the rest. Where new words stand between or below the quotes all of them stay, and when
 * nothing would remain the whole mail is the reply: to show too much is the lesser fault.
 */
export function visibleReply(lines: readonly MailLine[]): string {
  const own = withoutSignature(withoutQuote(lines))
  const text = joinLines(own)
  return text === '' ? joinLines(lines) : text
}

function withoutQuote(lines: readonly MailLine[]): readonly MailLine[] {
  const kept: MailLine[] = []
  let from = 0
  // Looked for once per stretch, not once per quote: a mail of a thousand quotes must not be read a thousand times.
  let newTextAt = -1
  for (;;) {
    const cut = quoteStart(lines, from)
    if (cut === null) return [...kept, ...lines.slice(from)]
    kept.push(...lines.slice(from, cut.start))
    if (!cut.hasEnd) return kept
    if (newTextAt < cut.end) newTextAt = newTextAfter(lines, cut.end)
    if (newTextAt < 0) return kept
    // New words follow. A quote that they answer, or that the author put there, stays; the whole mail above an answer goes.
    if (!cut.isIntroduced || isAnswered(lines, cut.end)) kept.push(...lines.slice(cut.start, cut.end))
    from = cut.end
  }
}

/** `hasEnd`: the quote is told by its depth, so what follows it is new. `isIntroduced`: "… wrote:" stands above it. */
type Cut = { start: number; end: number; hasEnd: boolean; isIntroduced: boolean }

/** Where the first quote at or after `from` begins, and where it ends if that can be told. */
function quoteStart(lines: readonly MailLine[], from: number): Cut | null {
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] as MailLine
    const toTheEnd = { start: i, end: lines.length, hasEnd: false, isIntroduced: true }
    if (line.mark === 'quoteBelow') return toTheEnd
    if (line.mark === 'quote') return { start: i, end: endOfQuoted(lines, i), hasEnd: true, isIntroduced: true }
    if (line.depth > 0) return { start: i, end: endOfQuoted(lines, i), hasEnd: true, isIntroduced: false }
    if (line.text.trim() === '') continue
    const attribution = attributionLength(lines, i)
    if (attribution > 0) return afterAttribution(lines, i, i + attribution)
    if (separatorKind(line.text) || headerBlockAt(lines, i)) return toTheEnd
    if (isRule(line.text) && startsBlock(lines, i + 1)) return toTheEnd
  }
  return null
}

/** After "… wrote:" comes the quote: marked by its depth, or all that follows. */
function afterAttribution(lines: readonly MailLine[], start: number, after: number): Cut {
  let first = after
  while (first < lines.length && lines[first]?.text.trim() === '') first++
  const line = lines[first]
  const isMarked = line !== undefined && (line.depth > 0 || line.mark === 'quote')
  return { start, end: isMarked ? endOfQuoted(lines, first) : lines.length, hasEnd: isMarked, isIntroduced: true }
}

function endOfQuoted(lines: readonly MailLine[], start: number): number {
  let end = start
  for (let i = start; i < lines.length; i++) {
    const line = lines[i] as MailLine
    if (line.depth > 0 || line.mark === 'quote') end = i + 1
    else if (line.text.trim() !== '') break
  }
  return end
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
    const between = lines.slice(at, next?.start ?? lines.length)
    if (joinLines(withoutSignature(between)) !== '' && !isOnlySignature(between)) return at
    if (next === null || !next.hasEnd) return -1
    at = next.end
  }
}

/** `withoutSignature` never empties what it is given; below a quote a signature alone is nothing new. */
function isOnlySignature(lines: readonly MailLine[]): boolean {
  const first = lines.find(({ text }) => text.trim() !== '')
  return first === undefined || first.mark === 'signature' || isSignatureSeparator(first.text) || isSentFrom(first.text)
}

/** Question and answer by turns: after the new text at `from` the quote goes on without being introduced again. */
function isAnswered(lines: readonly MailLine[], from: number): boolean {
  const next = quoteStart(lines, from)
  return next !== null && !next.isIntroduced
}

function withoutSignature(lines: readonly MailLine[]): readonly MailLine[] {
  let end = lines.length
  while (end > 0 && isSignatureTail(lines[end - 1] as MailLine)) end--
  const kept = end > 0 ? lines.slice(0, end) : lines
  for (let i = kept.length - 1; i >= 0 && i >= kept.length - maxSignatureLines; i--) {
    if (isSignatureSeparator(kept[i]?.text ?? '') && kept[i]?.depth === 0) return i > 0 ? kept.slice(0, i) : lines
  }
  return kept
}

function isSignatureTail(line: MailLine): boolean {
  return line.mark === 'signature' || line.text.trim() === '' || (line.depth === 0 && isSentFrom(line.text))
}

/** The lines as text, without empty lines at the ends, and with one in a row at most. */
function joinLines(lines: readonly MailLine[]): string {
  const kept: string[] = []
  for (const { text, depth } of lines) {
    const line = (depth > 0 ? `${'> '.repeat(depth)}${text}` : text).trimEnd()
    if (line !== '' || (kept.length > 0 && kept.at(-1) !== '')) kept.push(line)
  }
  if (kept.at(-1) === '') kept.pop()
  return kept.join('\n')
}

import { type BlockField, fieldByLabel } from './header-words.ts'
import type { MailLine } from './html-lines.ts'
import { plain } from './reply-marks.ts'

/** `end`: exclusive. `fields` hold the values as they stand, `fromLabel` the word by which the writer is named. */
export type HeaderBlock = {
  start: number
  end: number
  fields: ReadonlyMap<BlockField, string>
  fromLabel: string
}

type Field = { field: BlockField; label: string; value: string }

/** Lines of a block: a dozen labels, with recipients that wrap and empty lines between. */
const maxBlockLines = 40
/** Characters kept of one value: a list of recipients may be long, and is cut. */
const maxValue = 2_000

/**
 * The header block of another mail that begins at this line: From and at least one more of date, subject and To, each
 * on its own line, empty lines and wrapped values between. Below a line that announces a forwarded mail
 * (`isIntroduced`) the colons may be missing, as eM Client writes it.
 */
export function headerBlockAt(lines: readonly MailLine[], at: number, isIntroduced = false): HeaderBlock | null {
  const depth = lines[at]?.depth
  const withColon = headerField(lines[at]?.text ?? '')
  const first = withColon ?? (isIntroduced ? bareField(lines[at]?.text ?? '') : null)
  if (!first || (first.field === 'other' && !isIntroduced)) return null
  const read = withColon ? headerField : bareField
  const fields = new Map<BlockField, string>([[first.field, first.value]])
  let fromLabel = first.field === 'from' ? first.label : ''
  let last: BlockField = first.field
  let end = at + 1
  let gap = 0
  for (let i = at + 1; i < lines.length && i < at + maxBlockLines; i++) {
    const line = lines[i]
    if (!line || line.depth !== depth) break
    const text = plain(line.text)
    if (text === '') {
      if (++gap > 1 && fields.size > 2) break
      if (gap > 2) break
      continue
    }
    const found = read(text)
    if (found && fields.has(found.field) && found.field !== 'other' && found.field !== 'cc') break
    if (found) {
      // Of copies and hidden copies the first line is kept.
      if (found.field !== 'cc' || !fields.has('cc')) fields.set(found.field, found.value)
      if (found.field === 'from') fromLabel = found.label
      last = found.field
    } else if (gap === 0 && isContinuation(lines, i, last, fields.get(last) ?? '')) {
      fields.set(last, `${fields.get(last) ?? ''} ${text}`.trim().slice(0, maxValue))
    } else if (gap === 0 && isUnknownField(lines, i)) {
      last = 'other'
    } else {
      break
    }
    gap = 0
    end = i + 1
  }
  return isBlock(fields, first.field) ? { start: at, end, fields, fromLabel } : null
}

function isBlock(fields: ReadonlyMap<BlockField, string>, first: BlockField): boolean {
  if (!fields.has('from')) {
    // Some leave out who wrote it, but not when and to whom.
    const isDated = first === 'date' && /\d:\d\d/.test(fields.get('date') ?? '')
    return isDated && fields.get('to')?.includes('@') === true
  }
  const size = fields.size - (fields.has('other') ? 1 : 0)
  return size >= 3 || (size >= 2 && first === 'from' && (fields.has('date') || fields.has('subject')))
}

/**
 * A block that stands on one line, as in the text part of Yahoo's mails: `From: Kari <…>To: …Sent: … CETSubject: …`.
 * Its labels may touch what is before them, and a colon may be missing before the subject.
 */
export function headerBlockWithin(text: string): HeaderBlock | null {
  const line = text.slice(0, maxValue)
  const found: (LabelHit & { start: number })[] = []
  for (let at = 0; at < line.length; at++) {
    const hit = labelAt(line, at)
    if (!hit || found.some(({ field }) => field === hit.field)) continue
    found.push({ ...hit, start: at })
    at = hit.end - 1
  }
  const fields = new Map(
    found.map(({ field, end }, i) => [field, line.slice(end, found[i + 1]?.start ?? line.length).trim()] as const),
  )
  const fromLabel = found.find(({ field }) => field === 'from')?.label ?? ''
  return fields.has('from') && fields.size >= 3 ? { start: 0, end: 1, fields, fromLabel } : null
}

type LabelHit = { field: BlockField; label: string; end: number }

/** By the first letter, longest first: one position is compared with a handful. */
const labelsByLetter = Map.groupBy(
  [...fieldByLabel.keys()].toSorted((a, b) => b.length - a.length),
  (label) => label[0] ?? '',
)

function labelAt(line: string, at: number): LabelHit | null {
  const letter = line[at] ?? ''
  // Labels begin with a capital, in the scripts that have them; the colon tells the rest.
  if (letter !== letter.toUpperCase()) return null
  for (const label of labelsByLetter.get(letter.toLowerCase()) ?? []) {
    if (line.slice(at, at + label.length).toLowerCase() !== label) continue
    const field = fieldByLabel.get(label)
    if (!field || field === 'other') continue
    const colon = /^[ \u00a0]{0,3}[:：]/.exec(line.slice(at + label.length, at + label.length + 5))
    if (colon) return { field, label, end: at + label.length + colon[0].length }
    if (field === 'subject' && label.length > 3 && line[at + label.length] === ' ' && line[at - 1] !== ' ') {
      return { field, label, end: at + label.length }
    }
  }
  return null
}

/** A wrapped value: the label stood alone, an address follows its name, a list goes on, or the block goes on below. */
function isContinuation(lines: readonly MailLine[], at: number, field: BlockField, value: string): boolean {
  const text = plain(lines[at]?.text ?? '')
  if (value === '' || /^<[^<>\s]+@/.test(text)) return true
  if (isUnknownField(lines, at)) return false
  if ((field === 'to' || field === 'cc') && /[,;]$/.test(value) && text.includes('@')) return true
  return text.length < 200 && isFieldBelow(lines, at)
}

/** `Label: value` with a label that is none of ours, in the middle of a block. */
function isUnknownField(lines: readonly MailLine[], at: number): boolean {
  return /^\p{Lu}[\p{L} .-]{1,28}\s?[:：]\s/u.test(plain(lines[at]?.text ?? '')) && isFieldBelow(lines, at)
}

function isFieldBelow(lines: readonly MailLine[], at: number): boolean {
  return headerField(lines[at + 1]?.text ?? '') !== null
}

/** `*From:* Kari <kari@solvik.example>` → from, `Kari <…>`. */
function headerField(text: string): Field | null {
  const line = plain(text)
  const colon = line.slice(0, 32).search(/[:：]/)
  if (colon < 1 || colon > 30) return null
  const label = withoutEmphasis(line.slice(0, colon)).toLowerCase()
  const field = fieldByLabel.get(label)
  return field ? { field, label, value: withoutEmphasis(line.slice(colon + 1)) } : null
}

/** `From "Kari" <kari@solvik.example>`, without a colon. */
function bareField(text: string): Field | null {
  const line = plain(text)
  const label = /^\*{0,2}(\p{Lu}\p{L}{1,20})\*{0,2}[ \t]{1,10}/u.exec(line)
  const field = fieldByLabel.get(label?.[1]?.toLowerCase() ?? '')
  return label && field
    ? { field, label: (label[1] ?? '').toLowerCase(), value: line.slice(label[0].length).trim() }
    : null
}

/** Bold and italic as converters write them, and the blanks that French puts before a colon. */
function withoutEmphasis(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isEmphasis(text[start])) start++
  while (end > start && isEmphasis(text[end - 1])) end--
  return text.slice(start, end)
}

function isEmphasis(char: string | undefined): boolean {
  return char === '*' || char === '_' || char === ' ' || char === '\t' || char === '\u00a0'
}

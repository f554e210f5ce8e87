import { comparableSubject, type SubjectKind, subjectKind } from './forward-subject.ts'
import { introductionWords } from './forward-words.ts'
import { type HeaderBlock, headerBlockAt, headerBlockWithin } from './header-block.ts'
import { isLabelOf } from './header-words.ts'
import { type MailLine, textOfLines } from './html-lines.ts'
import { addressesIn, isUsableAddress } from './mail-address.ts'
import type { ForwardedMail, MailAddress } from './parsed-mail.ts'
import { attributionLength, isRule, separatorKind } from './reply-marks.ts'

/** What the envelope of this mail says: needed where only the header block tells a forward from an answer. */
export type Envelope = { subject: string; from: string; recipients: readonly string[] }

/** Characters of text in which a forwarded mail begins, if there is one: below, nobody reads an introduction. */
const maxChars = 65_536
/** Characters of a stated name. */
const maxName = 200

/**
 * The mail that somebody passed on within this one, or null.
 *
 * Told by a line that says so ("Forwarded message") with a header block below it; by a bare header block, or "… wrote:"
 * as new Outlook on the Mac has it, in a mail whose subject says that it was passed on; and by a bare block under the
 * mail's own subject that names a writer who is not among the recipients. An answer quotes by a block of the same form,
 * which is why the block alone is not enough, and where an answer's quote begins nothing more is looked for.
 */
export function findForwarded(lines: readonly MailLine[], envelope: Envelope): ForwardedMail | null {
  const subject = subjectKind(envelope.subject)
  let chars = 0
  for (let i = 0; i < lines.length && chars <= maxChars; i++) {
    const line = lines[i] as MailLine
    chars += line.text.length + 1
    if (line.text.trim() === '') continue
    const separator = separatorKind(line.text)
    if (separator === 'forward') {
      // Deep in a quote that nothing introduced, within an answer: what was passed on long before.
      if (subject.kind === 'answer' && line.depth > 0 && (lines[i - 1]?.depth ?? 0) > 0) return null
      const found = belowSeparator(lines, i, subject)
      if (found) return found
      continue
    }
    const isAbove = separator === 'original' || isRule(line.text)
    const block = isAbove ? blockBelow(lines, i + 1, 3) : headerBlockAt(lines, i)
    if (block) return isPassedOn(block, subject, envelope) ? fromBlock(lines, i, block, subject) : null
    const at = isAbove ? nextLine(lines, i + 1) : i
    const length = attributionLength(lines, at)
    if (length > 0) return subject.kind === 'forward' ? fromAttribution(lines, i, at, length, subject) : null
  }
  return null
}

function isPassedOn(block: HeaderBlock, subject: SubjectKind, envelope: Envelope): boolean {
  if (subject.kind === 'forward') return !(subject.prefix === 'vs' && isLabelOf('fi', block.fromLabel))
  if (subject.kind === 'answer') return false
  // The mark was taken out of the subject by hand. Who answers writes to the writer, who passes on does not.
  const author = writerIn(block.fields.get('from') ?? '')?.address.toLowerCase()
  const isSameSubject = comparableSubject(block.fields.get('subject') ?? '') === comparableSubject(subject.bare)
  return (
    isSameSubject &&
    subject.bare !== '' &&
    block.fields.size >= 4 &&
    author !== undefined &&
    author !== '' &&
    author !== envelope.from.toLowerCase() &&
    !envelope.recipients.some((recipient) => recipient.toLowerCase() === author)
  )
}

function belowSeparator(lines: readonly MailLine[], at: number, subject: SubjectKind): ForwardedMail | null {
  const within = headerBlockWithin(afterSeparator(lines[at]?.text ?? ''))
  const block = blockBelow(lines, at + 1, 4, true)
  if (block) return fromBlock(lines, at, block, subject)
  if (within) return fromBlock(lines, at, { ...within, start: at, end: at + 1 }, subject)
  const next = nextLine(lines, at + 1)
  const oneLine = headerBlockWithin(lines[next]?.text ?? '')
  if (oneLine) return fromBlock(lines, at, { ...oneLine, start: next, end: next + 1 }, subject)
  const length = attributionLength(lines, next)
  if (length > 0) return fromAttribution(lines, at, next, length, subject)
  const named = writerIn(
    /(?:from|av|von|par|da|por|door|od|от) (.{3,200}?)[\s-]*$/i.exec(lines[at]?.text ?? '')?.[1] ?? '',
  )
  if (named && isUsableAddress(named.address))
    return forwardedMail(lines, at, at, { from: named, subject: subject.bare })
  // Strokes and the words say it, the block is of a form or a language that is not known here.
  return subject.kind === 'forward' ? forwardedMail(lines, at, next, { from: null, subject: null }) : null
}

function nextLine(lines: readonly MailLine[], from: number): number {
  let at = from
  while (at < lines.length && at < from + 5 && lines[at]?.text.trim() === '') at++
  return at
}

function blockBelow(lines: readonly MailLine[], from: number, reach: number, isIntroduced = false): HeaderBlock | null {
  for (let at = from; at <= from + reach && at < lines.length; at++) {
    if (lines[at]?.text.trim() === '') continue
    return headerBlockAt(lines, at, isIntroduced)
  }
  return null
}

/** What follows the second row of strokes on the same line. */
function afterSeparator(text: string): string {
  const line = text.slice(0, 2_000)
  const words = line.search(/[^\s\-_=~*#>]/)
  const strokes = words < 0 ? -1 : line.slice(words).search(/-{3,}|_{3,}|={3,}/)
  return strokes < 0 ? '' : line.slice(words + strokes).replace(/^[-_=]{1,200}\s{0,20}/, '')
}

function fromBlock(lines: readonly MailLine[], start: number, block: HeaderBlock, subject: SubjectKind): ForwardedMail {
  const { fields } = block
  const stated = fields.get('subject')
  return forwardedMail(lines, start, block.start, {
    from: writerIn(fields.get('from') ?? ''),
    subject: stated ? stated : subject.kind === 'forward' && !fields.has('subject') ? subject.bare : null,
    date: fields.get('date') ?? '',
    to: fields.get('to') ?? '',
    cc: fields.get('cc') ?? '',
  })
}

type Stated = { from: MailAddress | null; subject: string | null; date?: string; to?: string; cc?: string }

/** `start`: the line where the forwarder's own words end; `from`: where the mail that was passed on begins. */
function forwardedMail(lines: readonly MailLine[], start: number, from: number, stated: Stated): ForwardedMail {
  const depth = lines[from]?.depth ?? 0
  const embedded = lines.slice(from).map((line) => ({ ...line, depth: Math.max(0, line.depth - depth) }))
  return {
    method: 'inline',
    originalFrom: stated.from,
    originalSubject: stated.subject,
    originalDate: stated.date ? stated.date.slice(0, maxName) : null,
    originalTo: peopleIn(stated.to ?? ''),
    originalCc: peopleIn(stated.cc ?? ''),
    message: textOfLines(lines.slice(0, start)).trim(),
    embedded: textOfLines(embedded).trim(),
  }
}

function fromAttribution(
  lines: readonly MailLine[],
  start: number,
  at: number,
  length: number,
  subject: SubjectKind,
): ForwardedMail {
  const introduction = lines
    .slice(at, at + length)
    .map(({ text }) => text)
    .join(' ')
  return forwardedMail(lines, start, at, { from: introducedWriter(introduction), subject: subject.bare })
}

/** `28.10.2021 12:46, používateľ "Kari Solheim" (<kari@solvik.example>) napísal:` → Kari Solheim. */
function introducedWriter(introduction: string): MailAddress | null {
  const text = introduction.slice(0, 1_000)
  const found = /[<([]{0,3}\s?(?:mailto:)?([^\s<>()[\]"',;:]{1,64}@[^\s<>()[\]"',;:]{1,255})/.exec(text)
  const address = found?.[1]?.replace(/\.+$/, '') ?? ''
  if (!found || !isUsableAddress(address)) return null
  const before = text.slice(0, found.index).trim()
  const quoted = /["“„«‚'”]\s?([^"“”„«»]{1,200}?)\s?["”“»'’]$/.exec(before)?.[1]
  if (quoted) return { name: quoted.trim(), address }
  // Without quotes: the words between the last number, comma or colon and the address, without "user", "wrote" and such.
  const tail = before.split(/[\d,:]/).at(-1) ?? ''
  const words = tail
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(-12)
  while (words.length > 0 && isIntroductionWord(words[0] ?? '')) words.shift()
  return { name: tidyName(words.join(' ')), address }
}

function isIntroductionWord(word: string): boolean {
  const bare = word.toLowerCase().replace(/[.,]+$/, '')
  return bare === '' || introductionWords.has(bare) || introductionWords.has(word.toLowerCase())
}

/**
 * The one mailbox of a stated From: `Kari Solheim <kari@solvik.example>`, `Solheim, Kari [mailto:…]`, `kari@… (Kari)`,
 * with the address doubled by a link, or a name alone, as Exchange states colleagues (`address` is '' then).
 */
function writerIn(value: string): MailAddress | null {
  const tidy = value.slice(0, 600).replace(/\*+/g, '').trim()
  if (tidy === '') return null
  const found = /[<([]?\s?(?:mailto:)?([^\s<>()[\]"',;:]{1,64}@[^\s<>()[\]"',;:]{1,255})/i.exec(tidy)
  const address = (found?.[1] ?? '').replace(/\.+$/, '')
  if (!found || !isUsableAddress(address)) {
    const name = tidyName(tidy)
    return name === '' || name.length > 100 ? null : { name, address: '' }
  }
  const before = tidyName(tidy.slice(0, found.index))
  const comment = /^\s?\(([^()]{1,200})\)/.exec(tidy.slice(found.index + found[0].length))?.[1] ?? ''
  const name = before || tidyName(comment)
  return { name: name.toLowerCase() === address.toLowerCase() ? '' : name, address }
}

/** Without quotes around, brackets that were left open, and invisible characters. */
function tidyName(text: string): string {
  return text
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/^[\s"'“”„«»<([]{1,20}/, '')
    .replace(/[\s"'“”„«»<([]{1,20}$/, '')
    .slice(0, maxName)
}

/** A list of people as it is stated, at most twenty of them. Outlook divides by `;`, and leaves commas in names. */
function peopleIn(value: string): MailAddress[] {
  const text = value.slice(0, 2_000).replace(/\[mailto:([^\]\s]{3,320})\]/gi, '<$1>')
  const people = text.includes(';')
    ? text.split(';').flatMap((one) => writerIn(one) ?? [])
    : addressesIn(text.replace(/<mailto:[^<>\s]{3,320}>/gi, ''))
  return people
    .map(({ name, address }) => ({ name: name === address ? '' : name.slice(0, maxName), address }))
    .filter(({ name, address }) => name !== '' || isUsableAddress(address))
    .slice(0, 20)
}

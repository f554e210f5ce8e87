import { type MailLine, textOfLines } from './html-lines.ts'
import { addressesIn, isUsableAddress } from './mail-address.ts'
import type { ForwardedMail, MailAddress } from './parsed-mail.ts'
import { attributionLength, type HeaderBlock, headerBlockAt, isRule, separatorKind } from './reply-marks.ts'

/** What stands before the subject of a mail that was passed on, in the languages of the usual programs. */
const forwardPrefix =
  /^\s*(?:fwd?|vs|videresend|vb|vl|wg|tr|rv|i|pd|enc|rif|redir\.?|doorst|továbbítás|i̇lt|ilt|пересл|转发|轉寄|전달)\s*(?:\[\d+\])?\s*[:：]/i

/**
 * The mail that somebody passed on within this one, or null. Told by a separator ("Forwarded message") with a header
 * block below it, or by a bare header block in a mail whose subject says that it was forwarded. A reply quotes with a
 * block of the same form, which is why the block alone is not enough.
 */
export function findForwarded(lines: readonly MailLine[], subject: string): ForwardedMail | null {
  const isForward = forwardPrefix.test(subject.slice(0, 100))
  for (let i = 0; i < lines.length; i++) {
    const text = lines[i]?.text ?? ''
    if (text.trim() === '') continue
    if (separatorKind(text) === 'forward') {
      const block = blockBelow(lines, i + 1) ?? blockWithin(text)
      return forwardedMail(lines, i, block)
    }
    const blockStart = isRule(text) || separatorKind(text) === 'original' ? i + 1 : i
    const block = isForward ? blockBelow(lines, blockStart, blockStart === i ? 0 : 3) : null
    if (block) return forwardedMail(lines, i, block)
    const attribution = attributionLength(lines, i)
    // New Outlook introduces a forwarded mail as it does a reply: the subject alone tells which it is.
    if (attribution > 0) return isForward ? forwardedByAttribution(lines, i, attribution, subject) : null
  }
  return null
}

function forwardedByAttribution(
  lines: readonly MailLine[],
  start: number,
  length: number,
  subject: string,
): ForwardedMail {
  const introduction = lines
    .slice(start, start + length)
    .map(({ text }) => text)
    .join(' ')
  const author = /("[^"]{1,200}"|[^\d,:<>"]{1,200})?\s*<([^<>\s]{3,320})>/.exec(introduction)
  const name = (author?.[1] ?? '')
    .replace(/"/g, '')
    .replace(/^.*\b(?:skrev|wrote|schrieb|écrit)\s+/i, '')
    .trim()
  return {
    originalFrom: author?.[2] && isUsableAddress(author[2]) ? { name, address: author[2] } : null,
    originalSubject: subject.replace(forwardPrefix, '').trim(),
    message: textOfLines(lines.slice(0, start)).trim(),
    embedded: textOfLines(lines.slice(start)).trim(),
  }
}

function blockBelow(lines: readonly MailLine[], from: number, reach = 4): HeaderBlock | null {
  for (let at = from; at <= from + reach && at < lines.length; at++) {
    if (lines[at]?.text.trim() === '') continue
    return headerBlockAt(lines, at)
  }
  return null
}

/** Yahoo's text part has separator and header block on one line: cut before each label. */
function blockWithin(text: string): HeaderBlock | null {
  const pieces = text
    .slice(0, 2_000)
    .replace(/^[-\s]*[^-]{1,80}-{3,}\s*/, '')
    .split(/(?<=[>\d\p{L}])\s*(?=\p{Lu}[\p{L} ]{1,18}: )/u)
  return headerBlockAt(
    pieces.filter((piece) => piece.length > 1).map((piece) => ({ text: piece, depth: 0, mark: null })),
    0,
  )
}

function forwardedMail(lines: readonly MailLine[], start: number, block: HeaderBlock | null): ForwardedMail {
  const subject = block?.fields.get('subject')
  return {
    originalFrom: block ? authorOf(block.fields.get('from') ?? '') : null,
    originalSubject: subject ? subject : null,
    message: textOfLines(lines.slice(0, start)).trim(),
    embedded: textOfLines(lines.slice(start)).trim(),
  }
}

/** `Kari Solheim <kari@solvik.example>`, also as `[mailto:…]`, `<mailto:…>` and `"Kari" via list`. */
function authorOf(value: string): MailAddress | null {
  const tidy = value
    .slice(0, 500)
    .replace(/\[mailto:([^\]\s]+)\]/i, '<$1>')
    .replace(/<mailto:([^>\s]+)>/gi, '')
    .replace(/[*_]+/g, '')
  const found = addressesIn(tidy).find(({ address }) => isUsableAddress(address))
  if (found) return found.name === found.address ? { name: '', address: found.address } : found
  const bare = /[^\s<>()"',;:]+@[^\s<>()"',;:]+\.[^\s<>()"',;:]+/.exec(tidy)?.[0]
  return bare
    ? {
        name: tidy
          .replace(bare, '')
          .replace(/[<>()"']/g, '')
          .trim(),
        address: bare,
      }
    : null
}

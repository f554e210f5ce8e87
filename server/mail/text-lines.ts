import { unquote } from '../../shared/quoted-line.ts'
import type { MailLine } from './html-lines.ts'

/** The first `max` lines of a text part, with the depth that `>` at their beginning gives them. */
export function textLines(text: string, max = Number.POSITIVE_INFINITY): MailLine[] {
  const lines: MailLine[] = []
  for (let at = 0; at <= text.length && lines.length < max; ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const { depth, rest } = unquote(text.slice(at, end))
    lines.push({ text: rest, depth, mark: null })
    at = end + 1
  }
  return lines
}

/**
 * Undoes `format=flowed` (RFC 3676): a line that ends in a space goes on in the next of the same depth. The signature
 * separator `-- ` never flows.
 */
export function unflow(text: string, deletesSpace: boolean): string {
  const result: string[] = []
  let open: { depth: number; text: string } | null = null
  for (const line of text.split('\n')) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0
    let rest = line.slice(depth)
    if (rest.startsWith(' ')) rest = rest.slice(1)
    const isSeparator = rest === '-- '
    if (open && (open.depth !== depth || isSeparator)) {
      result.push(prefixed(open.depth, open.text))
      open = null
    }
    const joined: string = (open?.text ?? '') + rest
    if (rest.endsWith(' ') && !isSeparator) {
      open = { depth, text: deletesSpace ? joined.slice(0, -1) : joined }
    } else {
      result.push(prefixed(depth, joined))
      open = null
    }
  }
  if (open) result.push(prefixed(open.depth, open.text))
  return result.join('\n')
}

function prefixed(depth: number, text: string): string {
  return depth > 0 ? `${'>'.repeat(depth)} ${text}` : text
}

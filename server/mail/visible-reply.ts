import type { MailLine } from './html-lines.ts'
import type { MailBody } from './mail-body.ts'
import { type Fold, findFolds } from './reply-folds.ts'

/** Characters `start` to `end` (exclusive, UTF-16 units) of a mail's text. They begin and end at line breaks. */
export type TextFold = { start: number; end: number; kind: Fold['kind'] }

export type Reply = {
  /** The text without what folds. */
  visibleReply: string
  /** What of the text folds on screen. */
  folds: TextFold[]
}

/**
 * What the author wrote this time, for the row of the list, for programs and for whoever answers, and what of the text
 * folds on screen. Nothing is removed from the mail by it. Of a mail that was passed on (`isForward`) the reply is what
 * the forwarder wrote, but nothing folds.
 */
export function readReply(
  body: Pick<MailBody, 'text' | 'lines' | 'ownLines' | 'isTwofold'>,
  isForward: boolean,
): Reply {
  const { text, lines, ownLines } = body
  if (lines === null || ownLines === null) return { visibleReply: text, folds: [] }
  const folds = findFolds(lines, { forScreen: false })
  if (folds.length === 0 && lines === ownLines) return { visibleReply: text, folds: [] }
  return {
    visibleReply: folds.length === 0 && !body.isTwofold ? text : withoutFolds(lines, folds),
    folds: isForward ? [] : textFolds(text, findFolds(ownLines, { forScreen: true })),
  }
}

/** The reply in these lines as text. */
export function visibleReply(lines: readonly MailLine[]): string {
  return withoutFolds(lines, findFolds(lines, { forScreen: false }))
}

/** `folds` of the text's lines, counted in characters. */
export function textFolds(text: string, folds: readonly Fold[]): TextFold[] {
  const found: TextFold[] = []
  let at = 0
  let line = 0
  const startOf = (wanted: number) => {
    while (line < wanted && at < text.length) {
      const newline = text.indexOf('\n', at)
      at = newline < 0 ? text.length : newline + 1
      line++
    }
    return at
  }
  for (const { start, end, kind } of folds) {
    const from = startOf(start)
    const to = startOf(end)
    if (to > from) found.push({ start: from, end: to, kind })
  }
  return found
}

function withoutFolds(lines: readonly MailLine[], folds: readonly Fold[]): string {
  const kept: MailLine[] = []
  let from = 0
  for (const fold of folds) {
    kept.push(...lines.slice(from, fold.start))
    from = fold.end
  }
  return joinLines([...kept, ...lines.slice(from)])
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

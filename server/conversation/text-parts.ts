import type { Static } from 'typebox'
import type { TextPart as TextPartSchema } from '../../shared/api/thread.ts'
import { findFolds } from '../mail/reply-folds.ts'
import { textLines } from '../mail/text-lines.ts'
import { type TextFold, textFolds } from '../mail/visible-reply.ts'

export type TextPart = Static<typeof TextPartSchema>
/** As `message_body.folds` keeps it: where it starts, where it ends, what it is. */
export type StoredFold = [start: number, end: number, kind: TextFold['kind']]

type Body = { text: string; visibleText: string | null; folds: readonly StoredFold[] | null; isForwarded: boolean }

/**
 * A mail's text in its order, divided where quotes and signatures fold; empty where the visible text is all of it.
 * Together the parts hold every word. Mails from before folds were kept are read here.
 */
export function textParts({ text, visibleText, folds, isForwarded }: Body): TextPart[] {
  if (visibleText === null) return []
  const parts: TextPart[] = []
  const add = (start: number, end: number, fold: TextPart['fold']) => {
    const part = withoutEmptyEnds(text.slice(start, end))
    if (part !== '') parts.push({ text: part, fold })
  }
  let from = 0
  for (const [start, end, kind] of folds ?? (isForwarded ? [] : readFolds(text))) {
    add(from, start, null)
    add(start, end, kind)
    from = end
  }
  add(from, text.length, null)
  return parts
}

const maxLines = 20_000

function readFolds(text: string): StoredFold[] {
  const lines = textLines(text, maxLines)
  if (lines.length === maxLines) return []
  return textFolds(text, findFolds(lines, { forScreen: true })).map(({ start, end, kind }) => [start, end, kind])
}

/** Without empty lines at its ends: what stands between folds is apart anyway. */
function withoutEmptyEnds(text: string): string {
  let start = 0
  for (let at = 0; at < text.length && /\s/.test(text[at] ?? ''); at++) if (text[at] === '\n') start = at + 1
  return text.slice(start).trimEnd()
}

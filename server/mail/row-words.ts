import { headerBlockAt, headerBlockWithin } from './header-block.ts'
import type { MailLine } from './html-lines.ts'
import { attributionLength, isRule, maxLine, separatorKind } from './reply-marks.ts'
import { textLines } from './text-lines.ts'

/** Characters at the beginning of a text in which its first own words are looked for. */
const maxBeginning = 20_000
/** Marks at the head of a forward: a rule, a line that says it, a header block; and again where it was passed on twice. */
const maxMarks = 12

/**
 * How a text begins for the row of the list: with its writer's own words, else with those that were passed on or quoted.
 * "Forwarded message" and From, Date, Subject tell nothing there that the row does not say itself.
 */
export function rowWords(text: string, { isForward }: { isForward: boolean }): string {
  return withoutRules(beginning(text, isForward))
}

function beginning(text: string, isForward: boolean): string {
  const isQuoting = /^ ?>/m.test(text.slice(0, maxBeginning))
  if (!isForward && !isQuoting) return text
  const lines = textLines(text.slice(0, maxBeginning))
  const head = isForward ? headLength(lines) : 0
  if (head > 0) return joined(lines.slice(head))
  const own = lines.filter((line, at) => line.depth === 0 && !isIntroduction(lines, at))
  return isQuoting && own.some((line) => line.text.trim() !== '') ? joined(own) : text
}

/** Lines of strokes or stars above the first words are drawn, not said; a text of nothing else stays. */
function withoutRules(text: string): string {
  let at = 0
  while (at < maxBeginning && at < text.length) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(at, Math.min(end, at + maxLine)).trim()
    if (line !== '' && !isDrawn(line)) return text.slice(at)
    at = end + 1
  }
  return text
}

/** Four signs or more that draw a line, and nothing else. */
const isDrawn = (line: string) => /^[-_=~*#+.\s\u2014\u2500\u2550]{4,}$/.test(line)

/** Lines that say who wrote what follows, and when. 0: it begins with words. */
function headLength(lines: readonly MailLine[]): number {
  let end = 0
  for (let marks = 0; marks < maxMarks; marks++) {
    let at = end
    while (at < lines.length && lines[at]?.text.trim() === '') at++
    const length = markLength(lines, at, end > 0)
    if (length === 0) break
    end = at + length
  }
  return end
}

function markLength(lines: readonly MailLine[], at: number, isIntroduced: boolean): number {
  const text = lines[at]?.text ?? ''
  if (separatorKind(text) !== null || isRule(text)) return 1
  const block = headerBlockAt(lines, at, isIntroduced)
  if (block) return block.end - block.start
  if (isIntroduced && headerBlockWithin(text)) return 1
  return attributionLength(lines, at)
}

/** A line of "… wrote:", which may be up to four long. */
function isIntroduction(lines: readonly MailLine[], at: number): boolean {
  for (let before = 0; before < 4 && before <= at; before++) {
    if (attributionLength(lines, at - before) > before) return true
  }
  return false
}

const joined = (lines: readonly MailLine[]) => lines.map(({ text }) => text).join('\n')

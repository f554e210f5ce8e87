import { forwardPrefixes, replyPrefixes } from './forward-words.ts'

/** What the subject of a mail says that it is, and the subject without the words that say it. */
export type SubjectKind = { kind: 'forward' | 'answer' | 'plain'; bare: string; prefix: string }

/**
 * Reads the outermost mark of a subject: `Fwd: SV: Tilbud` was passed on, `SV: Fwd: Tilbud` is an answer. Marks in
 * brackets that servers put before it (`[EXTERNAL]`, `[list]`) do not count.
 */
export function subjectKind(subject: string): SubjectKind {
  const tidy = withoutTags(withoutBrackets(subject.slice(0, 1_000).trim()))
  const found =
    /^(\p{L}[\p{L}\p{M}. ’']{0,24}?)[ \u00a0]{0,3}(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?[ \u00a0]{0,3}[:：]/u.exec(tidy)
  const prefix = (found?.[1] ?? '').trim().toLowerCase()
  const bare = found ? tidy.slice(found[0].length).trim() : tidy
  if (forwardPrefixes.has(prefix)) return { kind: 'forward', bare, prefix }
  if (replyPrefixes.has(prefix)) return { kind: 'answer', bare, prefix }
  // Pine and others put it behind.
  const behind = /^(.{1,990}?)\s?\((?:fwd|forwarded|fw)\)$/i.exec(tidy)
  return behind ? { kind: 'forward', bare: behind[1] ?? '', prefix: 'fwd' } : { kind: 'plain', bare: tidy, prefix: '' }
}

/** `[Fwd: Tilbud]`, as older Mozilla writes it. */
function withoutBrackets(subject: string): string {
  return /^\[(?:fwd?|fw):/i.test(subject) && subject.endsWith(']') ? subject.slice(1, -1) : subject
}

function withoutTags(subject: string): string {
  let rest = subject
  for (let i = 0; i < 3; i++) {
    const end = rest.startsWith('[') ? rest.indexOf(']') : -1
    if (end < 0 || end > 60 || end === rest.length - 1) return rest
    rest = rest.slice(end + 1).trimStart()
  }
  return rest
}

/** The subject as it is compared: without marks of answers and forwards at its front, lower case, single blanks. */
export function comparableSubject(subject: string): string {
  let rest = subject
  for (let i = 0; i < 5; i++) {
    const read = subjectKind(rest)
    if (read.kind === 'plain') break
    rest = read.bare
  }
  return rest.toLowerCase().replace(/\s+/g, ' ').trim()
}

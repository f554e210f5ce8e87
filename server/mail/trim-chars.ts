/**
 * Text without these characters at its end. Linear: an expression such as `x+$` begins anew at every x of a text that
 * is full of them.
 */
export function trimTail(text: string, chars: string): string {
  let end = text.length
  while (end > 0 && chars.includes(text[end - 1] as string)) end--
  return text.slice(0, end)
}

/** Text without these characters at its beginning and end. */
export function trimChars(text: string, chars: string): string {
  let start = 0
  while (start < text.length && chars.includes(text[start] as string)) start++
  return trimTail(text.slice(start), chars)
}

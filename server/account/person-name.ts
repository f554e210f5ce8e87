import { invalid } from '../../shared/problems.ts'

/**
 * A name as it is kept: composed, on one line, without runs of spaces.
 * @throws {Problem} `invalid` for an empty one, and beyond 100 characters
 */
export function readName(field: string, text: string): string {
  const name = cleanName(text)
  if (name.length === 0 || name.length > 100) throw invalid(field, 'takes 1 to 100 characters')
  return name
}

export function cleanName(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

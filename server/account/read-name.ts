import { invalid } from '../../shared/problems.ts'

/**
 * What people name things: on one line, single spaces, no control characters, 1 to 100 characters.
 * @throws {Problem} `invalid`
 */
export function readName(field: string, text: string): string {
  const name = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (name.length === 0 || name.length > 100) throw invalid(field, 'takes 1 to 100 characters')
  return name
}

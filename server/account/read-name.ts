import { invalid } from '../../shared/problems.ts'

/**
 * A name of a company or a team as it is kept: composed, on one line, without runs of spaces.
 * @throws {Problem} `invalid` for an empty one, and beyond 100 characters
 */
export function readName(field: string, text: string): string {
  const name = cleanName(text)
  if (name.length === 0 || name.length > 100) throw invalid(field, 'takes 1 to 100 characters')
  return name
}

/** A person's name, as it may stand in a mail's From: one line, something to read in it. @throws {Problem} `invalid` */
export function readPersonName(field: string, text: string): string {
  const name = text
    .normalize('NFC')
    .replace(/[\p{Zs}\s]+/gu, ' ')
    .trim()
  if (name === '' || [...name].length > 100) throw invalid(field, 'takes 1 to 100 characters')
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name.replaceAll('\u200d', '')))
    throw invalid(field, 'takes letters, digits and signs that can be seen')
  return name
}

/** Text as a name's, however odd: for lists that others wrote. */
export function cleanName(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

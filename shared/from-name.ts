import { lookAlikeLetters } from './look-alike-letters.ts'

/** Beside letters: digits that stand in for one. */
const lookAlikes: Readonly<Record<string, string>> = { ...lookAlikeLetters, '0': 'o' }

/**
 * What is left of a from name when all is taken away that a reader of a mail does not see: case, width, spaces, what is
 * invisible, and which of two letters that look the same it is. Two addresses of an account with the same skeleton would
 * write to customers under one name (S17). Never shown. "i", "l", "1" and "|" are one letter: which of them a capital I is
 * depends on the typeface.
 */
export function fromNameSkeleton(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu, '')
    .replace(/./gu, (letter) => lookAlikes[letter] ?? letter)
    .replace(/[i1|]/g, 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/[’‘`´]/g, "'")
}

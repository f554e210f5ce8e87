import { splitName } from './split-name.ts'

/** What a team's signature can say of whoever sends; in HTML as `{{full_name}}`. */
export const signatureTokens = ['full_name', 'first_name', 'last_name'] as const
export type SignatureToken = (typeof signatureTokens)[number]

/** Characters of a signature's HTML. */
export const maxSignatureChars = 50_000
export const maxSignatureImages = 10
export const maxSignatureImageBytes = 1_000_000

const anyToken = /\{\{([^{}<>]{0,80})\}\}/g

/**
 * A signature's HTML with the sender's name for its tokens. Whatever a name holds, it is text: markup in it is escaped, and
 * what would break a line or turn it round is taken out (abuse-22). A token that is not known stays as it is.
 */
export function fillTokens(html: string, name: string): string {
  const full = escapeHtml(onOneLine(name))
  const { firstName, lastName = '' } = splitName(onOneLine(name))
  const values = { full_name: full, first_name: escapeHtml(firstName), last_name: escapeHtml(lastName) }
  return html.replace(anyToken, (whole, written: string) => {
    const token = written.trim()
    return isToken(token) ? values[token] : whole
  })
}

/** The tokens in it that nobody knows, as they are written. */
export function unknownTokens(html: string): string[] {
  return [...html.matchAll(anyToken)].flatMap(([whole, token = '']) => (isToken(token.trim()) ? [] : [whole]))
}

/** The pictures that were uploaded for it, in the order in which they stand; `data-cid="signature-ID"`. */
export function signatureImageIds(html: string): string[] {
  return [...new Set([...html.matchAll(/data-cid="signature-([0-9a-f-]{36})"/g)].map(([, id = '']) => id))]
}

const isToken = (text: string): text is SignatureToken => (signatureTokens as readonly string[]).includes(text)

const onOneLine = (name: string) =>
  name
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

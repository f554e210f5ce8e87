import addressparser from 'nodemailer/lib/addressparser'
import { cleanHeaderText, decodeEncodedWords, decodeHeader, decodeRaw } from './header-text.ts'
import type { MailAddress } from './parsed-mail.ts'
import { trimChars } from './trim-chars.ts'

/** More than this in one header is no list of people (abuse-13: a million recipients). */
const maxAddresses = 2_000
const maxHeaderChars = 200_000

/**
 * Mailboxes of an address header, groups flattened. Names are decoded after the split, so that a comma or a bracket
 * hidden in an encoded word makes no further address. A comment is the name where there is no other
 * (`kari@solvik.example (Kari Solheim)`).
 */
export function parseAddresses(value: string, charset8bit: string | null): MailAddress[] {
  // Encoded words are ASCII (or should be): reading the raw bytes first cannot touch them.
  const found = addressesIn(decodeRaw(value.slice(0, maxHeaderChars), charset8bit))
  // Encoded as a whole, brackets and all: what it says is all that there is.
  if (found.some(({ address }) => address !== '') || !value.includes('=?')) return found
  const within = addressesIn(decodeHeader(value.slice(0, maxHeaderChars), charset8bit))
  return within.some(({ address }) => isUsableAddress(address)) ? within : found
}

/** As `parseAddresses`, for text that is Unicode already, e.g. a header block within a body. */
export function addressesIn(text: string): MailAddress[] {
  if (text.trim() === '') return []
  const local = /^\s*([\w.+-]{1,64})\s*\(([^()]{1,200})\)\s*$/.exec(text)
  // A local name alone with the rest as a comment, as mail systems sign: `MAILER-DAEMON (Mail Delivery System)`.
  if (local) return [{ name: cleanName(local[2] ?? ''), address: local[1] ?? '' }]
  return addressparser(text, { flatten: true })
    .slice(0, maxAddresses)
    .map(({ name, address }) => ({ name: cleanName(name ?? ''), address: cleanAddress(address ?? '') }))
    .map(({ name, address }) => (isUsableAddress(address) || !isUsableAddress(name) ? { name, address } : turned(name)))
    .filter(({ name, address }) => name !== '' || address !== '')
}

/** An address that a reply can go to. Deliberately loose about the local part, strict about shape. */
export function isUsableAddress(address: string): boolean {
  return address.length <= 320 && /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+$|^"[^"\r\n]+"@[^\s@<>]+$/.test(address)
}

/** `kari@solvik.example <Kari Solheim>`: the address stands where the name should. */
function turned(name: string): MailAddress {
  return { name: '', address: name }
}

function cleanName(name: string): string {
  const decoded = cleanHeaderText(decodeEncodedWords(name))
  return decoded.replace(/^(["'])(.*)\1$/, '$2').trim()
}

function cleanAddress(address: string): string {
  if (address.length > 1_000) return ''
  const bare = cleanHeaderText(address.includes('=?') ? decodeEncodedWords(address) : address)
  const plain = trimChars(bare.replace(/^mailto:/i, ''), '<>')
  // Within quotes a blank is part of it (RFC 5321 §4.1.2).
  return plain.startsWith('"') ? plain : plain.replace(/\s+/g, '')
}

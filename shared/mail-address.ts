export type MailAddress = { name: string; address: string }

/** What a pasted or typed list holds: the addresses, and the pieces that are none, as they were written. */
export type TypedAddresses = { addresses: MailAddress[]; rejected: string[] }

// RFC 5322 §3.2.3 with the letters of RFC 6531; a quoted local part is legal and nobody types one.
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const label = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u

/**
 * Whether mail can be addressed so: `local@domain`, the local part at most 64 characters, the whole at most 254
 * (RFC 5321 §4.5.3.1, erratum 1690), the domain of at least two labels. Address literals are no address of a person.
 */
export function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@')
  if (at < 1 || text.length > 254 || at > 64 || !localPart.test(text.slice(0, at))) return false
  const labels = text.slice(at + 1).split('.')
  return labels.length >= 2 && labels.every((part) => part.length <= 63 && label.test(part))
}

/** One address as people write it: `kari@solvik.example`, `Kari Solheim <kari@solvik.example>`, or null. */
export function parseMailAddress(text: string): MailAddress | null {
  const trimmed = text.trim()
  const open = trimmed.endsWith('>') ? trimmed.lastIndexOf('<') : -1
  const name = cleanName(trimmed.slice(0, Math.max(0, open)).trim())
  const address = (open < 0 ? trimmed : trimmed.slice(open + 1, -1).trim()).replace(/^mailto:/i, '')
  return isMailAddress(address) ? { name, address } : null
}

/**
 * A list as it is typed or pasted: parted by commas, semicolons or lines, or by spaces where no names are written.
 * A comma in quotes or between brackets parts nothing ("Solheim, Kari" <kari@solvik.example>).
 */
export function parseMailAddresses(text: string): TypedAddresses {
  const pieces = splitList(text).flatMap((piece) => (parseMailAddress(piece) ? [piece] : bareAddresses(piece)))
  const found: TypedAddresses = { addresses: [], rejected: [] }
  for (const piece of pieces) {
    const parsed = parseMailAddress(piece)
    if (parsed) found.addresses.push(parsed)
    else found.rejected.push(piece)
  }
  return found
}

/** Whether two addresses reach the same mailbox: equal but for the case of ASCII letters. */
export function isSameAddress(a: string, b: string): boolean {
  return foldCase(a) === foldCase(b)
}

/** The domain of an address in lower case; empty where there is none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 0 ? '' : foldCase(address.slice(at + 1))
}

function foldCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

// A name ends up in a header: control characters would let it end there and begin another (abuse by injection).
function cleanName(text: string): string {
  const unquoted = /^"(.*)"$/su.exec(text)?.[1]?.replace(/\\(.)/gsu, '$1') ?? text
  return unquoted.replace(/[\p{Cc}\s]+/gu, ' ').trim()
}

function bareAddresses(piece: string): string[] {
  const words = piece.split(/\s+/)
  return words.every(isMailAddress) ? words : [piece]
}

function splitList(text: string): string[] {
  const pieces: string[] = []
  let piece = ''
  let isQuoted = false
  let isBracketed = false
  let previous = ''
  for (const char of text) {
    if (char === '"' && previous !== '\\') isQuoted = !isQuoted
    else if (!isQuoted && char === '<') isBracketed = true
    else if (!isQuoted && char === '>') isBracketed = false
    const parts = char === '\n' || char === '\r' || (!isQuoted && !isBracketed && (char === ',' || char === ';'))
    if (parts) {
      pieces.push(piece)
      piece = ''
      isQuoted = false
      isBracketed = false
    } else piece += char
    previous = char
  }
  return [...pieces, piece].map((entry) => entry.trim()).filter((entry) => entry !== '')
}

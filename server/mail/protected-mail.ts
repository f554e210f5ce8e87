import { contentOf, type MimePart, parseMimeTree } from './mime-tree.ts'
import { readPkcs7 } from './pkcs7.ts'

/** The content of a mail: its own, or what an S/MIME signature holds (RFC 8551 §3.5.2). */
export type OpenedMail = { bytes: Buffer; root: MimePart; isSigned: boolean; isEncrypted: boolean }

const maxLayers = 3

/**
 * Takes the content out of `application/pkcs7-mime` where it is only signed: a signature hides nothing, and without
 * this the mail would be one file that nobody can open. What is encrypted stays what it is.
 * @throws UnreadableMail beyond the limits of a mail
 */
export function openSigned(bytes: Buffer, root: MimePart): OpenedMail {
  const opened: OpenedMail = { bytes, root, isSigned: false, isEncrypted: false }
  for (let layer = 0; layer < maxLayers && isPkcs7(opened.root); layer++) {
    const found = readPkcs7(contentOf(opened.bytes, opened.root))
    if (found.kind === 'encrypted') opened.isEncrypted = true
    if (found.kind !== 'signed') break
    opened.isSigned = true
    if (found.content === null || found.content.length === 0) break
    opened.bytes = found.content
    opened.root = parseMimeTree(found.content)
  }
  return opened
}

function isPkcs7({ contentType }: MimePart): boolean {
  if (/^application\/(?:x-)?pkcs7-mime$/.test(contentType.value)) return true
  return contentType.value === 'application/octet-stream' && /\.p7m$/i.test(contentType.params.get('name') ?? '')
}

/** Whether the mail, or its text, says that it is signed or encrypted (RFC 1847, RFC 3156, RFC 9580 §6.2). */
export function protectionOf(opened: OpenedMail, text: string): { isSigned: boolean; isEncrypted: boolean } {
  const has = (type: string) => hasPart(opened.root, (part) => part.contentType.value === type)
  const head = text.slice(0, 100_000)
  return {
    isSigned: opened.isSigned || has('multipart/signed') || /^-----BEGIN PGP SIGNED MESSAGE-----$/m.test(head),
    isEncrypted:
      opened.isEncrypted ||
      has('multipart/encrypted') ||
      hasPart(opened.root, isEnveloped) ||
      /^-----BEGIN PGP MESSAGE-----$/m.test(head),
  }
}

/** Within another part, as mailing lists pass it on. */
function isEnveloped({ contentType }: MimePart): boolean {
  const kind = contentType.params.get('smime-type')?.toLowerCase()
  return /^application\/(?:x-)?pkcs7-mime$/.test(contentType.value) && kind === 'enveloped-data'
}

function hasPart(part: MimePart, is: (part: MimePart) => boolean): boolean {
  return is(part) || part.children.some((child) => hasPart(child, is))
}

import { comparableSubject, subjectKind } from './forward-subject.ts'
import { decodeHeader, stripComments } from './header-text.ts'
import { isUsableAddress, parseAddresses } from './mail-address.ts'
import { readBody } from './mail-body.ts'
import { headerOf, type MimePart, parseMimeTree } from './mime-tree.ts'
import type { ForwardedMail } from './parsed-mail.ts'
import { decodeTransfer } from './transfer-encoding.ts'
import { UnreadableMail } from './unreadable-mail.ts'

/** Bytes of an attached mail that are read here; the whole of it stays a file. */
const maxBytes = 262_144

/** Characters of a note to what is passed on, signature and all. Longer is a letter, and its attachment an example. */
const maxNote = 400

/**
 * The mail that somebody passed on as an attachment, or null. It is one when the subject says so or is the attached
 * mail's, or when it is the only file beside a short note; in an answer an attached mail is evidence. Of several attached mails the first is told, without a writer:
 * one conversation cannot be of several people, and to choose one of them would be a guess that reads like a fact.
 */
export function findAttachedForward(
  bytes: Buffer,
  root: MimePart,
  { files, text, subject, from }: { files: readonly MimePart[]; text: string; subject: string; from: string },
): ForwardedMail | null {
  const { kind } = subjectKind(subject)
  if (kind === 'answer' || isDigest(root)) return null
  const mails = files.filter(isMail)
  const [first] = mails
  if (!first) return null
  const others = files.filter((file) => !isMail(file) && !isAccessory(file))
  if (others.length > 0 && kind !== 'forward') return null
  const read = readAttached(bytes, first)
  // A filter that wraps what it suspects, or a person who attaches an own mail once more: nothing of another's.
  if (!read || read.originalFrom?.address.toLowerCase() === from.toLowerCase()) return null
  const isSameSubject = comparableSubject(read.originalSubject ?? '') === comparableSubject(subject)
  if (kind !== 'forward' && !isSameSubject && text.length > maxNote) return null
  return {
    ...read,
    method: 'attachment',
    originalFrom: mails.length === 1 ? read.originalFrom : null,
    message: text.trim(),
  }
}

/** A list that sends several mails as one. */
function isDigest(root: MimePart): boolean {
  return (
    headerOf(root, 'list-id') !== '' ||
    [root, ...root.children].some((part) => part.contentType.value === 'multipart/digest')
  )
}

function isMail(part: MimePart): boolean {
  const type = part.contentType.value
  if (type === 'message/rfc822' || type === 'message/global') return true
  // Dragged into a browser's composer: a file by its name only.
  return type === 'application/octet-stream' && /\.eml$/i.test(nameOf(part))
}

function nameOf(part: MimePart): string {
  const named = /filename\*?="?([^";]{1,300})/i.exec(headerOf(part, 'content-disposition').slice(0, 2_000))?.[1]
  return (named ?? part.contentType.params.get('name') ?? '').trim()
}

/** What a program adds by itself: pictures of a signature, the signature of S/MIME or OpenPGP, a card. */
function isAccessory(part: MimePart): boolean {
  const type = part.contentType.value
  if (type.startsWith('image/')) return headerOf(part, 'content-id') !== ''
  return /^(?:application\/(?:x-)?pkcs7-signature|application\/pgp-signature|text\/(?:x-)?vcard|message\/delivery-status)$/.test(
    type,
  )
}

function readAttached(bytes: Buffer, part: MimePart): Omit<ForwardedMail, 'method' | 'message'> | null {
  const content = decodeTransfer(
    bytes.subarray(part.bodyStart, Math.min(part.bodyEnd, part.bodyStart + maxBytes)),
    headerOf(part, 'content-transfer-encoding'),
  )
  try {
    const root = parseMimeTree(content)
    const body = readBody(content, root)
    const people = (name: string) => parseAddresses(headerOf(root, name), body.charset).slice(0, 20)
    const decoded = (name: string) => decodeHeader(headerOf(root, name), body.charset).slice(0, 1_000)
    const from = people('from').find(({ address }) => isUsableAddress(address)) ?? people('from')[0] ?? null
    if (!from && headerOf(root, 'subject') === '') return null
    return {
      originalFrom: from,
      originalSubject: decoded('subject') || null,
      originalDate: stripComments(headerOf(root, 'date')).trim().slice(0, 200) || null,
      originalTo: people('to'),
      originalCc: people('cc'),
      embedded: body.text,
    }
  } catch (error) {
    if (error instanceof UnreadableMail) return null
    throw error
  }
}

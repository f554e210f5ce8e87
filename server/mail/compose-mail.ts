import type { KeyObject } from 'node:crypto'
import addressparser from 'nodemailer/lib/addressparser'
import MailComposer from 'nodemailer/lib/mail-composer'
import { headerText, isHeaderName } from './header-value.ts'
import { isUsableAddress } from './mail-address.ts'
import type { MailAddress } from './parsed-mail.ts'

export type OutgoingAttachment = {
  filename: string
  contentType: string
  content: Uint8Array
  /** Set for a picture that the HTML shows by `cid:`; without `<>`. */
  contentId?: string | null
}

export type DkimKey = {
  /** `d=`: the domain that signs; aligned with From for DMARC. */
  domain: string
  selector: string
  /** RSA. Read once: reading a PEM for each mail takes as long as to sign it. */
  privateKey: KeyObject
}

/** A mail to be written. There is no Bcc here: who gets it is the envelope's business (abuse-25). */
export type OutgoingMail = {
  from: MailAddress
  to: readonly MailAddress[]
  cc?: readonly MailAddress[]
  replyTo?: MailAddress | null
  subject: string
  /** Ids without `<>`. */
  messageId: string
  inReplyTo?: string | null
  /** Oldest first. */
  references?: readonly string[]
  date: Date
  text: string
  html?: string | null
  attachments?: readonly OutgoingAttachment[]
  /** Further headers, e.g. Auto-Submitted. Those that are written from the fields above are refused. */
  headers?: Readonly<Record<string, string>>
  dkim?: DkimKey | null
}

/** First and last references kept: lines stay below 998 and the ends are what threading goes by (RFC 5322 §3.6.4). */
const maxReferencesAtEnds = 20

const ownHeaders = new Set([
  'bcc',
  'cc',
  'content-transfer-encoding',
  'content-type',
  'date',
  'dkim-signature',
  'from',
  'in-reply-to',
  'message-id',
  'mime-version',
  'received',
  'references',
  'reply-to',
  'resent-bcc',
  'return-path',
  'sender',
  'subject',
  'to',
])

/**
 * The mail as it goes over the wire: CRLF, 7-bit safe, MIME as needed, signed where a key is given. Names, subjects and
 * headers may hold anything; what would end a header line is taken out (abuse-22).
 * @throws Error for an address, id or header name that cannot be written: those are ours and must be right
 */
export async function composeMail(mail: OutgoingMail): Promise<Buffer> {
  const extra = Object.entries(mail.headers ?? {}).map(([key, value]) => {
    if (!isHeaderName(key) || ownHeaders.has(key.toLowerCase()))
      throw new Error(`Not a header that may be added: ${key}`)
    return { key, value: headerText(value) }
  })
  const composer = new MailComposer({
    from: mailbox(mail.from),
    to: mail.to.map(mailbox),
    cc: (mail.cc ?? []).map(mailbox),
    ...(mail.replyTo ? { replyTo: mailbox(mail.replyTo) } : {}),
    subject: headerText(mail.subject),
    messageId: idInBrackets(mail.messageId),
    ...(mail.inReplyTo ? { inReplyTo: idInBrackets(mail.inReplyTo) } : {}),
    references: shortenedReferences(mail.references ?? []).map(idInBrackets),
    date: mail.date,
    text: mail.text,
    ...(mail.html ? { html: mail.html } : {}),
    attachments: (mail.attachments ?? []).map(composerAttachment),
    headers: extra,
    // Nothing that a text names is ever read from the disk or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  })
  const node = composer.compile()
  const raw = await node.build()
  return mail.dkim ? signed(raw, mail.dkim) : raw
}

function mailbox({ name, address }: MailAddress): { name: string; address: string } {
  if (!isWritable(address)) throw new Error('Not an address that a mail can be sent to or from')
  return { name: headerText(name), address }
}

/** One address, whole: what a parser of the receiving side would read as two, or as a comment, is refused. */
function isWritable(address: string): boolean {
  if (!isUsableAddress(address) || headerText(address) !== address) return false
  const read = addressparser(address, { flatten: true })
  return read.length === 1 && read[0]?.address === address
}

function idInBrackets(id: string): string {
  if (!/^[\x21-\x3b\x3d\x3f-\x7e]{1,900}$/.test(id)) throw new Error('Not a Message-ID that can be written')
  return `<${id}>`
}

/** Ids come from other people's mails: those that cannot be written are left out, as are most of a very long chain. */
function shortenedReferences(ids: readonly string[]): string[] {
  const writable = ids.filter((id) => /^[\x21-\x3b\x3d\x3f-\x7e]{1,900}$/.test(id))
  if (writable.length <= 2 * maxReferencesAtEnds) return writable
  return [...writable.slice(0, maxReferencesAtEnds), ...writable.slice(-maxReferencesAtEnds)]
}

function composerAttachment({ filename, contentType, content, contentId }: OutgoingAttachment) {
  return {
    filename: headerText(filename) || 'attachment',
    contentType: /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : 'application/octet-stream',
    content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
    ...(contentId ? { cid: headerText(contentId).replace(/[<>\s]/g, '') } : {}),
  }
}

async function signed(raw: Buffer, { domain, selector, privateKey }: DkimKey): Promise<Buffer> {
  const { default: Dkim } = await import('nodemailer/lib/dkim')
  const signer = new Dkim({ domainName: domain, keySelector: selector, privateKey })
  const chunks: Buffer[] = []
  for await (const chunk of signer.sign(raw)) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

import { createHash } from 'node:crypto'
import { cleanFilename, uniqueFilenames } from './attachment-name.ts'
import { findForwarded } from './forwarded-mail.ts'
import { decodeHeader, parseParameters, stripComments } from './header-text.ts'
import { isUsableAddress, parseAddresses } from './mail-address.ts'
import { readBody } from './mail-body.ts'
import { parseMailDate } from './mail-date.ts'
import { headerOf, type MimePart, parseMimeTree } from './mime-tree.ts'
import { keptHeaders, type MailAddress, type ParsedAttachment, type ParsedMail } from './parsed-mail.ts'
import { isAutoReply } from './recognise-auto-reply.ts'
import { recogniseBounce } from './recognise-bounce.ts'
import { traitsOf } from './recognise-traits.ts'
import { decodeTransfer } from './transfer-encoding.ts'
import { readReply } from './visible-reply.ts'

/**
 * Raw mail → what Samtale knows of it. Pure. Runs in a worker (`mail-parser.ts`): the input is a stranger's.
 * @throws UnreadableMail for what is nested or divided beyond the limits
 */
export function parseMail(raw: Uint8Array): ParsedMail {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const root = parseMimeTree(bytes)
  const body = readBody(bytes, root)
  const charset = body.charset
  const header = (name: string) => headerOf(root, name)
  const decoded = (name: string) => decodeHeader(header(name), charset)
  const addresses = (name: string) =>
    root.headers.filter((each) => each.name === name).flatMap(({ value }) => parseAddresses(value, charset))

  const subject = decoded('subject')
  const from = usableFirst(addresses('from')) ?? addresses('from')[0] ?? null
  const report = recogniseBounce({
    header: decoded,
    contentType: header('content-type'),
    from,
    subject,
    text: body.text.slice(0, 50_000),
    ...reportParts(bytes, root),
  })
  const forwarded = report.isBounce || body.lines === null ? null : findForwarded(body.lines, subject)
  const autoReply = isAutoReply({ header: decoded, subject, from })
  return {
    messageId: messageIds(header('message-id'))[0] ?? null,
    inReplyTo: messageIds(header('in-reply-to')),
    references: [...new Set(messageIds(header('references')))],
    from,
    sender: addresses('sender')[0] ?? null,
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    subject,
    date: parseMailDate(stripComments(header('date'))),
    text: body.text,
    html: body.html,
    ...readReply(body, forwarded !== null),
    attachments: readAttachments(bytes, body.attachments, body.html, charset),
    autoReply,
    traits: traitsOf({ autoReply, ...report, isForwarded: forwarded !== null }),
    isBounce: report.isBounce,
    bounce: report.bounces[0] ?? null,
    bounces: report.bounces,
    isDelayNotice: report.isDelayNotice,
    forwarded,
    senderFallback: isUsableAddress(addresses('from')[0]?.address ?? '')
      ? null
      : fallbackSender(addresses, header('return-path')),
    headers: selectedHeaders(root, charset),
  }
}

function usableFirst(list: MailAddress[]): MailAddress | undefined {
  return list.find(({ address }) => isUsableAddress(address))
}

function fallbackSender(addresses: (name: string) => MailAddress[], returnPath: string): string | null {
  const found = usableFirst([
    ...addresses('from'),
    ...addresses('reply-to'),
    ...addresses('sender'),
    ...addresses('resent-from'),
  ])
  if (found) return found.address
  const path = returnPath.replace(/[<>\s]/g, '')
  return isUsableAddress(path) ? path : null
}

/** Message ids of a header. Those in `<>`; where there are none, bare words with an `@` (RFC 5322 §3.6.4 aside). */
function messageIds(value: string): string[] {
  const text = value.slice(0, 100_000)
  const bracketed = [...text.matchAll(/<([^<>]{1,2000})>/g)].map(([, id = '']) => id.replace(/\s+/g, ''))
  const ids =
    bracketed.length > 0
      ? bracketed
      : stripComments(text)
          .split(/[\s,;]+/)
          .filter((word) => word.includes('@') || word.length > 10)
  return ids
    .map((id) => id.replace(/^<|>$/g, ''))
    .filter((id) => id !== '')
    .slice(0, 1_000)
}

function selectedHeaders(root: MimePart, charset: string | null): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const { name, value } of root.headers) {
    if (!keptHeaders.has(name)) continue
    const text = decodeHeader(value, charset).slice(0, 8_000)
    kept[name] = name in kept ? `${kept[name]}\n${text}`.slice(0, 16_000) : text
  }
  return kept
}

/** The machine-readable parts of a report (RFC 3464, RFC 6522, RFC 5965), wherever they stand. */
function reportParts(bytes: Buffer, root: MimePart) {
  const statusReports: string[] = []
  let isComplaint = false
  let originalHeader = ''
  const visit = (part: MimePart) => {
    const type = part.contentType.value
    const text = () =>
      decodeTransfer(
        bytes.subarray(part.bodyStart, part.bodyEnd),
        headerOf(part, 'content-transfer-encoding'),
      ).toString('latin1', 0, 200_000)
    if (type === 'message/delivery-status' || type === 'message/global-delivery-status') statusReports.push(text())
    else if (type === 'message/feedback-report') isComplaint = true
    else if (
      /^(?:message\/(?:rfc822|global)|text\/rfc822-headers?|message\/rfc822-headers)$/.test(type) &&
      originalHeader === ''
    ) {
      originalHeader = text().split(/\r?\n\r?\n/, 1)[0] ?? ''
    }
    part.children.forEach(visit)
  }
  visit(root)
  return { statusReports, isComplaint, originalHeader }
}

function readAttachments(
  bytes: Buffer,
  parts: readonly MimePart[],
  html: string | null,
  charset: string | null,
): ParsedAttachment[] {
  const attachments = parts.map((part) => readAttachment(bytes, part, html ?? '', charset))
  const names = uniqueFilenames(attachments.map(({ filename }) => filename))
  return attachments.map((attachment, i) => ({ ...attachment, filename: names[i] ?? attachment.filename }))
}

function readAttachment(bytes: Buffer, part: MimePart, html: string, charset: string | null): ParsedAttachment {
  const disposition = parseParameters(headerOf(part, 'content-disposition'), charset)
  const type = part.contentType
  const named =
    disposition.params.get('filename') ?? parseParameters(headerOf(part, 'content-type'), charset).params.get('name')
  const content = decodeTransfer(
    bytes.subarray(part.bodyStart, part.bodyEnd),
    headerOf(part, 'content-transfer-encoding'),
  )
  const contentId =
    decodeHeader(headerOf(part, 'content-id').slice(0, 1_000), charset).replace(/^[<\s]+|[>\s]+$/g, '') || null
  return {
    filename: cleanFilename(named ?? embeddedSubject(content, type.value) ?? '', type.value),
    contentType: type.value,
    contentId,
    isInline: contentId !== null && html.includes(`data-cid="${escapeAttribute(contentId)}"`),
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    content: ownBytes(content),
  }
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/**
 * Bytes with a buffer that is theirs but for a fifth at most: a view would carry the whole mail along to the other
 * thread, and keep it there; a copy of what is nearly alone already would cost its size again.
 */
function ownBytes(content: Buffer): Uint8Array {
  return content.byteLength >= content.buffer.byteLength * 0.8 ? content : new Uint8Array(content)
}

/** An attached mail without a name is called by its subject. */
function embeddedSubject(content: Buffer, contentType: string): string | null {
  if (contentType !== 'message/rfc822') return null
  const head = content.toString('latin1', 0, 64_000)
  const subject = /^subject:[ \t]*(.{0,500})/im.exec(head.split(/\r?\n\r?\n/, 1)[0] ?? '')?.[1]
  const name = subject ? decodeHeader(subject, null) : ''
  return name ? `${name}.eml` : null
}

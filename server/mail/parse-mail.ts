import { findAttachedForward } from './attached-forward.ts'
import { decodeBytes } from './charset.ts'
import { findForwarded } from './forwarded-mail.ts'
import { recogniseForwardingConfirmation } from './forwarding-confirmation.ts'
import { decodeEncodedWords, decodeHeader, stripComments } from './header-text.ts'
import { isUsableAddress, parseAddresses } from './mail-address.ts'
import { type BodyFile, readBody } from './mail-body.ts'
import { parseMailDate } from './mail-date.ts'
import { readFiles } from './mail-files.ts'
import { contentOf, headerOf, type MimePart, parseMimeTree } from './mime-tree.ts'
import { keptHeaders, type MailAddress, type ParsedAttachment, type ParsedMail } from './parsed-mail.ts'
import { openSigned, protectionOf } from './protected-mail.ts'
import { type CalendarPart, readInvitations } from './read-invitations.ts'
import { recogniseAutoReply } from './recognise-auto-reply.ts'
import { recogniseBounce } from './recognise-bounce.ts'
import { complaintOf, isAccusation, readReceipt } from './recognise-receipt.ts'
import { traitsOf } from './recognise-traits.ts'
import { returnedIds } from './returned-ids.ts'
import { readReply } from './visible-reply.ts'

/**
 * Raw mail → what Samtale knows of it. Pure. Runs in a worker (`mail-parser.ts`): the input is a stranger's.
 * @throws UnreadableMail for what is nested or divided beyond the limits
 */
export function parseMail(raw: Uint8Array): ParsedMail {
  const whole = withLineFeeds(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength))
  const root = parseMimeTree(whole)
  const opened = openSigned(whole, root)
  const { bytes } = opened
  const body = readBody(bytes, opened.root)
  const charset = body.charset
  const header = (name: string) => headerOf(root, name)
  const decoded = (name: string) => decodeHeader(header(name), charset)
  const addresses = (name: string) =>
    root.headers.filter((each) => each.name === name).flatMap(({ value }) => parseAddresses(value, charset))

  const subject = decoded('subject')
  const from = usableFirst(addresses('from')) ?? addresses('from')[0] ?? null
  const parts = reportParts(bytes, opened.root)
  const report = recogniseBounce({
    header: decoded,
    contentType: header('content-type'),
    from,
    subject,
    text: body.text.slice(0, 50_000),
    ...parts,
  })
  const receipt = parts.disposition === null ? null : readReceipt(parts.disposition)
  const complaint = parts.feedback === null ? null : complaintOf(parts.feedback)
  const isReport = report.isBounce || report.delivered.length > 0 || receipt !== null || complaint !== null
  const forwarded =
    isReport || root.contentType.value === 'multipart/report'
      ? null
      : ((body.lines &&
          findForwarded(body.lines, {
            subject,
            from: from?.address ?? '',
            recipients: [...addresses('to'), ...addresses('cc')].map(({ address }) => address),
          })) ??
        findAttachedForward(bytes, opened.root, {
          files: body.files.flatMap((file) => ('part' in file && !file.isEnvelope ? [file.part] : [])),
          text: body.text,
          subject,
          from: from?.address ?? '',
        }))
  const reply = readReply(body, forwarded?.method === 'inline')
  const automatic = recogniseAutoReply({ header: decoded, subject, text: reply.visibleReply })
  const autoReply = automatic.autoReply || receipt?.trait === 'autoReply'
  const forwardingConfirmation = recogniseForwardingConfirmation({
    from,
    to: addresses('to'),
    subject,
    text: body.text,
    html: body.html,
  })
  const attachments = readFiles(bytes, body.files, body.html, charset)
  const invitations = readInvitations(calendarParts(attachments, body.files))
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
    date: parseMailDate(stripComments(decoded('date'))),
    text: body.text,
    html: body.html,
    style: body.style,
    ...reply,
    attachments,
    invitations,
    autoReply,
    traits: traitsOf({
      header: decoded,
      fromAddress: from?.address ?? '',
      autoReply,
      outOfOffice: automatic.outOfOffice,
      ...report,
      isDelivered: report.delivered.length > 0,
      isRead: receipt?.trait === 'readReceipt',
      isComplaint: complaint !== null && isAccusation(complaint),
      receivedCount: root.headers.filter(({ name }) => name === 'received').length,
      isForwarded: forwarded !== null,
      isForwardingConfirmation: forwardingConfirmation !== null,
      isInvitation: invitations.length > 0,
      ...protectionOf(opened, body.text),
    }),
    isBounce: report.isBounce,
    bounce: report.bounces[0] ?? null,
    bounces: report.bounces,
    isDelayNotice: report.isDelayNotice,
    delivered: report.delivered,
    read: receipt?.receipt ?? null,
    complaint,
    returned: isReport
      ? returnedIds(`${parts.disposition ?? ''}\n${parts.originalHeader}\n${body.text.slice(0, 50_000)}`)
      : null,
    forwarded,
    claimedSenders: {
      addresses: addresses('from').map(({ address }) => address),
      isSigned: root.headers.some(({ name }) => name === 'dkim-signature' || name === 'arc-seal'),
    },
    forwardingConfirmation,
    senderFallback: isUsableAddress(addresses('from')[0]?.address ?? '')
      ? null
      : fallbackSender(addresses, header('return-path')),
    installation: header('x-samtale-installation').trim().slice(0, 100) || null,
    headers: selectedHeaders(root, charset),
  }
}

/** Lines that end with nothing but CR, as old programs wrote them, are lines. */
function withLineFeeds(bytes: Buffer): Buffer {
  if (bytes.includes(0x0a) || !bytes.includes(0x0d)) return bytes
  return Buffer.from(bytes.map((byte) => (byte === 0x0d ? 0x0a : byte)))
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
  // Some programs encode ids that are longer than a line, as if they were words.
  const text = decodeEncodedWords(value.slice(0, 100_000))
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
  let feedback: string | null = null
  let disposition: string | null = null
  let originalHeader = ''
  const visit = (part: MimePart) => {
    const type = part.contentType.value
    const text = () => contentOf(bytes, part).toString('latin1', 0, 200_000)
    if (type === 'message/delivery-status' || type === 'message/global-delivery-status') statusReports.push(text())
    else if (type === 'message/feedback-report') feedback ??= text()
    else if (type === 'message/disposition-notification') disposition ??= text()
    else if (
      /^(?:message\/(?:rfc822|global)|text\/rfc822-headers?|message\/rfc822-headers)$/.test(type) &&
      originalHeader === ''
    ) {
      originalHeader = text().split(/\r?\n\r?\n/, 1)[0] ?? ''
    }
    part.children.forEach(visit)
  }
  visit(root)
  return {
    statusReports,
    originalHeader,
    feedback,
    disposition,
    isOtherReport: feedback !== null || disposition !== null,
  }
}

/** A calendar of a megabyte is an export, no invitation. */
const maxCalendarBytes = 1_000_000

function calendarParts(attachments: readonly ParsedAttachment[], files: readonly BodyFile[]): CalendarPart[] {
  return attachments.flatMap(({ contentType, filename, content }, file) => {
    const isCalendar = /^(?:text\/calendar|application\/ics|text\/x-vcalendar)$/.test(contentType)
    if (!(isCalendar || /\.ics$/i.test(filename)) || content.length > maxCalendarBytes) return []
    const origin = files[file]
    const params = origin && 'part' in origin ? origin.part.contentType.params : undefined
    const text = decodeBytes(content, params?.get('charset') ?? 'utf-8')
    return [{ text, declaredMethod: params?.get('method') ?? '', file }]
  })
}

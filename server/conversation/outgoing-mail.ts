import type { DkimKey, OutgoingAttachment, OutgoingMail } from '../mail/compose-mail.ts'
import type { OutgoingRow } from './delivery-store.ts'
import { signatureForMail, signatureText } from './signature.ts'
import type { SignedIds } from './signed-ids.ts'

/**
 * A message as mail: `Re:`, In-Reply-To and References, our signed ids, its signature, and the mail it answers quoted below. Answers go
 * to the signed reply address, made of the account's default address whatever From says; it stands for the conversation,
 * so answers come in where that is.
 */
export function outgoingMail(
  row: OutgoingRow,
  {
    signedIds,
    attachments,
    dkim,
    recipientId = null,
  }: {
    signedIds: SignedIds
    attachments: readonly OutgoingAttachment[]
    dkim: DkimKey | null
    /** The delivery that this copy is for. */
    recipientId?: string | null
  },
): OutgoingMail {
  const quote = row.answered ? quotation(row.answered, row.language, row.timeZone) : null
  return {
    from: { name: row.fromName, address: row.fromAddress },
    to: row.addresses.to ?? [],
    cc: row.addresses.cc ?? [],
    replyTo: { name: row.fromName, address: signedIds.replyAddress(row.accountId, row.threadId, row.defaultAddress) },
    subject: row.subject,
    messageId: row.internetMessageId,
    inReplyTo: row.answered?.internetMessageId ?? row.references.at(-1) ?? null,
    references: row.references,
    date: row.createdAt,
    text: textBody(row, quote),
    html: htmlBody(row, quote),
    attachments,
    headers: {
      'X-Samtale-Installation': signedIds.installation,
      ...(recipientId === null ? {} : { 'X-Samtale-Delivery': signedIds.deliveryToken(row.accountId, recipientId) }),
      // What a machine wrote says so: no other machine answers it (RFC 3834 §5).
      ...(row.isAutomatic ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } : {}),
    },
    dkim,
  }
}

type Quotation = { intro: string; text: string; html: string }

function quotation(mail: NonNullable<OutgoingRow['answered']>, language: 'en' | 'nb', timeZone: string): Quotation {
  const when = instantFormat(language, timeZone).format(new Date(mail.at))
  const who = mail.fromName ? `${mail.fromName} <${mail.fromAddress}>` : mail.fromAddress
  const intro = language === 'nb' ? `${when} skrev ${who}:` : `On ${when}, ${who} wrote:`
  const lines = mail.text.trimEnd().split(/\r?\n/)
  return {
    intro,
    text: lines.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`)).join('\n'),
    html: lines.map(escapeHtml).join('<br>\n'),
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Made once for a language and a time zone: to make one takes as long as to write the rest of the mail. */
function instantFormat(language: 'en' | 'nb', timeZone: string): Intl.DateTimeFormat {
  const key = `${language} ${timeZone}`
  let format = formats.get(key)
  if (!format) {
    const locale = language === 'nb' ? 'nb-NO' : 'en-GB'
    format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone })
    formats.set(key, format)
  }
  return format
}

/** `-- ` alone on a line: what follows is the signature (RFC 3676 §4.3). */
function textBody(row: OutgoingRow, quote: Quotation | null): string {
  const signature = row.signatureHtml === null ? '' : `\n\n-- \n${signatureText(row.signatureHtml)}`
  return `${row.text.trimEnd()}${signature}\n${quote ? `\n${quote.intro}\n${quote.text}\n` : ''}`
}

/** Always with an HTML part: programs that show only HTML show the same words. */
function htmlBody(row: OutgoingRow, quote: Quotation | null): string {
  const body = row.html ?? row.text.trimEnd().split(/\r?\n/).map(escapeHtml).join('<br>\n')
  const quoted = quote
    ? `<div class="gmail_quote"><p>${escapeHtml(quote.intro)}</p><blockquote type="cite" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">${quote.html}</blockquote></div>`
    : ''
  // By this class mail programs know it.
  const signature =
    row.signatureHtml === null ? '' : `<br><div class="gmail_signature">${signatureForMail(row.signatureHtml)}</div>`
  return `<!doctype html><html lang="${row.language}"><body>${body}${signature}${quoted}</body></html>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

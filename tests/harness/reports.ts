/** Reports as mail servers send them, of a mail as it left. */
export type ReportFields = {
  action: 'failed' | 'delayed' | 'delivered' | 'relayed'
  recipient: string
  originalRecipient?: string
  status?: string
  diagnostic?: string
  /** Header of the mail that comes back; null: nothing comes back. */
  returned: string | null
  to: string
  from?: string
}

/** RFC 3464, as Postfix writes it. */
export function aDeliveryReport(fields: ReportFields): string {
  const status =
    fields.status ?? (fields.action === 'failed' ? '5.1.1' : fields.action === 'delayed' ? '4.4.1' : '2.0.0')
  return [
    `From: ${fields.from ?? 'MAILER-DAEMON@mx.nordmark.example (Mail Delivery System)'}`,
    `To: ${fields.to}`,
    'Subject: Delivery Status Notification',
    `Message-ID: <report-${++number}@mx.nordmark.example>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is the mail system at host mx.nordmark.example.',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.nordmark.example',
    '',
    ...(fields.originalRecipient ? [`Original-Recipient: rfc822;${fields.originalRecipient}`] : []),
    `Final-Recipient: rfc822; ${fields.recipient}`,
    `Action: ${fields.action}`,
    `Status: ${status}`,
    ...(fields.diagnostic ? [`Diagnostic-Code: smtp; ${fields.diagnostic}`] : []),
    '',
    ...(fields.returned === null
      ? []
      : ['--b', 'Content-Type: text/rfc822-headers', '', fields.returned.trimEnd(), '']),
    '--b--',
    '',
  ].join('\r\n')
}

/** RFC 8098. */
export function aReadReceipt(fields: { recipient: string; messageId: string; to: string; from: string }): string {
  return [
    `From: ${fields.from}`,
    `To: ${fields.to}`,
    'Subject: Read: Re: E7 on the display',
    `Message-ID: <report-${++number}@nordmark.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'The message was displayed. This is no guarantee that it was read or understood.',
    '',
    '--b',
    'Content-Type: message/disposition-notification',
    '',
    `Final-Recipient: rfc822;${fields.recipient}`,
    `Original-Message-ID: <${fields.messageId}>`,
    'Disposition: manual-action/MDN-sent-manually; displayed',
    '',
    '--b--',
    '',
  ].join('\r\n')
}

let number = 0

/** The header of a mail as it went out, or one field of it, unfolded. */
export const headerOf = (raw: string) => raw.split('\r\n\r\n', 1)[0] ?? ''
export const fieldOf = (raw: string, name: string) =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(headerOf(raw).replace(/\r\n[ \t]+/g, ' '))?.[1] ?? ''

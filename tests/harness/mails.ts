let number = 0

export type MailFields = {
  from?: string
  to?: string
  cc?: string
  subject?: string
  text?: string
  messageId?: string | null
  inReplyTo?: string
  references?: string
  date?: string | null
  headers?: string[]
}

/** A valid mail; the test names only what matters. */
export function aMail(fields: MailFields = {}): string {
  const id = ++number
  const messageId = fields.messageId === undefined ? `test-${process.pid}-${id}@nordmark.example` : fields.messageId
  const date = fields.date === undefined ? 'Tue, 10 Mar 2026 12:00:00 +0000' : fields.date
  return [
    `From: ${fields.from ?? 'Ingrid Haugen <ingrid@nordmark.example>'}`,
    `To: ${fields.to ?? 'support@solvik-varme.inbox.localhost'}`,
    ...(fields.cc ? [`Cc: ${fields.cc}`] : []),
    `Subject: ${fields.subject ?? `E7 on the display, number ${id}`}`,
    ...(messageId === null ? [] : [`Message-ID: <${messageId}>`]),
    ...(date === null ? [] : [`Date: ${date}`]),
    ...(fields.inReplyTo ? [`In-Reply-To: <${fields.inReplyTo}>`] : []),
    ...(fields.references ? [`References: ${fields.references}`] : []),
    ...(fields.headers ?? []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    fields.text ?? `The display says E7, and the house is cold. Mail ${id}.`,
    '',
  ].join('\r\n')
}

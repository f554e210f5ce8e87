import { createHash, type Hash } from 'node:crypto'
import type { ParsedMail } from './parsed-mail.ts'

/**
 * What makes two deliveries the same mail (law 2): Message-ID, From, Date, Subject, In-Reply-To, the decoded bodies and
 * the attachments. A reused Message-ID with other content is another mail (abuse-17); trace headers, which differ on
 * every way, do not count. Hex of a sha256; null when the mail has neither Message-ID nor Date: it is never a duplicate.
 */
export function messageKey(mail: ParsedMail): string | null {
  if (mail.messageId === null && mail.date === null) return null
  const hash = createHash('sha256')
  add(hash, mail.messageId ?? '')
  add(hash, mail.from ? `${mail.from.name}\n${mail.from.address}` : '')
  add(hash, mail.date ? mail.date.toISOString() : '')
  add(hash, mail.subject)
  add(hash, mail.inReplyTo.join('\n'))
  add(hash, mail.text)
  add(hash, mail.html ?? '')
  if (mail.style !== '') add(hash, mail.style)
  for (const { sha256, filename } of mail.attachments) add(hash, `${sha256}\n${filename}`)
  return hash.digest('hex')
}

/** With its length before it, so that no two lists of fields read alike. */
function add(hash: Hash, field: string): void {
  hash.update(`${field.length}:`).update(field)
}

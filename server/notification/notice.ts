import type { OutgoingMail } from '../mail/compose-mail.ts'

/** What every mail of Samtale's own needs besides its words. `name` may be ''; `from` is an address of the account. */
export type NoticeEnvelope = {
  language: 'en' | 'nb'
  name: string
  address: string
  from: string
  messageId: string
  date: Date
}

/** A mail of Samtale's own: said to be automatic, so that nothing answers it. */
export function notice(envelope: NoticeEnvelope, { subject, text }: { subject: string; text: string }): OutgoingMail {
  return {
    from: { name: 'Samtale', address: envelope.from },
    to: [{ name: envelope.name, address: envelope.address }],
    subject,
    messageId: envelope.messageId,
    date: envelope.date,
    text,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  }
}

import type { MailTrait } from '../../shared/mail-traits.ts'
import type { ParsedComplaint, ParsedReceipt } from './parsed-mail.ts'
import { addressOfField, idOfField, parseFields } from './status-report.ts'

/**
 * A `message/disposition-notification` (RFC 8098): that the mail was opened, or what else became of it, which is an
 * automatic answer and no more.
 */
export function readReceipt(report: string): { trait: MailTrait; receipt: ParsedReceipt | null } {
  const fields = parseFields(report)
  const disposition = (fields.get('disposition') ?? '').toLowerCase()
  if (!/;\s{0,10}displayed/.test(disposition)) return { trait: 'autoReply', receipt: null }
  return {
    trait: 'readReceipt',
    receipt: {
      recipient: addressOfField(fields.get('final-recipient')),
      originalRecipient: addressOfField(fields.get('original-recipient')),
      originalMessageId: idOfField(fields.get('original-message-id')),
    },
  }
}

/** A `message/feedback-report` (RFC 5965). */
export function complaintOf(report: string): ParsedComplaint {
  const fields = parseFields(report)
  const feedbackType = (fields.get('feedback-type') ?? 'other').toLowerCase().slice(0, 100)
  return { feedbackType, recipient: addressOfField(fields.get('original-rcpt-to')) }
}

/** Reports of that shape that accuse nobody: a mail that is no spam, or one that failed a check of its sender. */
const harmless = new Set(['not-spam', 'auth-failure', 'dkim', 'dmarc'])

export const isAccusation = ({ feedbackType }: ParsedComplaint) => !harmless.has(feedbackType)

import type { MailTrait } from '../../shared/mail-traits.ts'
import type { MailAddress } from './parsed-mail.ts'
import { isUnanswerable } from './role-address.ts'

type Signs = {
  headers: Readonly<Record<string, string>>
  traits: readonly MailTrait[]
  from: MailAddress | null
  installation: string | null
}

/** What never gets an automatic answer, whatever else the mail says. */
const unanswerable: ReadonlySet<MailTrait> = new Set([
  'autoReply',
  'outOfOffice',
  'bounce',
  'delayNotice',
  'deliveryReceipt',
  'readReceipt',
  'complaint',
  'mailingList',
  'newsletter',
  'roleSender',
  'loop',
])

/**
 * Whether an automatic answer may go back at all (RFC 3834 §2): never to machines, lists, bulk, a null return path, whoever
 * asks for none, our own installation or an address of ours. How many may is another question: `automatic-answers.ts`.
 * `hasNullReturnPath`: by the envelope, where there is one.
 */
export function mayAnswerAutomatically(
  { headers, traits, from, installation }: Signs,
  ours: { hasNullReturnPath: boolean; installation: string; isOwnAddress: (address: string) => boolean },
): boolean {
  if (!from || traits.some((trait) => unanswerable.has(trait))) return false
  const submitted = (headers['auto-submitted'] ?? '').toLowerCase().trim()
  if (submitted !== '' && submitted !== 'no') return false
  if (ours.hasNullReturnPath || /^\s{0,20}<\s{0,20}>\s{0,20}$/.test(headers['return-path'] ?? '')) return false
  if (/bulk|junk|list|auto/i.test(headers.precedence ?? '')) return false
  if (Object.keys(headers).some((name) => name.startsWith('list-'))) return false
  if (/\b(?:all|oof|autoreply)\b/i.test(headers['x-auto-response-suppress'] ?? '')) return false
  if (installation === ours.installation) return false
  return !isUnanswerable(from.address) && !ours.isOwnAddress(from.address)
}

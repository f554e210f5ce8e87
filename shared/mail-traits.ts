/**
 * What kind of mail a message is, beyond words from one person to another. A mail may have several. Recognised when it
 * arrives (`server/mail/`), kept with the message, shown beside it, and there for rules to ask about.
 */
export const mailTraits = [
  /** A machine answered for a person (RFC 3834): "we got your mail". */
  'autoReply',
  /** An automatic answer that says its person is away. */
  'outOfOffice',
  /** A mail of ours, or one that claims to be, could not be delivered (RFC 3464). */
  'bounce',
  /** Delivery is late and goes on being tried. */
  'delayNotice',
  /** The other server reports that it has delivered. */
  'deliveryReceipt',
  /** The reader's program reports that the mail was opened (RFC 8098). */
  'readReceipt',
  /** Its reader called a mail spam (ARF, RFC 5965). */
  'complaint',
  /** Sent through a mailing list whose members answer each other. */
  'mailingList',
  /** Sent to many at once, with a way to unsubscribe. */
  'newsletter',
  /** From an address that is no person's: no-reply, notifications, billing … */
  'roleSender',
  /** Came in a circle: passed through fifty servers, or is a mail of ours that came back. */
  'loop',
  /** Somebody passed on a mail that another wrote. */
  'forwarded',
  /** Says that it is a provider's question whether mail may be forwarded here; true only with the provider's signature. */
  'forwardingConfirmation',
  /** Carries a calendar part: an invitation, its answer or its withdrawal (RFC 5546). */
  'invitation',
  /** Encrypted for somebody's key: its words cannot be read here. */
  'encrypted',
  /** Carries its writer's signature (S/MIME or OpenPGP), which is not checked here. */
  'signed',
] as const

export type MailTrait = (typeof mailTraits)[number]

/** What machines send by themselves and nobody waits for an answer to: it joins its conversation and reopens nothing. */
const automatic: ReadonlySet<MailTrait> = new Set([
  'autoReply',
  'outOfOffice',
  'bounce',
  'delayNotice',
  'deliveryReceipt',
  'readReceipt',
  'loop',
])

export function isAutomatic(traits: readonly MailTrait[]): boolean {
  return traits.some((trait) => automatic.has(trait))
}

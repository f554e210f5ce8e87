/** What DNS and signatures say of the sender that a mail names. */
export const senderStates = [
  /** Stored and shown; the answer comes within seconds. */
  'checking',
  /** The sender's domain stands behind it. */
  'verified',
  /** The domain says how its mail is proven, and asks that what is not be refused or put aside: this is not. */
  'failed',
  /** Nothing proves it, and the domain does not ask for more. */
  'unproven',
  /** It could not be found out. */
  'notChecked',
] as const

export type SenderState = (typeof senderStates)[number]

/** SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 9989) and ARC (RFC 8617), as they name their results. */
export const authResults = ['pass', 'fail', 'softfail', 'neutral', 'none', 'policy', 'temperror', 'permerror'] as const

export type AuthResult = (typeof authResults)[number]

/** What is to be known of a sender beside whether the mail is his. */
export const senderSigns = [
  /** No earlier message from this contact. */
  'firstTime',
  /** The domain differs by little from one that is known here. */
  'lookAlike',
  /** Answers are asked to go to another organisation's address. */
  'replyToMismatch',
  /** The name that mail programs show is another address than the sender's. */
  'displayNameIsAddress',
  /** Names one of us as its sender, and nothing proves it. */
  'claimsUser',
] as const

export type SenderSign = (typeof senderSigns)[number]

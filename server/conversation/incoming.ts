import type { MailTrait } from '../../shared/mail-traits.ts'
import type { SenderVerdict } from '../mail/authenticity.ts'
import type { PassedOn } from '../mail/forward-author.ts'
import type { MailAddress, ParsedInvitation } from '../mail/parsed-mail.ts'
import type { TextFold } from '../mail/visible-reply.ts'

/**
 * What a channel makes of something that arrived. Everything from here on is the same for every channel: threading,
 * contact, storing, events.
 */
export type Incoming = {
  arrivalId: string
  receivedAt: Date
  isExample: boolean
  /** Addresses it was delivered to (envelope), lower case, without plus part: they decide the inboxes. */
  deliveredTo: readonly string[]
  /** The plus part of each of those, or null. */
  deliveredPlus: readonly (string | null)[]
  /** Plus parts of those and of To and Cc: candidates for a signed reply address. */
  plusParts: readonly string[]
  /** Law 2: what makes it this message. null: never a second delivery of another. */
  key: string | null
  from: MailAddress
  to: readonly MailAddress[]
  cc: readonly MailAddress[]
  replyTo: readonly MailAddress[]
  subject: string
  /** The provider's id; for mail the Message-ID without `<>`. */
  externalId: string | null
  /** Ids of what it answers, nearest first. */
  ancestors: readonly string[]
  hasNullReturnPath: boolean
  /** Whether it is from whom it says: `checking` while that is looked up; null where it cannot be asked at all. */
  verdict: SenderVerdict | 'checking' | null
  /** Empty for channels other than mail. */
  traits: readonly MailTrait[]
  /** How it came here by way of another; null: straight from its writer. */
  passedOn: PassedOn | null
  /** Whether a machine may answer it at all, see `automatic-answers.ts`. */
  mayAnswer: boolean
  text: string
  /** What is shown unfolded; null: all of `text`. */
  visibleText: string | null
  /** What of `text` folds on screen. */
  folds: readonly TextFold[]
  html: string | null
  /** The style sheets of `html`, sanitised; '' for none. */
  style: string
  hasRemoteImages: boolean
  attachments: readonly IncomingFile[]
  /** Each names its file by the index in `attachments`. */
  invitations: readonly ParsedInvitation[]
  unreadable: { reason: string; detail: string } | null
}

export type IncomingFile = {
  storageKey: string
  name: string
  /** From the bytes. */
  mediaType: string
  size: number
  sha256: string
  contentId: string | null
  isInline: boolean
}

export type Received = {
  arrivalId: string
  state: 'stored' | 'duplicate'
  messageId: string
  threadId: string
}

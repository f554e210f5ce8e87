import type { Invitation } from '../../shared/api/invitation.ts'
import type { MailTrait } from '../../shared/mail-traits.ts'
import type { ForwardingConfirmation } from './forwarding-confirmation.ts'
import type { ReturnedIds } from './returned-ids.ts'
import type { TextFold } from './visible-reply.ts'

/** A mailbox as a header names it. `name` is '' when the header gives none; `address` keeps the sender's spelling. */
export type MailAddress = { name: string; address: string }

export type ParsedAttachment = {
  /** Safe to show and to offer for download: no path, no control or direction characters, at most 200 characters. */
  filename: string
  /** As the mail declares it, lower case, without parameters. A claim: what is served goes by the bytes. */
  contentType: string
  /** Without `<>`; what `cid:` links in the HTML name. */
  contentId: string | null
  /** Shown within the HTML, or of use only to the mail's own signature: not listed as a file. */
  isInline: boolean
  /** Bytes after the transfer encoding is undone. */
  size: number
  /** Of `content`, hex. */
  sha256: string
  content: Uint8Array
}

/** What a bounce says about one recipient. */
export type ParsedBounce = {
  /** The address that could not be reached; null where the report does not name one. */
  recipient: string | null
  /** The address that the mail was sent to, where the report tells it apart from where it went from there. */
  originalRecipient: string | null
  reason: BounceReason | null
  /** True: trying again is of no use. */
  hard: boolean
  /** Enhanced status code (RFC 3463), e.g. `5.1.1`. */
  status: string | null
  /** The other server's own sentence. */
  diagnostic: string | null
  /** Message-ID of the mail that bounced, without `<>`. */
  originalMessageId: string | null
}

/** What a report of success says about one recipient: delivered to it (RFC 3464), or opened by it (RFC 8098). */
export type ParsedReceipt = Pick<ParsedBounce, 'recipient' | 'originalRecipient' | 'originalMessageId'>

/** A report that a reader called a mail spam, or of what else became of it (ARF, RFC 5965). */
export type ParsedComplaint = { feedbackType: string; recipient: string | null }

export type BounceReason =
  | 'userunknown'
  | 'hostunknown'
  | 'hasmoved'
  | 'notaccept'
  | 'mailboxfull'
  | 'suspend'
  | 'mesgtoobig'
  | 'rejected'
  | 'blocked'
  | 'requireptr'
  | 'toomanyconn'
  | 'speeding'
  | 'spamdetected'
  | 'policyviolation'
  | 'filtered'
  | 'norelaying'
  | 'expired'
  | 'networkerror'
  | 'systemerror'
  | 'mailererror'
  | 'authfailure'
  | 'securityerror'
  | 'virusdetected'
  | 'contenterror'

/**
 * A mail that somebody passed on. Its header block is text that the forwarder could have typed, an attached mail a file
 * that the forwarder could have written: all of it is a claim, no proof.
 */
export type ForwardedMail = {
  method: 'inline' | 'attachment'
  /** `address` is '' where only a name is stated. */
  originalFrom: MailAddress | null
  originalSubject: string | null
  /** As it is stated: such dates name no zone and come in every language, and a wrong instant would be worse. */
  originalDate: string | null
  originalTo: MailAddress[]
  originalCc: MailAddress[]
  /** What the forwarder wrote above. */
  message: string
  /** The forwarded mail as text, header block included. */
  embedded: string
}

/** An event of a calendar part; `file` is the index of that part in `ParsedMail.attachments`, null when it is not there. */
export type ParsedInvitation = Omit<Invitation, 'fileId'> & { file: number | null }

export type ParsedMail = {
  /** Without `<>`, as are all ids here. */
  messageId: string | null
  inReplyTo: string[]
  /** Oldest first (RFC 5322 §3.6.4). */
  references: string[]
  from: MailAddress | null
  sender: MailAddress | null
  replyTo: MailAddress[]
  to: MailAddress[]
  cc: MailAddress[]
  subject: string
  /** Of the Date header; null when there is none or it is no date. */
  date: Date | null
  /** The whole mail as text, quotes and signature included; from the HTML where the text parts lack what it says. */
  text: string
  /** Sanitised, see `sanitise-html.ts`; null when the mail has no HTML part. */
  html: string | null
  /** The style sheets of `html`, sanitised, see `sanitise-style-sheet.ts`; '' when there are none. */
  style: string
  /** `text` without quote and signature; all of it when unsure. */
  visibleReply: string
  /** What of `text` folds on screen. */
  folds: TextFold[]
  attachments: ParsedAttachment[]
  /** What its calendar parts say, at most 20. */
  invitations: ParsedInvitation[]
  /** Sent by a machine on behalf of a person, e.g. out of office (RFC 3834); a bounce may say so of itself too. */
  autoReply: boolean
  /** Everything that is special about its kind, each at most once; `autoReply` and `isBounce` are among it. */
  traits: MailTrait[]
  /** A report that a mail could not be delivered, or not yet. */
  isBounce: boolean
  /** The first recipient that the report is about, for a delay notice the one that waits; null for what is no bounce. */
  bounce: ParsedBounce | null
  /** Every recipient that the report names as failed, or as delayed when none has failed. */
  bounces: ParsedBounce[]
  /** The report says that delivery is late and goes on being tried: no failure. */
  isDelayNotice: boolean
  /** Recipients that it reports as reached, of a bounce that is one in part too. */
  delivered: ParsedReceipt[]
  /** Its reader's program reports that a mail was opened. */
  read: ParsedReceipt | null
  complaint: ParsedComplaint | null
  /** Of a report: what may lead to the mail that it is about. */
  returned: ReturnedIds | null
  forwarded: ForwardedMail | null
  /** Every address that a From header names, and whether signatures (DKIM, ARC) may prove it: for `authenticator.ts`. */
  claimedSenders: { addresses: string[]; isSigned: boolean }
  forwardingConfirmation: ForwardingConfirmation | null
  /** Whom to take as sender when From is missing or unusable: Reply-To, a later From, Sender or Return-Path. */
  senderFallback: string | null
  /** The mark of an installation of Samtale, as ours carry it. It proves nothing, but gets no automatic answer from its own. */
  installation: string | null
  /**
   * Headers that decisions further on need, by lower-case name, unfolded and decoded; repeated ones joined by a
   * newline, topmost first. Only those of `keptHeaders` that the mail has.
   */
  headers: Readonly<Record<string, string>>
}

/** The headers that `ParsedMail.headers` keeps. X-Samtale-* is not among them: from outside it means nothing. */
export const keptHeaders: ReadonlySet<string> = new Set([
  'auto-submitted',
  'authentication-results',
  'content-language',
  'content-type',
  'delivered-to',
  'errors-to',
  'feedback-id',
  'importance',
  'list-help',
  'list-id',
  'list-post',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'precedence',
  'priority',
  'resent-from',
  'return-path',
  'thread-index',
  'thread-topic',
  'x-auto-response-suppress',
  'x-autoreply',
  'x-autorespond',
  'x-failed-recipients',
  'x-forwarded-for',
  'x-forwarded-to',
  'x-gm-thrid',
  'x-loop',
  'x-mailer',
  'x-original-from',
  'x-original-to',
  'x-priority',
])

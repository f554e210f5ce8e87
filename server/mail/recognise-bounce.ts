import { bounceReason, isHardReason } from './bounce-reason.ts'
import {
  type Named,
  namedRecipients,
  type RefusedCommand,
  refusedCommand,
  reportPart,
  sentenceWithCode,
  statusIn,
} from './bounce-text.ts'
import { addressesIn, isUsableAddress } from './mail-address.ts'
import type { MailAddress, ParsedBounce, ParsedReceipt } from './parsed-mail.ts'
import { addressOfField, type Fields, recipientBlocks } from './status-report.ts'

/** What of a mail a report is known by. Texts are bounded by the caller. */
export type ReportSigns = {
  header(name: string): string
  contentType: string
  from: MailAddress | null
  subject: string
  /** Text for people. */
  text: string
  /** Each `message/delivery-status` part as text (RFC 3464). */
  statusReports: readonly string[]
  /** A `message/feedback-report` or a `message/disposition-notification`: never a bounce, whatever its words. */
  isOtherReport: boolean
  /** Header of the returned mail, from `message/rfc822` or `text/rfc822-headers`; '' when none came along. */
  originalHeader: string
}

export type Report = { isBounce: boolean; isDelayNotice: boolean; bounces: ParsedBounce[]; delivered: ParsedReceipt[] }

const none: Report = { isBounce: false, isDelayNotice: false, bounces: [], delivered: [] }

/**
 * What a report says about a mail that was sent from here: RFC 3464 first; then, where the sender and the subject are
 * those of a mail system, the known shapes in plain text. A person's mail that quotes a bounce is none.
 */
export function recogniseBounce(signs: ReportSigns): Report {
  if (signs.isOtherReport) return none
  const fields = signs.statusReports.flatMap(recipientBlocks)
  if (fields.length > 0) return fromStatusReports(fields, signs)
  if (!isFromMailSystem(signs)) return none
  // The same fields in plain text, as gateways that take reports apart leave them.
  const inText = /^(?:final|original)-recipient:/im.test(signs.text) ? recipientBlocks(signs.text) : []
  return inText.length > 0 ? fromStatusReports(inText, signs) : fromText(signs)
}

function fromStatusReports(blocks: readonly Fields[], signs: ReportSigns): Report {
  const failed: ParsedBounce[] = []
  const delayed: ParsedBounce[] = []
  const delivered: ParsedReceipt[] = []
  const returned = returnedMail(signs)
  const wrong = notTheRecipient(signs, returned)
  const named = blocks.length === 1 ? [] : namedRecipients(returned.own, wrong, returned.to)
  for (const fields of blocks) {
    // What people are told of one alone may stand anywhere; of several, only what is said of each counts.
    const detail = blocks.length === 1 ? returned.own : detailOf(named, fields)
    const action = (fields.get('action') ?? '').toLowerCase().split(/[\s;]/, 1)[0] ?? ''
    if (action === 'relayed' || action === 'expanded') continue
    if (action === 'delivered')
      delivered.push({
        recipient: addressOfField(fields.get('final-recipient')),
        originalRecipient: addressOfField(fields.get('original-recipient')),
        originalMessageId: returned.messageId,
      })
    else if (action === 'delayed') delayed.push({ ...bounceOf(fields, detail, returned), hard: false })
    else failed.push(bounceOf(fields, detail, returned))
  }
  if (failed.length > 0) return { isBounce: true, isDelayNotice: false, bounces: failed, delivered }
  return { isBounce: delayed.length > 0, isDelayNotice: delayed.length > 0, bounces: delayed, delivered }
}

function detailOf(named: readonly Named[], fields: Fields): string {
  const addresses = [fields.get('final-recipient'), fields.get('original-recipient')].map(addressOfField)
  return named.find(({ recipient }) => addresses.some((one) => isSameAddress(one, recipient)))?.detail ?? ''
}

const isSameAddress = (a: string | null, b: string) => a?.toLowerCase() === b.toLowerCase()

/** Addresses that a report names besides the recipient: who reports, who is told, who wrote. */
function notTheRecipient(signs: ReportSigns, returned: Returned): Set<string> {
  const told = addressesIn(signs.header('to')).map(({ address }) => address.toLowerCase())
  return new Set([signs.from?.address.toLowerCase() ?? '', ...told, ...returned.from])
}

function bounceOf(fields: Fields, detail: string, returned: Returned): ParsedBounce {
  const diagnostic = (fields.get('diagnostic-code') ?? '').replace(/^[\w-]{1,40}\s?;\s?/, '').trim()
  const named = (fields.get('status') ?? '').match(/[245]\.\d{1,3}\.\d{1,3}/)?.[0] ?? null
  const told = statusIn(diagnostic)
  // Many systems report the summary 5.0.0 while the other server's own sentence is exact.
  const status = named && !/^[45]\.0\.0$/.test(named) ? named : (told ?? named)
  const final = addressOfField(fields.get('final-recipient'))
  const original = addressOfField(fields.get('original-recipient'))
  const evidence = diagnostic || detail.slice(0, 4_000)
  const command = refusedCommand(diagnostic) ?? refusedCommand(detail)
  return bounce({
    recipient: final ?? original,
    original,
    status,
    diagnostic: diagnostic || null,
    evidence,
    command,
    returned,
  })
}

type Returned = { own: string; messageId: string | null; from: string[]; to: string[] }

/** The mail that came back, as far as it came along, and the report above it. */
function returnedMail(signs: ReportSigns): Returned {
  const { own, returned } = reportPart(signs.text.slice(0, 20_000))
  const header = signs.originalHeader || returned
  const field = (name: string, text: string) =>
    new RegExp(`^[ \\t]{0,4}${name}:[ \\t]{0,4}(.{1,1000})$`, 'im').exec(text.slice(0, 100_000))?.[1] ?? ''
  const addresses = (name: string) => addressesIn(field(name, header)).map(({ address }) => address.toLowerCase())
  const id = field('message-id', header) || field('message-id', own)
  return { own, messageId: /<([^<>\s]{1,990})>/.exec(id)?.[1] ?? null, from: addresses('from'), to: addresses('to') }
}

function bounce({
  recipient,
  original,
  status,
  diagnostic,
  evidence,
  command,
  returned,
}: {
  recipient: string | null
  original: string | null
  status: string | null
  diagnostic: string | null
  evidence: string
  command: RefusedCommand
  returned: Returned
}): ParsedBounce {
  const reason = bounceReason(evidence, status, command)
  return {
    recipient,
    originalRecipient: original,
    reason,
    hard: isHardReason(reason, status),
    status,
    diagnostic: diagnostic?.slice(0, 1_000) ?? null,
    originalMessageId: returned.messageId,
  }
}

const systemNames =
  /^(?:mailer-?daemon|postmaster|mail-?daemon|mailerdaemon|mdaemon|mail\s?delivery(?: sub)?system|mail delivery service|bounce(?:s|-.*|\+.*)?|non-?delivery|microsoftexchange[0-9a-f]*)$/i
const systemDisplayNames =
  /mail(?:er)?[ _-]?(?:delivery|daemon)|postmaster|system administrator|delivery (?:sub)?system|mail system/i
const failureSubjects = [
  'undeliver',
  'undelivered mail',
  'delivery status notification',
  'delivery failure',
  'delivery failed',
  'mail delivery failed',
  'mail delivery failure',
  'returned mail',
  'failure notice',
  'delivery notification',
  'delivery error',
  'message delivery',
  'mail could not be delivered',
  'unable to deliver',
  'could not be delivered',
  'non-delivery',
  'nondeliverable',
  'mail system error',
  'mail error',
  'delivery report',
  'message status',
  'delivery problem',
  'not delivered',
  'rejected',
  'unzustellbar',
  'nicht zugestellt',
  'kunne ikke leveres',
  'ikke levert',
  'uanbringelig',
  'kan inte levereras',
  'ikke leveret',
  'non remis',
  'échec de la remise',
  'no se puede entregar',
  'no entregado',
  'non recapitabile',
  'mancato recapito',
  'onbestelbaar',
  'não é possível entregar',
  'недоставлен',
  '配信',
  'エラーメール',
  '배달',
  'warning: could not send',
  'delivery delayed',
  'delayed mail',
  'failed mail',
  'message undeliverable',
  'delivery incomplete',
  'message blocked',
]

/** Sent by a mail system, or with the null return path, and with a subject that speaks of a failure. */
function isFromMailSystem(signs: ReportSigns): boolean {
  const local = (signs.from?.address ?? '').split('@', 1)[0] ?? ''
  const isSystem = systemNames.test(local) || systemDisplayNames.test((signs.from?.name ?? '').slice(0, 200))
  const isNullPath = /^\s*<\s*>\s*$/.test(signs.header('return-path'))
  const subject = signs.subject.slice(0, 300).toLowerCase()
  const speaksOfFailure = failureSubjects.some((word) => subject.includes(word))
  const isReport = /multipart\/report/i.test(signs.contentType)
  if (/disposition-notification|feedback-report/i.test(signs.contentType)) return false
  if (signs.header('x-failed-recipients') !== '') return true
  return (
    (isReport && /delivery-status/i.test(signs.contentType)) ||
    ((isSystem || isNullPath) && speaksOfFailure) ||
    isListRefusal(signs, local) ||
    (isSystem && saysFailure(signs.text))
  )
}

/** A list that takes no mail from its sender answers under its own name. */
function isListRefusal(signs: ReportSigns, local: string): boolean {
  const isList =
    signs.header('x-mlserver') !== '' || signs.header('x-ml-name') !== '' || signs.header('x-mailman-version') !== ''
  if (!isList && !/-(?:admin|owner|bounces|request)$/i.test(local)) return false
  const start = signs.text.slice(0, 1_000).toLowerCase()
  return listRefusals.some((words) => start.includes(words))
}

const listRefusals = [
  'not a member of this mailing list',
  'not a member of the mailing list',
  'not allowed to post to this mailing list',
  'your message has been automatically rejected',
  'only members may post',
  'you are not a member of this',
]

function saysFailure(text: string): boolean {
  const start = text.slice(0, 3_000).toLowerCase()
  return [
    'could not be delivered',
    'was not delivered',
    "couldn't be delivered",
    'delivery failed',
    'failed permanently',
    'permanent error',
    'permanent fatal error',
    'unable to deliver',
    'undeliverable',
    'not be delivered to',
    'user unknown',
    'mailbox is full',
    "wasn't able to deliver",
    'unknown user',
    'kunne ikke leveres',
    'unrouteable address',
    'rejected',
    'host unknown',
  ].some((words) => start.includes(words))
}

function fromText(signs: ReportSigns): Report {
  const returned = returnedMail(signs)
  const { own } = returned
  const subject = signs.subject.toLowerCase()
  const isDelay =
    /delay|warning: could not|warning: message/.test(subject) ||
    (/still being (?:retried|attempted)|will (?:continue|keep|be retried)|not yet been delivered|has not been delivered yet|no action is required/i.test(
      own,
    ) &&
      !/failed permanently|giving up|returned to sender/i.test(own))
  const inHeader = addressesIn(signs.header('x-failed-recipients')).map(({ address }) => address)
  const inText = namedRecipients(own, notTheRecipient(signs, returned), returned.to)
  const named =
    inHeader.length === 0
      ? inText
      : [...new Set(inHeader.filter(isUsableAddress))].slice(0, 100).map((recipient) => ({
          recipient,
          detail: inText.find((one) => isSameAddress(one.recipient, recipient))?.detail ?? '',
        }))
  if (named.length === 0 && returned.to.length === 1 && returned.to[0] !== undefined)
    named.push({ recipient: returned.to[0], detail: own })
  const of = (recipient: string | null, detail: string) => {
    // What is said of one alone may stand anywhere; of several, only what is said of each counts.
    const evidence = named.length > 1 && detail.trim() !== '' ? detail : own
    return bounce({
      recipient,
      original: null,
      status: statusIn(detail) ?? (named.length > 1 ? null : statusIn(own)),
      diagnostic: sentenceWithCode(detail) ?? (named.length > 1 ? null : sentenceWithCode(own)),
      evidence,
      command: refusedCommand(evidence),
      returned,
    })
  }
  const bounces = named.length > 0 ? named.map(({ recipient, detail }) => of(recipient, detail)) : [of(null, '')]
  if (isDelay)
    return {
      isBounce: true,
      isDelayNotice: true,
      bounces: bounces.map((one) => ({ ...one, hard: false })),
      delivered: [],
    }
  return { isBounce: true, isDelayNotice: false, bounces, delivered: [] }
}

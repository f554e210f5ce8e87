import { bounceReason, isHardReason } from './bounce-reason.ts'
import { addressesIn, isUsableAddress } from './mail-address.ts'
import type { MailAddress, ParsedBounce } from './parsed-mail.ts'

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
  /** `message/feedback-report`: a complaint (RFC 5965), never a bounce. */
  isComplaint: boolean
  /** Header of the returned mail, from `message/rfc822` or `text/rfc822-headers`; '' when none came along. */
  originalHeader: string
}

export type Report = { isBounce: boolean; isDelayNotice: boolean; bounces: ParsedBounce[] }

const none: Report = { isBounce: false, isDelayNotice: false, bounces: [] }

/**
 * What a report says about a mail that was sent from here: RFC 3464 first; then, where the sender and the subject are
 * those of a mail system, the known shapes in plain text. A person's mail that quotes a bounce is none.
 */
export function recogniseBounce(signs: ReportSigns): Report {
  if (signs.isComplaint) return none
  const fields = signs.statusReports.flatMap(recipientBlocks)
  if (fields.length > 0) return fromStatusReports(fields, signs)
  if (!isFromMailSystem(signs)) return none
  return fromText(signs)
}

type Fields = ReadonlyMap<string, string>

/** The per-recipient blocks of a delivery status: those after the first, which is about the mail as a whole. */
function recipientBlocks(report: string): Fields[] {
  return report
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .slice(0, 500)
    .map(parseFields)
    .filter(
      (fields) =>
        fields.has('final-recipient') ||
        fields.has('original-recipient') ||
        (fields.has('action') && fields.has('status')),
    )
}

function parseFields(block: string): Fields {
  const fields = new Map<string, string>()
  let last = ''
  for (const line of block.split('\n').slice(0, 200)) {
    const colon = line.indexOf(':')
    if (/^[ \t]/.test(line) && last) fields.set(last, `${fields.get(last)} ${line.trim()}`.slice(0, 4_000))
    else if (colon > 0) {
      last = line.slice(0, colon).trim().toLowerCase()
      if (!fields.has(last)) fields.set(last, line.slice(colon + 1).trim())
    }
  }
  return fields
}

function fromStatusReports(blocks: readonly Fields[], signs: ReportSigns): Report {
  const failed: ParsedBounce[] = []
  const delayed: ParsedBounce[] = []
  for (const fields of blocks) {
    const action = (fields.get('action') ?? '').toLowerCase().split(/[\s;]/, 1)[0] ?? ''
    if (action === 'delivered' || action === 'relayed' || action === 'expanded') continue
    if (action === 'delayed') delayed.push({ ...bounceOf(fields, signs), hard: false })
    else failed.push(bounceOf(fields, signs))
  }
  if (failed.length > 0) return { isBounce: true, isDelayNotice: false, bounces: failed }
  return { isBounce: delayed.length > 0, isDelayNotice: delayed.length > 0, bounces: delayed }
}

function bounceOf(fields: Fields, signs: ReportSigns): ParsedBounce {
  const diagnostic = (fields.get('diagnostic-code') ?? '').replace(/^[\w-]+\s*;\s*/, '').trim()
  const named = (fields.get('status') ?? '').match(/[245]\.\d{1,3}\.\d{1,3}/)?.[0] ?? null
  const told = statusIn(diagnostic)
  // Many systems report the summary 5.0.0 while the other server's own sentence is exact.
  const status = named && !/^[45]\.0\.0$/.test(named) ? named : (told ?? named)
  const recipient =
    addressAfterType(fields.get('final-recipient') ?? '') ?? addressAfterType(fields.get('original-recipient') ?? '')
  return bounce({
    recipient,
    status,
    diagnostic: diagnostic || null,
    evidence: `${diagnostic}\n${diagnostic ? '' : signs.text.slice(0, 4_000)}`,
    signs,
  })
}

/** `rfc822; kari@solvik.example` → the address. */
function addressAfterType(value: string): string | null {
  const text = value.replace(/^[\w-]+\s*;\s*/, '').trim()
  return (
    addressesIn(text)
      .map(({ address }) => address)
      .find(isUsableAddress) ?? null
  )
}

function bounce({
  recipient,
  status,
  diagnostic,
  evidence,
  signs,
}: {
  recipient: string | null
  status: string | null
  diagnostic: string | null
  evidence: string
  signs: ReportSigns
}): ParsedBounce {
  const found = bounceReason(evidence, status)
  // Refused after the data: the address is known there, and its owner's filter said no.
  const reason = found === 'userunknown' && /end of data/i.test(evidence) ? 'filtered' : found
  return {
    recipient,
    reason,
    hard: isHardReason(reason, status),
    status,
    diagnostic: diagnostic?.slice(0, 1_000) ?? null,
    originalMessageId: /^message-id:\s*<([^<>\s]{1,990})>/im.exec(signs.originalHeader.slice(0, 100_000))?.[1] ?? null,
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
    (isSystem && saysFailure(signs.text))
  )
}

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
  const text = signs.text.slice(0, 20_000)
  const own = text.slice(0, originalStart(text))
  const subject = signs.subject.toLowerCase()
  const isDelay =
    /delay|warning: could not|warning: message/.test(subject) ||
    (/still being (?:retried|attempted)|will (?:continue|keep|be retried)|not yet been delivered|has not been delivered yet|no action is required/i.test(
      own,
    ) &&
      !/failed permanently|giving up|returned to sender/i.test(own))
  if (isDelay) return { isBounce: true, isDelayNotice: true, bounces: [] }
  const status = statusIn(own)
  const diagnostic = sentenceWithCode(own)
  const named = signs.header('x-failed-recipients')
  const recipients = named === '' ? addressesOfText(own, signs) : addressesIn(named).map(({ address }) => address)
  const distinct = [...new Set(recipients)].slice(0, 100)
  const list = named === '' ? distinct.slice(0, 1) : distinct
  const of = (recipient: string | null) => bounce({ recipient, status, diagnostic, evidence: own, signs })
  return { isBounce: true, isDelayNotice: false, bounces: list.length > 0 ? list.map(of) : [of(null)] }
}

/** The returned mail often follows in the text: its words are no evidence. */
function originalStart(text: string): number {
  const start = text.search(
    /^[ \t>]*(?:-+\s*(?:this is a copy|original message|below this line is|returned message|the header of the original|begin message)|received: (?:from|by) |content of type message)/im,
  )
  return start < 0 ? text.length : start
}

function addressesOfText(text: string, signs: ReportSigns): string[] {
  const sender = signs.from?.address.toLowerCase()
  const found = text.match(/[A-Za-z0-9._%+=/-]{1,64}@[A-Za-z0-9.-]{1,200}[A-Za-z0-9]/g) ?? []
  const original = /^to:(.{1,500})$/im.exec(signs.originalHeader.slice(0, 50_000))?.[1]
  const fromOriginal = original ? addressesIn(original).map(({ address }) => address) : []
  const outside = found.filter(
    (address) =>
      address.toLowerCase() !== sender &&
      isUsableAddress(address) &&
      !/^(?:postmaster|mailer-daemon|abuse)@/i.test(address),
  )
  return [...outside.filter((address) => fromOriginal.includes(address)), ...outside]
}

function statusIn(text: string): string | null {
  return /(?:^|[^\d.])([45]\.\d{1,2}\.\d{1,3})(?![\d.])/.exec(text.slice(0, 20_000))?.[1] ?? null
}

function sentenceWithCode(text: string): string | null {
  const found =
    /(?:^|[\s:<>])([45]\d\d[ -](?:#?[45]\.\d{1,2}\.\d{1,3}\s)?[^\n]{3,400}(?:\n[ \t]+[^\n]{1,400}){0,3})/m.exec(
      text,
    )?.[1]
  return found ? found.replace(/\s+/g, ' ').trim() : null
}

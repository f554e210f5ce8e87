import type { Incoming, IncomingFile } from '../../conversation/incoming.ts'
import { type SignedIds, splitAddress } from '../../conversation/signed-ids.ts'
import { passedOnBy } from '../../mail/forward-author.ts'
import { decodeHeader } from '../../mail/header-text.ts'
import { headerText } from '../../mail/header-value.ts'
import { messageKey } from '../../mail/mail-digest.ts'
import { mayAnswerAutomatically } from '../../mail/may-answer.ts'
import type { MailAddress, ParsedMail } from '../../mail/parsed-mail.ts'

import { hasRemotePictures } from '../../mail/remote-pictures.ts'
import type { UnreadableMail } from '../../mail/unreadable-mail.ts'
import type { Arrival } from '../arrival-store.ts'

/** A mail that was understood, as every channel hands on what arrived. Pure. `files`: its attachments, stored. */
export function incomingMail(
  arrival: Arrival,
  parsed: ParsedMail,
  files: readonly IncomingFile[],
  signedIds: SignedIds,
  verdict: Incoming['verdict'],
): Incoming {
  const mail = markedIfOurs(arrival, parsed, signedIds)
  const from = mail.from ?? { name: '', address: mail.senderFallback ?? arrival.envelopeFrom }
  return {
    ...envelopeOf(
      arrival,
      [...mail.to, ...mail.cc].map((one) => one.address),
    ),
    key: messageKey(mail),
    from: shownAddress(from),
    to: mail.to.map(shownAddress),
    cc: mail.cc.map(shownAddress),
    replyTo: mail.replyTo,
    subject: headerText(mail.subject),
    externalId: mail.messageId,
    ancestors: [...mail.inReplyTo, ...mail.references.toReversed()].slice(0, 100),
    verdict,
    traits: mail.traits,
    passedOn: passedOnBy({ ...mail, envelopeFrom: arrival.envelopeFrom }),
    mayAnswer: mayAnswerAutomatically(mail, {
      hasNullReturnPath: arrival.envelopeFrom === '',
      installation: signedIds.installation,
      isOwnAddress: (address) =>
        arrival.recipients.some((one) => splitAddress(one).base === splitAddress(address).base),
    }),
    text: mail.text,
    visibleText: mail.visibleReply === mail.text ? null : mail.visibleReply,
    folds: mail.folds,
    html: mail.html,
    style: mail.style,
    hasRemoteImages: hasRemotePictures(mail.html ?? '', mail.style),
    attachments: files,
    invitations: mail.invitations,
    unreadable: null,
  }
}

/** A mail of ours that came back as a new one goes in a circle. */
function markedIfOurs({ accountId }: Arrival, mail: ParsedMail, signedIds: SignedIds): ParsedMail {
  const isOurs = mail.messageId !== null && signedIds.threadOfMessageId(accountId, mail.messageId) !== null
  return isOurs && !mail.traits.includes('loop') ? { ...mail, traits: [...mail.traits, 'loop'] } : mail
}

/** A mail that could not be taken apart: a conversation that says so, with the raw mail behind it (pains 1, 5). */
export function unreadableMail(
  arrival: Arrival,
  raw: Buffer,
  error: Pick<UnreadableMail, 'reason' | 'detail'>,
): Incoming {
  const head =
    raw
      .subarray(0, 65_536)
      .toString('latin1')
      .split(/\r?\n\r?\n/, 1)[0] ?? ''
  return {
    ...envelopeOf(arrival, []),
    // Its parts are not known, so nothing can be said of a second delivery but that its bytes are the same.
    key: null,
    from: { name: '', address: addressIn(headerIn(head, 'from')) ?? arrival.envelopeFrom },
    to: arrival.recipients.map((address) => ({ name: '', address })),
    cc: [],
    replyTo: [],
    subject: headerText(decodeHeader(headerIn(head, 'subject'), null)).slice(0, 500),
    externalId: null,
    ancestors: [],
    verdict: null,
    traits: [],
    passedOn: null,
    mayAnswer: false,
    text: '',
    visibleText: null,
    folds: [],
    html: null,
    style: '',
    hasRemoteImages: false,
    attachments: [],
    invitations: [],
    unreadable: { reason: error.reason, detail: error.detail },
  }
}

/** A name stands in the middle of our sentences: nothing in it turns their direction, and one that shows nothing is none. */
function shownAddress({ name, address }: MailAddress): MailAddress {
  const shown = headerText(name)
  return { name: /[\p{L}\p{N}\p{P}\p{S}]/u.test(shown) ? shown : '', address }
}

function envelopeOf(arrival: Arrival, named: readonly string[]) {
  const isAddress = (address: string) => address.includes('@')
  const delivered = arrival.recipients.filter(isAddress)
  const addresses = [...delivered, ...named.filter(isAddress)].map(splitAddress)
  return {
    arrivalId: arrival.id,
    receivedAt: arrival.receivedAt,
    isExample: arrival.isExample,
    deliveredTo: addresses.slice(0, delivered.length).map(({ base }) => base),
    deliveredPlus: addresses.slice(0, delivered.length).map(({ plus }) => plus),
    plusParts: addresses.flatMap(({ plus }) => (plus === null ? [] : [plus])),
    hasNullReturnPath: arrival.envelopeFrom === '',
  }
}

/** One header, unfolded and undecoded: enough to recognise the mail by. */
function headerIn(head: string, name: string): string {
  const lines = head.split(/\r?\n/)
  const at = lines.findIndex((line) => line.toLowerCase().startsWith(`${name}:`))
  if (at === -1) return ''
  const folded = lines.slice(at + 1).findIndex((line) => !/^[ \t]/.test(line))
  const all = lines.slice(at, folded === -1 ? at + 20 : at + 1 + folded)
  return all
    .join(' ')
    .slice(name.length + 1, 2000)
    .trim()
}

const addressIn = (text: string) => /[^\s<>@"]{1,64}@[^\s<>@"]{1,253}/.exec(text)?.[0] ?? null

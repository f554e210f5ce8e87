import { addressesIn, isUsableAddress } from './mail-address.ts'
import type { ForwardedMail, MailAddress } from './parsed-mail.ts'

/**
 * How a mail came here by way of another: written out below somebody's own words (`inline`), attached, through a list
 * that puts itself into From, or sent on by a mail system that changed nothing (`auto`).
 */
export type PassedOn =
  | { method: ForwardedMail['method'] | 'list'; stated: Stated }
  | { method: 'auto'; by: string | null }

type Stated = Pick<ForwardedMail, 'originalFrom' | 'originalSubject' | 'originalDate' | 'originalTo' | 'originalCc'>

export type ForwardAuthor = {
  author: MailAddress
  /** Who passed it on; null: nobody, or a mail system that left From as it was. */
  forwarder: MailAddress | null
  method: PassedOn['method'] | null
  /** Nothing but the forwarder's word says so. Whoever uses `author` shows that, and gives no right for it. */
  claimed: boolean
}

/**
 * Who wrote a mail (`channels.md` §4.7): the writer of the attached mail, else of the one written out, else From. Only
 * an address can be one, and neither the forwarder's own nor one of ours: a customer who passes our answer back to us
 * is the customer.
 */
export function authorOfForward(
  { from, passedOn }: { from: MailAddress; passedOn: PassedOn | null },
  { isOurs }: { isOurs(address: string): boolean },
): ForwardAuthor {
  if (passedOn === null) return { author: from, forwarder: null, method: null, claimed: false }
  if (passedOn.method === 'auto') return { author: from, forwarder: null, method: 'auto', claimed: false }
  const stated = passedOn.stated.originalFrom
  const isAuthor =
    stated !== null &&
    isUsableAddress(stated.address) &&
    stated.address.toLowerCase() !== from.address.toLowerCase() &&
    !isOurs(stated.address)
  return { author: isAuthor ? stated : from, forwarder: from, method: passedOn.method, claimed: isAuthor }
}

type Signs = {
  from: MailAddress | null
  replyTo: readonly MailAddress[]
  forwarded: ForwardedMail | null
  headers: Readonly<Record<string, string>>
  envelopeFrom: string
}

/** How the mail came here by way of another, from what was recognised in it and what its header and envelope say. */
export function passedOnBy({ from, replyTo, forwarded, headers, envelopeFrom }: Signs): PassedOn | null {
  if (forwarded) return { method: forwarded.method, stated: forwarded }
  const listWriter = writerThroughList(from, replyTo, headers)
  if (listWriter) {
    const nothing = { originalSubject: null, originalDate: null, originalTo: [], originalCc: [] }
    return { method: 'list', stated: { originalFrom: listWriter, ...nothing } }
  }
  return automaticForward(headers, envelopeFrom)
}

/** `'Kari Solheim' via Support <support@group.example>`: Google Groups names the writer in X-Original-From, Mailman in Reply-To. */
function writerThroughList(
  from: MailAddress | null,
  replyTo: readonly MailAddress[],
  headers: Signs['headers'],
): MailAddress | null {
  if (!from || !headers['list-id']) return null
  const name = /^['"]?(.{1,200}?)['"]? (?:via|through|над|über|par|por|ved) /i.exec(from.name)?.[1]?.trim()
  const original = mailboxIn(headers['x-original-from'] ?? '')
  if (original) return { name: original.name || name || '', address: original.address }
  if (name === undefined) return null
  const others = replyTo.filter(
    ({ address }) => isUsableAddress(address) && address.toLowerCase() !== from.address.toLowerCase(),
  )
  return others.length === 1 && others[0] ? { name, address: others[0].address } : null
}

function mailboxIn(value: string): MailAddress | null {
  return addressesIn(value.slice(0, 600)).find(({ address }) => isUsableAddress(address)) ?? null
}

/**
 * Sent on by a mail system: Gmail (`user+caf_=dest=domain@`, X-Forwarded-For), Microsoft 365 and others (SRS in the
 * envelope), `Resent-*` of a redirect. The writer is untouched, and so is the signature of his domain.
 */
function automaticForward(headers: Signs['headers'], envelopeFrom: string): PassedOn | null {
  const forwardedFor = headers['x-forwarded-for']?.split(/[\s,]+/).find(isUsableAddress)
  if (forwardedFor && headers['x-forwarded-to']) return { method: 'auto', by: forwardedFor }
  const returnPath = (envelopeFrom || headers['return-path'] || '').replace(/[<>\s]/g, '').slice(0, 400)
  const gmail = /^([^+@]{1,64})\+caf_=[^@]{1,250}@([^@]{1,255})$/i.exec(returnPath)
  if (gmail) return { method: 'auto', by: `${gmail[1]}@${gmail[2]}` }
  const rewritten = /^(?:([^+@]{1,64})\+)?SRS[01]?[=+-][^@]{1,300}@([^@]{1,255})$/i.exec(returnPath)
  if (rewritten) return { method: 'auto', by: rewritten[1] ? `${rewritten[1]}@${rewritten[2]}` : null }
  const resent = mailboxIn(headers['resent-from'] ?? '')
  return resent ? { method: 'auto', by: resent.address } : null
}

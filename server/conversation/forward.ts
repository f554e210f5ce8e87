import { authorOfForward } from '../mail/forward-author.ts'
import type { MailAddress } from '../mail/parsed-mail.ts'
import type { Incoming } from './incoming.ts'

/** `message.forwarded`. `author`: null where none is stated, or one that cannot be: the forwarder, or one of us. */
export type StoredForward = {
  method: 'inline' | 'attachment' | 'list' | 'auto'
  /** For `auto` the mailbox that sends on, where it is known. */
  forwarder: MailAddress | null
  author: MailAddress | null
  subject: string | null
  /** As the forwarder states it. */
  date: string | null
  to: MailAddress[]
  cc: MailAddress[]
}

/**
 * What is kept of how a mail came here by way of another. A claim that the screen marks as one: contact, participants,
 * threading and rights are decided by From alone (abuse-11).
 */
export function storedForward(mail: Incoming, isOurs: (address: string) => boolean): StoredForward | null {
  const { passedOn } = mail
  if (passedOn === null) return null
  if (passedOn.method === 'auto') {
    const forwarder = passedOn.by === null ? null : { name: '', address: passedOn.by }
    return { method: 'auto', forwarder, author: null, subject: null, date: null, to: [], cc: [] }
  }
  const { author, forwarder, method, claimed } = authorOfForward(mail, { isOurs })
  const { stated } = passedOn
  return {
    method: method ?? passedOn.method,
    forwarder,
    author: claimed ? author : nameAlone(stated.originalFrom),
    subject: stated.originalSubject?.slice(0, 500) ?? null,
    date: stated.originalDate,
    to: stated.originalTo.slice(0, 20),
    cc: stated.originalCc.slice(0, 20),
  }
}

/** Exchange states colleagues by their name alone: worth reading, though no address can be taken from it. */
function nameAlone(stated: MailAddress | null): MailAddress | null {
  return stated !== null && stated.address === '' && stated.name !== '' ? stated : null
}

/** The address that a mail states as its writer's, lower case, or null: who decides must know whether it is ours. */
export function statedAddress({ passedOn }: Incoming): string | null {
  const stated = passedOn === null || passedOn.method === 'auto' ? null : passedOn.stated.originalFrom
  return stated === null || stated.address === '' ? null : stated.address.toLowerCase()
}

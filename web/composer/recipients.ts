import { domainOf, isSameAddress, type MailAddress } from '../../shared/mail-address.ts'
import type { TimelineItem } from '../data/types.ts'

export type RecipientKind = 'to' | 'cc' | 'bcc'
export type Recipients = Record<RecipientKind, MailAddress[]>
export type ReplyMode = 'reply' | 'replyAll'

type Answered = Pick<TimelineItem, 'reply' | 'replyAll'>

/** Whom an answer to this message goes to. The server has worked out both lists; nobody was ever answered in Bcc. */
export function recipientsOf(answered: Answered, mode: ReplyMode): Recipients {
  const { to, cc } = answered[mode]
  return { to: [...to], cc: [...cc], bcc: [] }
}

/** Whether answering all reaches more people than answering the sender. */
export function hasMoreToAnswer(answered: Answered): boolean {
  return count(recipientsOf(answered, 'replyAll')) > count(recipientsOf(answered, 'reply'))
}

/** Adds people to one field. An address stands in one field only: where it is named last, there it is. */
export function addRecipients(recipients: Recipients, kind: RecipientKind, added: readonly MailAddress[]): Recipients {
  let next = recipients
  for (const person of added) {
    const without = removeEverywhere(next, person.address)
    next = { ...without, [kind]: [...without[kind], person] }
  }
  return next
}

export function removeRecipient(recipients: Recipients, kind: RecipientKind, address: string): Recipients {
  return { ...recipients, [kind]: recipients[kind].filter((person) => !isSameAddress(person.address, address)) }
}

/**
 * Domains among the recipients that the message answered never reached: the slip that sends one customer's words to
 * another. Sorted, each once.
 */
export function newDomains(recipients: Recipients, answered: Answered): string[] {
  const known = new Set(everybody(recipientsOf(answered, 'reply'), recipientsOf(answered, 'replyAll')).map(domainOf))
  const domains = everybody(recipients).map(domainOf)
  return [...new Set(domains)].filter((domain) => !known.has(domain)).toSorted()
}

export function hasRecipient(recipients: Recipients): boolean {
  return count(recipients) > 0
}

function count(recipients: Recipients): number {
  return everybody(recipients).length
}

function everybody(...lists: Recipients[]): string[] {
  return lists.flatMap(({ to, cc, bcc }) => [...to, ...cc, ...bcc].map((person) => person.address))
}

function removeEverywhere(recipients: Recipients, address: string): Recipients {
  const others = (people: MailAddress[]) => people.filter((person) => !isSameAddress(person.address, address))
  return { to: others(recipients.to), cc: others(recipients.cc), bcc: others(recipients.bcc) }
}

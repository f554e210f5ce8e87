import type { MailAddress } from '../mail/parsed-mail.ts'

export type Recipients = { to: MailAddress[]; cc: MailAddress[] }

/** Somebody whom an answer does not reach, and who may be meant all the same: one click adds him. */
export type SuggestedRecipient = {
  kind: 'to' | 'cc'
  name: string
  address: string
  because: 'forwarder' | 'statedAuthor'
}

/**
 * A mail that was passed on by hand (S22). `author`: by the forwarder's word alone. `isProvenUser`: a user of the account
 * passed it on, and that is proven.
 */
export type Forwarding = { author: MailAddress | null; isAuthors: boolean; isProvenUser: boolean }

/**
 * Whom an answer to a message goes to. To the writer's Reply-To, else the writer; all: the other recipients in copy.
 * Our own addresses are never among them, nor is anybody twice; blind copies are answered by nobody.
 *
 * | passed on by hand, *original sender* on | the answer goes to   | suggested       |
 * | by a user of the account, proven        | the author, as stated | forwarder in Cc |
 * | by anybody else                         | the forwarder         | author in To    |
 *
 * Off, or without an author, the forwarder is the writer. Who forges a colleague's address never chooses whom we answer.
 * `isOurs` is asked with lower-case addresses, their plus part taken off.
 */
export function answerRecipients(
  message: {
    direction: 'incoming' | 'outgoing'
    from: MailAddress
    to: readonly MailAddress[]
    cc: readonly MailAddress[]
    replyTo: readonly MailAddress[]
    forwarding: Forwarding | null
  },
  isOurs: (address: string) => boolean,
): { reply: Recipients; replyAll: Recipients; suggested: SuggestedRecipient[] } {
  const seen = new Set<string>()
  const others = (list: readonly MailAddress[]) =>
    list.filter(({ address }) => {
      const key = address.toLowerCase()
      if (key === '' || seen.has(key) || isOurs(key.replace(/^([^+@]+)\+[^@]*@/, '$1@'))) return false
      seen.add(key)
      return true
    })
  if (message.direction === 'outgoing') {
    const to = others(message.to)
    return { reply: { to, cc: [] }, replyAll: { to, cc: others(message.cc) }, suggested: [] }
  }
  const { forwarding } = message
  const author = forwarding?.isAuthors ? forwarding.author : null
  const writer = message.replyTo.length > 0 ? message.replyTo : [message.from]
  const isAuthors = author !== null && forwarding?.isProvenUser === true
  const to = others(isAuthors ? [author] : writer)
  const cc = others([...message.to, ...message.cc])
  const suggested: SuggestedRecipient[] = isAuthors
    ? others([message.from]).map((one) => ({ kind: 'cc', ...one, because: 'forwarder' }))
    : others(author === null ? [] : [author]).map((one) => ({ kind: 'to', ...one, because: 'statedAuthor' }))
  return { reply: { to, cc: [] }, replyAll: to.length > 0 ? { to, cc } : { to: cc, cc: [] }, suggested }
}

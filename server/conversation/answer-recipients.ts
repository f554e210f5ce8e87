import type { MailAddress } from '../mail/parsed-mail.ts'

export type Recipients = { to: MailAddress[]; cc: MailAddress[] }

/**
 * Whom an answer to a message goes to. To the writer's Reply-To, else the writer; all: the other recipients in copy.
 * Our own addresses are never among them, nor is anybody twice; blind copies are answered by nobody.
 * `isOurs` is asked with lower-case addresses, their plus part taken off.
 */
export function answerRecipients(
  message: {
    direction: 'incoming' | 'outgoing'
    from: MailAddress
    to: readonly MailAddress[]
    cc: readonly MailAddress[]
    replyTo: readonly MailAddress[]
  },
  isOurs: (address: string) => boolean,
): { reply: Recipients; replyAll: Recipients } {
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
    return { reply: { to, cc: [] }, replyAll: { to, cc: others(message.cc) } }
  }
  const to = others(message.replyTo.length > 0 ? message.replyTo : [message.from])
  const cc = others([...message.to, ...message.cc])
  return { reply: { to, cc: [] }, replyAll: to.length > 0 ? { to, cc } : { to: cc, cc: [] } }
}

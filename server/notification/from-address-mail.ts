import type { OutgoingMail } from '../mail/compose-mail.ts'
import { type NoticeEnvelope, notice } from './notice.ts'

const words = {
  en: {
    subject: 'Confirm this address for Samtale',
    body: (account: string, address: string, link: string) =>
      `Hello,\n\n"${account}" asks to send mail from ${address} with Samtale. Do you agree? Then open this page within 24 hours and confirm:\n\n${link}\n\nIf you do not know the company, or do not expect this, do nothing: nothing is sent from your address.\n`,
  },
  nb: {
    subject: 'Bekreft denne adressen for Samtale',
    body: (account: string, address: string, link: string) =>
      `Hei,\n\n«${account}» ber om å få sende e-post fra ${address} med Samtale. Er du enig? Da åpner du denne siden innen 24 timer og bekrefter:\n\n${link}\n\nKjenner du ikke firmaet, eller venter du ikke på dette, gjør du ingenting: ingenting sendes fra adressen din.\n`,
  },
}

/**
 * The mail that asks whoever reads an address whether a company may send as it. It can go to a stranger, so its text is
 * fixed: the company's name is the one thing in it that somebody chose, and nothing in that becomes a link (abuse-24).
 */
export function fromAddressMail(input: Omit<NoticeEnvelope, 'name'> & { account: string; link: string }): OutgoingMail {
  const { subject, body } = words[input.language]
  return notice({ ...input, name: '' }, { subject, text: body(withoutLinks(input.account), input.address, input.link) })
}

/** "Solvik.no" → "Solvik no": programs make links of what only looks like one. */
const withoutLinks = (name: string) =>
  name
    .replace(/[:/\\@]|\.(?=\S)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60)

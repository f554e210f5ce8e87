import type { OutgoingMail } from '../mail/compose-mail.ts'
import { type NoticeEnvelope, notice } from './notice.ts'

type Words = { name: string; contact: string; account: string; subject: string; text: string; link: string }

const words = {
  en: {
    subject: ({ contact, subject }: Words) => `${contact} wrote: ${subject || 'no subject'}`,
    body: ({ name, contact, account, text, link }: Words) =>
      `Hello ${name},\n\n${contact}, whose owner you are, wrote to ${account}. Read and answer it here:\n\n${link}\n\n${text}\n`,
  },
  nb: {
    subject: ({ contact, subject }: Words) => `${contact} skrev: ${subject || 'uten emne'}`,
    body: ({ name, contact, account, text, link }: Words) =>
      `Hei ${name},\n\n${contact}, som du er eier av, har skrevet til ${account}. Les og svar her:\n\n${link}\n\n${text}\n`,
  },
}

/** The mail that brings a contact's owner what was written (S25). Answering it reaches nobody: the link does. */
export function contactOwnerMail(input: NoticeEnvelope & Words): OutgoingMail {
  const { subject, body } = words[input.language]
  return notice(input, { subject: subject(input).replace(/\s+/g, ' '), text: body(input) })
}

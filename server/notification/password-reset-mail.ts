import type { OutgoingMail } from '../mail/compose-mail.ts'
import { type NoticeEnvelope, notice } from './notice.ts'

const words = {
  en: {
    subject: 'Choose a new password for Samtale',
    body: (name: string, link: string) =>
      `Hello ${name},\n\nSomebody, most likely you, asked for a new password for Samtale. Choose one here within an hour:\n\n${link}\n\nIf it was not you, do nothing: your password stays as it is.\n`,
  },
  nb: {
    subject: 'Velg et nytt passord for Samtale',
    body: (name: string, link: string) =>
      `Hei ${name},\n\nNoen, trolig du selv, har bedt om et nytt passord for Samtale. Velg det her innen en time:\n\n${link}\n\nVar det ikke deg, gjør du ingenting: passordet ditt blir som det er.\n`,
  },
}

/** The mail with a reset link. It is made while it is sent, and the link is nowhere else. */
export function passwordResetMail(input: NoticeEnvelope & { link: string }): OutgoingMail {
  const { subject, body } = words[input.language]
  return notice(input, { subject: subject, text: body(input.name, input.link) })
}

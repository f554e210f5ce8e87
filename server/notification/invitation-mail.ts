import type { OutgoingMail } from '../mail/compose-mail.ts'
import { type NoticeEnvelope, notice } from './notice.ts'

type Words = { account: string; inviter: string | null; link: string }

const words = {
  en: {
    subject: ({ account, inviter }: Words) =>
      inviter ? `${inviter} invites you to ${account} in Samtale` : `You are invited to ${account} in Samtale`,
    body: ({ account, inviter, link }: Words, name: string) =>
      `Hello${name ? ` ${name}` : ''},\n\n${inviter ?? account} invites you to the shared inbox of ${account} in Samtale. Accept within seven days:\n\n${link}\n\nThe link is yours alone and works once. If you do not expect this, do nothing.\n`,
  },
  nb: {
    subject: ({ account, inviter }: Words) =>
      inviter ? `${inviter} inviterer deg til ${account} i Samtale` : `Du er invitert til ${account} i Samtale`,
    body: ({ account, inviter, link }: Words, name: string) =>
      `Hei${name ? ` ${name}` : ''},\n\n${inviter ?? account} inviterer deg til fellesinnboksen til ${account} i Samtale. Godta innen sju dager:\n\n${link}\n\nLenken er bare din og virker én gang. Venter du ikke på dette, gjør du ingenting.\n`,
  },
}

/** The mail with an invitation's link. It is made while it is sent, and the link is nowhere else. */
export function invitationMail(input: NoticeEnvelope & Words): OutgoingMail {
  const { subject, body } = words[input.language]
  return notice(input, { subject: subject(input), text: body(input, input.name) })
}

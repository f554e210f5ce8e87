import type { LoginChange } from '../account/login-notice.ts'
import type { OutgoingMail } from '../mail/compose-mail.ts'
import { type NoticeEnvelope, notice } from './notice.ts'

type Words = { name: string; account: string; when: string; remoteAddress: string; signIn: string }

const english: Record<LoginChange, string> = {
  'password-changed': 'Your password was changed',
  'totp-added': 'An authenticator app was added to your sign-in',
  'totp-removed': 'The authenticator app was removed from your sign-in',
  'passkey-added': 'A passkey was added to your sign-in',
  'passkey-removed': 'A passkey was removed from your sign-in',
  'all-removed': 'All your second factors were removed',
  'recovery-codes-renewed': 'Your recovery codes were replaced by new ones',
}
const norwegian: Record<LoginChange, string> = {
  'password-changed': 'Passordet ditt er endret',
  'totp-added': 'En autentiseringsapp er lagt til i innloggingen din',
  'totp-removed': 'Autentiseringsappen er fjernet fra innloggingen din',
  'passkey-added': 'En passnøkkel er lagt til i innloggingen din',
  'passkey-removed': 'En passnøkkel er fjernet fra innloggingen din',
  'all-removed': 'Alle ekstra faktorer er fjernet fra innloggingen din',
  'recovery-codes-renewed': 'Gjenopprettingskodene dine er byttet ut med nye',
}

const words = {
  en: {
    locale: 'en-GB',
    changes: english,
    body: (change: string, { name, account, when, remoteAddress, signIn }: Words) =>
      `Hello ${name},\n\n${change} in Samtale.\n\nWhen: ${when}\nFrom: ${remoteAddress || 'the command line of the server'}\n\nIf it was you, there is nothing to do.\n\nIf it was not you, choose a new password at once: open ${signIn} and press "Forgot password?". It signs out everybody who uses your sign-in. Then look through your factors under Settings, Sign-in and security, and tell a super admin of ${account}.\n`,
  },
  nb: {
    locale: 'nb-NO',
    changes: norwegian,
    body: (change: string, { name, account, when, remoteAddress, signIn }: Words) =>
      `Hei ${name},\n\n${change} i Samtale.\n\nNår: ${when}\nFra: ${remoteAddress || 'serverens kommandolinje'}\n\nVar det deg, trenger du ikke gjøre noe.\n\nVar det ikke deg, velger du et nytt passord med en gang: Åpne ${signIn} og trykk «Glemt passordet?». Det logger ut alle som bruker innloggingen din. Se så gjennom faktorene dine under Innstillinger, Innlogging og sikkerhet, og si fra til en superadministrator i ${account}.\n`,
  },
}

/** The mail that tells a person what became of his login, when and from where. No secret is in it, and no link acts. */
export function loginNoticeMail(
  input: NoticeEnvelope &
    Omit<Words, 'when'> & {
      timeZone: string
      change: LoginChange
      changedAt: Date
    },
): OutgoingMail {
  const { locale, changes, body } = words[input.language]
  const change = changes[input.change]
  const format = { dateStyle: 'full', timeStyle: 'long', timeZone: input.timeZone } as const
  const when = new Intl.DateTimeFormat(locale, format).format(input.changedAt)
  return notice(input, { subject: change, text: body(change, { ...input, when }) })
}

import { access } from './access.ts'
import { availability } from './availability.ts'
import { calendar } from './calendar.ts'
import { composer } from './composer.ts'
import { contact } from './contact.ts'
import { files } from './files.ts'
import { format } from './format.ts'
import { fromAddress } from './from-address.ts'
import { inbox } from './inbox.ts'
import { invitation } from './invitation.ts'
import { mail } from './mail.ts'
import { onboarding } from './onboarding.ts'
import { outbox } from './outbox.ts'
import { problems } from './problems.ts'
import { routing } from './routing.ts'
import { sender } from './sender.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { signIn } from './sign-in.ts'
import { signature } from './signature.ts'
import { thread } from './thread.ts'
import { ticket } from './ticket.ts'
import { ticketRecord } from './ticket-record.ts'
import { ui } from './ui.ts'

/** What every page may say. The words of the settings come with them: `in-settings.ts`. */
export const en = {
  ...ui,
  ...format,
  ...problems,
  ...shell,
  ...inbox,
  ...thread,
  ...signIn,
  ...composer,
  ...outbox,
  ...mail,
  ...sender,
  ...signature,
  ...files,
  ...calendar,
  ...onboarding,
  ...settings,
  ...availability,
  ...access,
  ...invitation,
  ...routing,
  ...fromAddress,
  ...ticket,
  ...ticketRecord,
  ...contact,
} as const

import { assignment } from './assignment.ts'
import { audit } from './audit.ts'
import { channelSender } from './channel-sender.ts'
import { forwarding } from './forwarding.ts'
import { inboxSettings } from './inbox-settings.ts'
import { originals } from './originals.ts'
import { people } from './people.ts'
import { plan } from './plan.ts'
import { privateApps } from './private-apps.ts'
import { profile } from './profile.ts'
import { security } from './security.ts'
import { senderDns } from './sender-dns.ts'
import { signatureSettings } from './signature.ts'
import { ticketDefaults } from './ticket-defaults.ts'

/** What only the settings say: loaded when they are opened first. */
export const inSettings = {
  ...inboxSettings,
  ...channelSender,
  ...forwarding,
  ...senderDns,
  ...security,
  ...profile,
  ...plan,
  ...audit,
  ...privateApps,
  ...people,
  ...assignment,
  ...originals,
  ...signatureSettings,
  ...ticketDefaults,
} as const

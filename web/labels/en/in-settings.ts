import { audit } from './audit.ts'
import { inboxSettings } from './inbox-settings.ts'
import { people } from './people.ts'
import { plan } from './plan.ts'
import { privateApps } from './private-apps.ts'
import { profile } from './profile.ts'
import { security } from './security.ts'
import { ticketDefaults } from './ticket-defaults.ts'

/** What only the settings say: loaded when they are opened first. */
export const inSettings = {
  ...inboxSettings,
  ...security,
  ...profile,
  ...plan,
  ...audit,
  ...privateApps,
  ...people,
  ...ticketDefaults,
} as const

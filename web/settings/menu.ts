import { Armchair, CalendarClock, CircleUserRound, Inbox, KeyRound, type LucideIcon, ScrollText } from 'lucide-react'
import type { Session } from '../data/types.ts'
import type { PlainKey } from '../labels/labels.ts'

export type SettingsEntry = {
  to:
    | '/settings/profile'
    | '/settings/availability'
    | '/settings/plan'
    | '/settings/audit'
    | '/settings/inboxes'
    | '/settings/private-apps'
  label: PlainKey
  icon: LucideIcon
  /** Who finds it in the menu; everybody when absent. The server decides all the same. */
  isFor?: (user: Session['user']) => boolean
  /** What it opens to: the entry itself leads nowhere then. */
  under?: PlainKey
}

export type SettingsGroup = { label: PlainKey; entries: SettingsEntry[] }

export const managesPeople = (user: Session['user']) => user.role !== 'user'
const isSuperAdmin = (user: Session['user']) => user.role === 'super-admin'

/** The settings menu, top to bottom. An entry is here once its screen works. */
export const settingsMenu: SettingsGroup[] = [
  {
    label: 'settings.you',
    entries: [
      { to: '/settings/profile', label: 'settings.profile', icon: CircleUserRound },
      { to: '/settings/availability', label: 'availability.title', icon: CalendarClock },
    ],
  },
  {
    label: 'settings.account',
    entries: [
      { to: '/settings/plan', label: 'plan.title', icon: Armchair, isFor: managesPeople },
      { to: '/settings/audit', label: 'audit.title', icon: ScrollText, isFor: isSuperAdmin },
    ],
  },
  {
    label: 'settings.tools',
    entries: [
      {
        to: '/settings/inboxes',
        label: 'settings.inboxes',
        icon: Inbox,
        isFor: managesPeople,
        under: 'settings.inbox',
      },
    ],
  },
  {
    label: 'settings.connections',
    entries: [{ to: '/settings/private-apps', label: 'privateApps.title', icon: KeyRound, isFor: isSuperAdmin }],
  },
]

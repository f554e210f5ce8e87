import { CircleUserRound, Inbox, type LucideIcon } from 'lucide-react'
import type { Session } from '../data/types.ts'
import type { PlainKey } from '../labels/labels.ts'

export type SettingsEntry = {
  to: '/settings/profile' | '/settings/inboxes'
  label: PlainKey
  icon: LucideIcon
  /** Who finds it in the menu; everybody when absent. The server decides all the same. */
  isFor?: (user: Session['user']) => boolean
  /** What it opens to: the entry itself leads nowhere then. */
  under?: PlainKey
}

export type SettingsGroup = { label: PlainKey; entries: SettingsEntry[] }

export const managesPeople = (user: Session['user']) => user.role !== 'user'
export const isSuperAdmin = (user: Session['user']) => user.role === 'super-admin'

/** The settings menu, top to bottom. An entry is here once its screen works. */
export const settingsMenu: SettingsGroup[] = [
  {
    label: 'settings.you',
    entries: [{ to: '/settings/profile', label: 'settings.profile', icon: CircleUserRound }],
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
]

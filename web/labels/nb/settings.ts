import type { settings as en } from '../en/settings.ts'
import type { Translation } from '../labels.ts'

export const settings: Translation<typeof en> = {
  'settings.title': 'Innstillinger',
  'settings.menu': 'Innstillingsmeny',
  'settings.find': 'Finn en innstilling',
  'settings.back': 'Tilbake til innstillingene',
  'settings.you': 'Du',
  'settings.account': 'Konto',
  'settings.tools': 'Verktøy',
  'settings.connections': 'Tilkoblinger',
  'settings.inbox': 'Innboks',
  'settings.inboxes': 'Innbokser',
  'settings.currentView': 'Nåværende visning',
  'settings.actions': 'Handlinger',
  'settings.channels': 'Kanaler',
  'settings.access': 'Tilgang',
  'settings.inboxTabs': 'Innstillinger for innboksen',
}

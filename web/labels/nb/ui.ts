import type { ui as en } from '../en/ui.ts'
import type { Translation } from '../labels.ts'

export const ui: Translation<typeof en> = {
  'ui.close': 'Lukk vinduet',
  'ui.search': 'Søk',
  'ui.noMatch': 'Ingenting passer med «{query}».',
  'ui.tryAgain': 'Prøv igjen',
  'ui.loading': 'Laster',
  'ui.dismiss': 'Skjul',
  'ui.cancel': 'Avbryt',
  'ui.save': 'Lagre',
  'ui.stay': 'Bli her',
  'ui.discard': 'Gå uten å lagre',
  'ui.leaveTitle': 'Gå uten å lagre',
  'ui.leaveText': 'Det du endret på denne siden, er ikke lagret ennå.',
  'ui.allChosen': 'Alle er valgt allerede.',
  'ui.teams': 'Team',
  'ui.people': 'Personer',
  'ui.notToAdd': 'Kan ikke legges til',
  'ui.cannotAdd': '{name} kan ikke legges til: {reason}.',
  'ui.removeName': 'Fjern {name}',
}

import type { ui as en } from '../en/ui.ts'
import type { Translation } from '../labels.ts'

export const ui: Translation<typeof en> = {
  'ui.close': 'Lukk vinduet',
  'ui.search': 'Søk',
  'ui.noMatch': 'Ingenting passer med «{query}».',
  'ui.tryAgain': 'Prøv igjen',
  'ui.loading': 'Laster',
  'ui.dismiss': 'Skjul',
}

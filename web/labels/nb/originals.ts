import type { originals as source } from '../en/originals.ts'
import type { Translation } from '../labels.ts'

export const originals: Translation<typeof source> = {
  'originals.switch': 'Velg opprinnelig avsender for videresending av e-post',
  'originals.switchHint': 'Loggføres på kontakten som skrev den, ikke på kollegaen som videresendte den.',
}

import type { format as en } from '../en/format.ts'
import type { Translation } from '../labels.ts'

export const format: Translation<typeof en> = {
  'format.now': 'nå',
  'format.minutes': '{count} min',
  'format.yesterday': 'I går',
}

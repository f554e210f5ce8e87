import { ticketCategories, ticketPriorities } from '../../shared/ticket.ts'
import { t } from '../labels/labels.ts'

/** '' stands for none. */
export const priorityOptions = () => [
  { value: '', label: t('ticket.none') },
  ...ticketPriorities.map((value) => ({ value, label: t(`ticket.priority.${value}`) })),
]
export const categoryOptions = () => [
  { value: '', label: t('ticket.none') },
  ...ticketCategories.map((value) => ({ value, label: t(`ticket.category.${value}`) })),
]

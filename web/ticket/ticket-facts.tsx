import { useSuspenseQuery } from '@tanstack/react-query'
import { overviewQuery } from '../data/queries.ts'
import type { Ticket } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import styles from './ticket-facts.module.css'

/** The same as the fields say, for who only looks. */
export function TicketFacts({ ticket: { stage, priority, category, ownerId } }: { ticket: Ticket }) {
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const owner = colleagues.find(({ id }) => id === ownerId)?.name
  return (
    <dl className={styles.facts}>
      <dt>{t('ticket.stage')}</dt>
      <dd>{stage}</dd>
      <dt>{t('ticket.priority')}</dt>
      <dd>{priority ? t(`ticket.priority.${priority}`) : t('ticket.none')}</dd>
      <dt>{t('ticket.category')}</dt>
      <dd>{category ? t(`ticket.category.${category}`) : t('ticket.none')}</dd>
      <dt>{t('ticket.ticketOwner')}</dt>
      <dd>{owner ?? t('ticket.noOwner')}</dd>
    </dl>
  )
}

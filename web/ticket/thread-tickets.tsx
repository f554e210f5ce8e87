import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { overviewQuery } from '../data/queries.ts'
import type { Ticket } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import styles from './thread-tickets.module.css'
import { TicketFacts } from './ticket-facts.tsx'
import { TicketFields } from './ticket-fields.tsx'
import { TicketProblem } from './ticket-problem.tsx'
import { useChangeTicket } from './use-change-ticket.ts'

/** A ticket of the conversation in its details: number and name, and what is changed of it here. */
export function ThreadTicket({ ticket }: { ticket: Ticket }) {
  const { inboxes } = useSuspenseQuery(overviewQuery).data
  const { shown, change, error } = useChangeTicket(ticket)
  const mayAct = inboxes.find(({ id }) => id === ticket.inboxId)?.mayAct
  return (
    <div className={styles.ticket}>
      <Link to="/tickets/$ticketId" params={{ ticketId: ticket.id }} className={styles.name}>
        {t('ticket.numbered', { number: ticket.number, name: ticket.subject })}
      </Link>
      {mayAct ? <TicketFields ticket={shown} onChange={change} /> : <TicketFacts ticket={ticket} />}
      <TicketProblem error={error} />
    </div>
  )
}

import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { contactTicketsQuery, overviewQuery } from '../data/queries.ts'
import type { Ticket } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { Avatar, NobodyAvatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import styles from './contact-tickets.module.css'

/** The contact's tickets of the inboxes that the reader sees; each leads to its own page. */
export function ContactTickets({ contactId }: { contactId: string }) {
  const tickets = useInfiniteQuery(contactTicketsQuery(contactId))
  const rows = tickets.data?.pages.flatMap(({ results }) => results) ?? []
  return (
    <section aria-label={t('contact.tickets')} className={styles.tickets}>
      <h2 className={styles.heading}>{t('contact.tickets')}</h2>
      {tickets.data && rows.length === 0 && <p className={styles.none}>{t('contact.noTickets')}</p>}
      {tickets.error && !tickets.data && <p className={styles.none}>{t('contact.ticketsFailed')}</p>}
      <ul className={styles.list}>
        {rows.map((ticket) => (
          <TicketCard key={ticket.id} ticket={ticket} />
        ))}
      </ul>
      {tickets.hasNextPage && (
        <Button isLoading={tickets.isFetchingNextPage} onClick={() => void tickets.fetchNextPage()}>
          {t('contact.more')}
        </Button>
      )}
    </section>
  )
}

function TicketCard({ ticket }: { ticket: Ticket }) {
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const { number, subject, stage, priority, closedAt } = ticket
  const owner = colleagues.find(({ id }) => id === ticket.ownerId)
  return (
    <li className={styles.card}>
      <div className={styles.name}>
        <Link to="/tickets/$ticketId" params={{ ticketId: ticket.id }}>
          {t('ticket.numbered', { number, name: subject })}
        </Link>
      </div>
      <div className={styles.line}>
        {closedAt === null ? (
          <span>{stage}</span>
        ) : (
          <Chip tone="ok" icon={CircleCheck}>
            {stage}
          </Chip>
        )}
        {priority && <Chip tone={priority === 'URGENT' ? 'over' : 'line'}>{t(`ticket.priority.${priority}`)}</Chip>}
        <span className={styles.owner}>
          <span className="sr-only">{owner ? t('ticket.ownedBy', { name: owner.name }) : t('ticket.noOwner')}</span>
          {owner ? <Avatar id={owner.id} name={owner.name} size={20} /> : <NobodyAvatar title={t('ticket.noOwner')} />}
        </span>
      </div>
    </li>
  )
}

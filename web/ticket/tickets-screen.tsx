import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { CircleAlert, RotateCw, Ticket as TicketIcon } from 'lucide-react'
import { ApiProblem } from '../data/api.ts'
import { overviewQuery, ticketsQuery } from '../data/queries.ts'
import type { Ticket } from '../data/types.ts'
import { exactTime, shortTime } from '../labels/format.ts'
import { problemText, t } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListPage } from '../ui/list-page.tsx'
import { Select } from '../ui/select.tsx'
import { Delayed, SkeletonRows } from '../ui/skeleton.tsx'
import table from '../ui/table.module.css'
import { useNow } from '../ui/use-now.ts'
import styles from './tickets-screen.module.css'

const states = ['open', 'mine', 'closed'] as const

/** The tickets of the inboxes that one sees, newest first; each with its own page. */
export function TicketsScreen() {
  const { state = 'open' } = useSearch({ from: '/shell/tickets' })
  const navigate = useNavigate({ from: '/tickets' })
  const tickets = useInfiniteQuery(ticketsQuery(state))
  const rows = tickets.data?.pages.flatMap(({ results }) => results) ?? []
  return (
    <ListPage title={t('tickets.title')}>
      <div>
        <Select
          label={t('tickets.show')}
          className={styles.filter}
          value={state}
          options={states.map((value) => ({ value, label: t(`tickets.state.${value}`) }))}
          onSelect={(value) => {
            const chosen = value === 'mine' || value === 'closed' ? value : null
            void navigate({ search: chosen ? { state: chosen } : {} })
          }}
        />
      </div>
      {rows.length > 0 && <TicketTable tickets={rows} />}
      {tickets.data && rows.length === 0 && (
        <Empty icon={TicketIcon} title={t('tickets.empty')}>
          {t('tickets.emptyText')}
        </Empty>
      )}
      {tickets.isPending && (
        <Delayed>
          <SkeletonRows count={6} />
        </Delayed>
      )}
      {tickets.error && !tickets.data && (
        <Empty
          icon={CircleAlert}
          title={t('tickets.failed')}
          action={
            <Button icon={RotateCw} isLoading={tickets.isFetching} onClick={() => void tickets.refetch()}>
              {t('ui.tryAgain')}
            </Button>
          }
        >
          {problemText(tickets.error instanceof ApiProblem ? tickets.error.code : undefined)}
        </Empty>
      )}
      {tickets.hasNextPage && (
        <Button isLoading={tickets.isFetchingNextPage} onClick={() => void tickets.fetchNextPage()}>
          {t('tickets.more')}
        </Button>
      )}
    </ListPage>
  )
}

function TicketTable({ tickets }: { tickets: Ticket[] }) {
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const now = useNow()
  const ownerOf = ({ ownerId }: Ticket) => colleagues.find(({ id }) => id === ownerId)?.name ?? t('ticket.noOwner')
  return (
    <div className={table.card}>
      <table className={table.table} aria-label={t('tickets.title')}>
        <thead>
          <tr>
            <th scope="col">{t('tickets.ticket')}</th>
            <th scope="col">{t('ticket.stage')}</th>
            <th scope="col">{t('ticket.priority')}</th>
            <th scope="col">{t('ticket.owner')}</th>
            <th scope="col">{t('tickets.created')}</th>
          </tr>
        </thead>
        <tbody>
          {tickets.map((ticket) => (
            <tr key={ticket.id} className={styles.row}>
              <td>
                <div className={table.name}>
                  <TicketName ticket={ticket} />
                </div>
                <div className={table.sub}>{ticket.contact?.name}</div>
              </td>
              <td>{ticket.stage}</td>
              <td>{ticket.priority && t(`ticket.priority.${ticket.priority}`)}</td>
              <td>{ownerOf(ticket)}</td>
              <td>
                <time dateTime={ticket.createdAt} title={exactTime(ticket.createdAt)}>
                  {shortTime(ticket.createdAt, now)}
                </time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function TicketName({ ticket: { id, number, subject } }: { ticket: Ticket }) {
  return (
    <Link to="/tickets/$ticketId" params={{ ticketId: id }}>
      {t('ticket.numbered', { number, name: subject })}
    </Link>
  )
}

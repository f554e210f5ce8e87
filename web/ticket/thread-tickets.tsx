import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ApiProblem, api } from '../data/api.ts'
import { pipelinesQuery, threadQuery } from '../data/queries.ts'
import type { Colleague, Ticket, TicketChange } from '../data/types.ts'
import { problemText, t } from '../labels/labels.ts'
import { LabelledSelect } from '../ui/labelled-select.tsx'
import styles from './thread-tickets.module.css'
import { priorityOptions } from './ticket-words.ts'

type ThreadTicketProps = { ticket: Ticket; threadId: string; colleagues: Colleague[]; mayAct: boolean }

/** A ticket of the conversation in its details: number and name, stage, priority and owner. */
export function ThreadTicket({ ticket, threadId, colleagues, mayAct }: ThreadTicketProps) {
  const client = useQueryClient()
  const { data } = useQuery(pipelinesQuery)
  const stages = data?.results.find(({ id }) => id === ticket.pipelineId)?.stages ?? []
  const change = useMutation({
    mutationFn: (body: TicketChange) => api.changeTicket(ticket.id, body),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: threadQuery(threadId).queryKey }),
        client.invalidateQueries({ queryKey: ['tickets'] }),
      ]),
  })
  const owner = colleagues.find(({ id }) => id === ticket.ownerId)?.name
  const priority = ticket.priority ?? ''
  return (
    <div className={styles.ticket}>
      <Link to="/tickets" className={styles.name}>
        {t('ticket.numbered', { number: ticket.number, name: ticket.subject })}
      </Link>
      {mayAct ? (
        <>
          <LabelledSelect
            label={t('ticket.stage')}
            value={ticket.stageId}
            options={stages.map(({ id, label }) => ({ value: id, label }))}
            onSelect={(stageId) => change.mutate({ stageId })}
          />
          <LabelledSelect
            label={t('ticket.priority')}
            value={priority}
            options={priorityOptions()}
            onSelect={(value) => change.mutate({ priority: (value || null) as Ticket['priority'] })}
          />
        </>
      ) : (
        <p>
          {ticket.stage}
          {ticket.priority && `, ${t(`ticket.priority.${ticket.priority}`)}`}
        </p>
      )}
      <p className={styles.owner}>{owner ? t('ticket.ownedBy', { name: owner }) : t('ticket.noOwner')}</p>
      {change.error && (
        <p className={styles.problem} role="alert">
          {problemText(change.error instanceof ApiProblem ? change.error.code : undefined)}
        </p>
      )}
    </div>
  )
}

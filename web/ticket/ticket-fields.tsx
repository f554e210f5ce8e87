import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { assignableQuery, overviewQuery, pipelinesQuery } from '../data/queries.ts'
import type { Ticket, TicketChange } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { Avatar, NobodyAvatar } from '../ui/avatar.tsx'
import { LabelledSelect } from '../ui/labelled-select.tsx'
import styles from './ticket-fields.module.css'
import { categoryOptions, priorityOptions } from './ticket-words.ts'

type TicketFieldsProps = { ticket: Ticket; onChange: (change: TicketChange) => void }

/** What is changed of a ticket from wherever it is shown: stage, priority, category and *Ticket owner*. */
export function TicketFields({ ticket, onChange }: TicketFieldsProps) {
  const { data } = useQuery(pipelinesQuery)
  const stages = data?.results.find(({ id }) => id === ticket.pipelineId)?.stages
  return (
    <div className={styles.fields}>
      <LabelledSelect
        label={t('ticket.stage')}
        value={ticket.stageId}
        options={
          stages?.map(({ id, label }) => ({ value: id, label })) ?? [{ value: ticket.stageId, label: ticket.stage }]
        }
        onSelect={(stageId) => onChange({ stageId })}
      />
      <LabelledSelect
        label={t('ticket.priority')}
        value={ticket.priority ?? ''}
        options={priorityOptions()}
        onSelect={(value) => onChange({ priority: (value || null) as Ticket['priority'] })}
      />
      <LabelledSelect
        label={t('ticket.category')}
        value={ticket.category ?? ''}
        options={categoryOptions()}
        onSelect={(value) => onChange({ category: (value || null) as Ticket['category'] })}
      />
      <OwnerSelect ticket={ticket} onChange={onChange} />
    </div>
  )
}

/** Those who may act in the ticket's inbox; whoever has it now is named too, also where he may not any more. */
function OwnerSelect({ ticket: { inboxId, ownerId, ownerFollows }, onChange }: TicketFieldsProps) {
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const { data: assignable } = useQuery(assignableQuery(inboxId))
  const people = assignable?.results ?? []
  const owner = colleagues.find(({ id }) => id === ownerId)
  const listed = owner && !people.some(({ id }) => id === owner.id) ? [...people, owner] : people
  return (
    <LabelledSelect
      label={t('ticket.ticketOwner')}
      {...(ownerFollows ? { hint: t('ticket.follows') } : {})}
      value={ownerId ?? ''}
      options={[
        { value: '', label: t('ticket.noOwner'), leading: <NobodyAvatar size={18} /> },
        ...listed.map(({ id, name }) => ({
          value: id,
          label: name,
          leading: <Avatar id={id} name={name} size={18} />,
        })),
      ]}
      onSelect={(value) => onChange({ ownerId: value || null })}
    />
  )
}

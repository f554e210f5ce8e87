import { useSuspenseQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { ApiProblem } from '../../data/api.ts'
import { pipelinesQuery } from '../../data/queries.ts'
import { t, tx } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { Switch } from '../../ui/switch.tsx'
import { refusalText } from '../inboxes/mutation-problem.ts'
import type { ChannelSection } from './channel-form.ts'
import { EditTicketPanel } from './edit-ticket-panel.tsx'
import styles from './ticket-card.module.css'

/** *Treat incoming conversations as support tickets* (S28): whether a new conversation makes a ticket, and which. */
export function TicketCard({ channel, form, problem, onEdit }: ChannelSection) {
  const { results: pipelines } = useSuspenseQuery(pipelinesQuery).data
  const [isEdited, setEdited] = useState(false)
  const { tickets } = form
  const pipeline = pipelines.find(({ id }) => id === tickets.pipelineId)
  const stage = pipeline?.stages.find(({ id }) => id === tickets.stageId)
  const isAboutTickets = problem instanceof ApiProblem && problem.errors.some((one) => one.in?.startsWith('tickets'))
  return (
    <section className={styles.card}>
      <div className={styles.head}>
        <Switch
          label={t('tickets.switch')}
          hint={tx('tickets.switchHint', { pipeline: <b>{pipeline?.label}</b>, stage: <b>{stage?.label}</b> })}
          isOn={tickets.isOn}
          onChange={(isOn) => onEdit({ tickets: { ...tickets, isOn } })}
        />
        {tickets.isOn && <Button onClick={() => setEdited(true)}>{t('tickets.edit')}</Button>}
      </div>
      {isAboutTickets && (
        <Note tone="bad" icon={TriangleAlert} role="alert">
          {refusalText(problem)}
        </Note>
      )}
      {isEdited && (
        <EditTicketPanel
          channelId={channel.id}
          defaults={tickets}
          pipelines={pipelines}
          onClose={() => setEdited(false)}
          onSaved={(saved) => {
            onEdit({ tickets: saved })
            setEdited(false)
          }}
        />
      )}
    </section>
  )
}

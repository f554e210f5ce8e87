import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { Contact, MessagesSquare, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { ApiProblem, api } from '../../data/api.ts'
import { overviewQuery } from '../../data/queries.ts'
import type { Pipeline, TicketDefaults } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { categoryOptions, priorityOptions } from '../../ticket/ticket-words.ts'
import { Avatar, NobodyAvatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { LabelledSelect } from '../../ui/labelled-select.tsx'
import { Note } from '../../ui/note.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { refusalText } from '../inboxes/mutation-problem.ts'
import { useAskSettingsAnew } from '../inboxes/settings-changes.ts'
import styles from './edit-ticket-panel.module.css'
import { TokenField } from './token-field.tsx'

type EditTicketPanelProps = {
  channelId: string
  defaults: TicketDefaults
  pipelines: Pipeline[]
  onClose: () => void
  onSaved: (saved: TicketDefaults) => void
}

/** *Edit ticket* (S28, S29): how every ticket of the channel begins. *Save* saves at once. */
export function EditTicketPanel({ channelId, defaults, pipelines, onClose, onSaved }: EditTicketPanelProps) {
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const askAnew = useAskSettingsAnew()
  const [ticket, setTicket] = useState(defaults)
  const edit = (change: Partial<TicketDefaults>) => setTicket((before) => ({ ...before, ...change }))
  const save = useMutation({
    mutationFn: () => api.changeChannel(channelId, { tickets: ticket }),
    onSuccess: async ({ tickets }) => {
      await askAnew()
      onSaved(tickets)
    },
  })
  const isAboutName = save.error instanceof ApiProblem && save.error.errors.some((one) => one.in === 'tickets.name')
  const stages = pipelines.find(({ id }) => id === ticket.pipelineId)?.stages ?? []
  return (
    <SidePanel
      title={t('tickets.edit')}
      onClose={onClose}
      footer={
        <>
          <Button variant="primary" isLoading={save.isPending} onClick={() => save.mutate()}>
            {t('ui.save')}
          </Button>
          <Button variant="ghost" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p className={styles.intro}>{t('tickets.intro')}</p>
        <TokenField
          label={t('tickets.name')}
          token={t('tickets.subjectToken')}
          addToken={t('tickets.addSubject')}
          error={isAboutName ? t('tickets.noName') : null}
          value={ticket.name}
          onChange={(name) => edit({ name })}
        />
        <div className={styles.pair}>
          <LabelledSelect
            label={t('tickets.pipeline')}
            value={ticket.pipelineId}
            options={pipelines.map(({ id, label }) => ({ value: id, label }))}
            onSelect={(pipelineId) => {
              const first = pipelines.find(({ id }) => id === pipelineId)?.stages[0]
              edit({ pipelineId, ...(first ? { stageId: first.id } : {}) })
            }}
          />
          <LabelledSelect
            label={t('ticket.stage')}
            value={ticket.stageId}
            options={stages.map(({ id, label }) => ({ value: id, label }))}
            onSelect={(stageId) => edit({ stageId })}
          />
          <LabelledSelect
            label={t('ticket.priority')}
            value={ticket.priority ?? ''}
            options={priorityOptions()}
            onSelect={(value) => edit({ priority: (value || null) as TicketDefaults['priority'] })}
          />
          <LabelledSelect
            label={t('tickets.category')}
            value={ticket.category ?? ''}
            options={categoryOptions()}
            onSelect={(value) => edit({ category: (value || null) as TicketDefaults['category'] })}
          />
        </div>
        <LabelledSelect
          label={t('tickets.owner')}
          value={ticket.owner}
          options={[
            {
              value: 'conversation',
              label: t('tickets.ofConversation'),
              hint: t('tickets.ofConversationHint'),
              leading: <MessagesSquare size={18} strokeWidth={1.75} aria-hidden />,
            },
            {
              value: 'contact-owner',
              label: t('tickets.contactOwner'),
              leading: <Contact size={18} strokeWidth={1.75} aria-hidden />,
            },
            { value: 'none', label: t('ticket.noOwner'), leading: <NobodyAvatar size={18} /> },
            ...colleagues.map(({ id, name }) => ({
              value: id,
              label: name,
              leading: <Avatar id={id} name={name} size={18} />,
            })),
          ]}
          onSelect={(owner) => edit({ owner })}
        />
        {save.error && !isAboutName && (
          <Note tone="bad" icon={TriangleAlert} role="alert">
            {refusalText(save.error)}
          </Note>
        )}
      </div>
    </SidePanel>
  )
}

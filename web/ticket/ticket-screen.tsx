import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { CircleAlert, Eye, MessagesSquare, SearchX } from 'lucide-react'
import { useState } from 'react'
import { ApiProblem } from '../data/api.ts'
import { overviewQuery, pipelinesQuery, ticketQuery } from '../data/queries.ts'
import type { Ticket } from '../data/types.ts'
import { exactTime } from '../labels/format.ts'
import { problemText, t } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Note } from '../ui/note.tsx'
import { Delayed, SkeletonRows } from '../ui/skeleton.tsx'
import { TextField } from '../ui/text-field.tsx'
import facts from './ticket-facts.module.css'
import { TicketFacts } from './ticket-facts.tsx'
import { TicketFields } from './ticket-fields.tsx'
import { TicketProblem } from './ticket-problem.tsx'
import styles from './ticket-screen.module.css'
import { useChangeTicket } from './use-change-ticket.ts'

/** One ticket: what it is called, how it stands, who has it, and the conversation that it belongs to. */
export function TicketScreen() {
  const { ticketId } = useParams({ from: '/shell/tickets/$ticketId' })
  const { data: ticket, error, isPending, refetch } = useQuery(ticketQuery(ticketId))
  const isGone = error instanceof ApiProblem && error.status === 404
  return (
    <div className={styles.screen} data-pane>
      <div className={styles.column}>
        <Link to="/tickets" className={styles.back}>
          {t('tickets.title')}
        </Link>
        {isPending && (
          <Delayed>
            <SkeletonRows count={4} />
          </Delayed>
        )}
        {isGone && (
          <Empty icon={SearchX} title={t('ticket.gone')}>
            {t('ticket.goneText')}
          </Empty>
        )}
        {error && !isGone && !ticket && (
          <Empty
            icon={CircleAlert}
            title={t('ticket.failed')}
            action={<Button onClick={() => void refetch()}>{t('ui.tryAgain')}</Button>}
          >
            {problemText(error instanceof ApiProblem ? error.code : undefined)}
          </Empty>
        )}
        {ticket && !isGone && <Record key={ticket.id} ticket={ticket} />}
      </div>
    </div>
  )
}

function Record({ ticket }: { ticket: Ticket }) {
  const { inboxes } = useSuspenseQuery(overviewQuery).data
  const { shown, change, error } = useChangeTicket(ticket)
  const inbox = inboxes.find(({ id }) => id === ticket.inboxId)
  return (
    <>
      <h1 className={styles.title}>{t('ticket.numbered', { number: ticket.number, name: shown.subject })}</h1>
      {inbox && !inbox.mayAct && <Note icon={Eye}>{problemText('viewOnly', { inbox: inbox.name })}</Note>}
      <TicketProblem error={error} />
      <section className={styles.card} aria-label={t('ticket.title')}>
        {inbox?.mayAct ? (
          <>
            <NameForm key={ticket.subject} name={ticket.subject} onSave={(subject) => change({ subject })} />
            <TicketFields ticket={shown} onChange={change} />
          </>
        ) : (
          <TicketFacts ticket={ticket} />
        )}
      </section>
      <section className={styles.card} aria-label={t('ticket.about')}>
        <About ticket={ticket} inboxName={inbox?.name ?? ''} />
      </section>
    </>
  )
}

function NameForm({ name, onSave }: { name: string; onSave: (name: string) => void }) {
  const [draft, setDraft] = useState(name)
  const text = draft.trim()
  return (
    <form
      className={styles.name}
      onSubmit={(event) => {
        event.preventDefault()
        if (text !== '' && text !== name) onSave(text)
      }}
    >
      <TextField
        label={t('ticket.name')}
        maxLength={200}
        value={draft}
        error={text === '' ? t('ticket.nameEmpty') : null}
        onChange={(event) => setDraft(event.target.value)}
      />
      {text !== name && (
        <div className={styles.acts}>
          <Button type="submit" variant="primary">
            {t('ui.save')}
          </Button>
          <Button variant="ghost" onClick={() => setDraft(name)}>
            {t('ui.cancel')}
          </Button>
        </div>
      )}
    </form>
  )
}

function About({ ticket, inboxName }: { ticket: Ticket; inboxName: string }) {
  const { data } = useQuery(pipelinesQuery)
  const pipeline = data?.results.find(({ id }) => id === ticket.pipelineId)?.label
  return (
    <dl className={facts.facts}>
      <dt>{t('ticket.number')}</dt>
      <dd>{ticket.number}</dd>
      <dt>{t('ticket.pipeline')}</dt>
      <dd>{pipeline}</dd>
      <dt>{t('ticket.inbox')}</dt>
      <dd>{inboxName}</dd>
      <dt>{t('ticket.contact')}</dt>
      <dd>
        {ticket.contact ? (
          <Link to="/contacts/$contactId" params={{ contactId: ticket.contact.id }}>
            {ticket.contact.name}
          </Link>
        ) : (
          t('ticket.none')
        )}
      </dd>
      <dt>{t('ticket.conversation')}</dt>
      <dd>
        {ticket.threadId === null ? (
          t('ticket.noConversation')
        ) : (
          <Link to="/inbox/threads/$threadId" params={{ threadId: ticket.threadId }} className={styles.conversation}>
            <MessagesSquare size={14} strokeWidth={1.9} aria-hidden />
            {t('ticket.open')}
          </Link>
        )}
      </dd>
      <dt>{t('ticket.created')}</dt>
      <dd>
        <time dateTime={ticket.createdAt}>{exactTime(ticket.createdAt)}</time>
      </dd>
      {ticket.closedAt !== null && (
        <>
          <dt>{t('ticket.closed')}</dt>
          <dd>
            <time dateTime={ticket.closedAt}>{exactTime(ticket.closedAt)}</time>
          </dd>
        </>
      )}
    </dl>
  )
}

import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft, CircleAlert, RotateCw, UserX } from 'lucide-react'
import { useEffect } from 'react'
import { ApiProblem } from '../data/api.ts'
import { contactQuery } from '../data/queries.ts'
import { problemText, t } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Delayed, SkeletonRows } from '../ui/skeleton.tsx'
import { ContactFacts } from './contact-facts.tsx'
import styles from './contact-screen.module.css'
import { ContactThreads } from './contact-threads.tsx'
import { ContactTickets } from './contact-tickets.tsx'

const route = getRouteApi('/shell/contacts/$contactId')

/** The record of somebody outside (S62): who he is and whose, what was said with him, and *Email*. */
export function ContactScreen() {
  const { contactId } = route.useParams()
  const contact = useQuery(contactQuery(contactId))
  const name = contact.data?.name
  useEffect(() => {
    if (name === undefined) return
    const before = document.title
    document.title = `${name} · ${before}`
    return () => {
      document.title = before
    }
  }, [name])
  if (contact.data)
    return (
      <div className={styles.screen} data-pane>
        <div className={styles.facts}>
          <BackLink />
          <ContactFacts key={contactId} contact={contact.data} />
        </div>
        <ContactThreads contact={contact.data} />
        <ContactTickets contactId={contactId} />
      </div>
    )
  return (
    <div className={styles.other}>
      <BackLink />
      {contact.error ? (
        <NoContact error={contact.error} isAsking={contact.isFetching} onAskAgain={() => void contact.refetch()} />
      ) : (
        <Delayed>
          <SkeletonRows count={5} />
        </Delayed>
      )}
    </div>
  )
}

function BackLink() {
  const { thread } = route.useSearch()
  const arrow = <ArrowLeft size={16} strokeWidth={1.75} aria-hidden />
  return thread === undefined ? (
    <Link to="/inbox" className={styles.back}>
      {arrow}
      {t('contact.backToInbox')}
    </Link>
  ) : (
    <Link to="/inbox/threads/$threadId" params={{ threadId: thread }} className={styles.back}>
      {arrow}
      {t('contact.back')}
    </Link>
  )
}

function NoContact({ error, isAsking, onAskAgain }: { error: Error; isAsking: boolean; onAskAgain: () => void }) {
  if (error instanceof ApiProblem && error.status === 404)
    return (
      <Empty icon={UserX} title={t('contact.notFound')}>
        {t('contact.notFoundText')}
      </Empty>
    )
  return (
    <Empty
      icon={CircleAlert}
      title={t('contact.failed')}
      action={
        <Button icon={RotateCw} isLoading={isAsking} onClick={onAskAgain}>
          {t('ui.tryAgain')}
        </Button>
      }
    >
      {problemText(error instanceof ApiProblem ? error.code : undefined)}
    </Empty>
  )
}

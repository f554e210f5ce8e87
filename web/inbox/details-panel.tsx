import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Forward, Mail, X } from 'lucide-react'
import { overviewQuery, threadQuery } from '../data/queries.ts'
import { longDate, shortTime } from '../labels/format.ts'
import { t } from '../labels/labels.ts'
import { ThreadTicket } from '../ticket/thread-tickets.tsx'
import { Avatar, NobodyAvatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './details-panel.module.css'
import { RoutingWhy, routingSentence } from './routing-why.tsx'

/** A phrase that stands alone. */
const inSentence = (phrase: string) => `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}`

/** Who the other person is: addresses, owner, and what else was said with them. */
export function DetailsPanel({ threadId, onClose }: { threadId: string; onClose: () => void }) {
  const now = useNow()
  const { data } = useQuery(threadQuery(threadId))
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const contact = data?.contact
  const owner = colleagues.find((colleague) => colleague.id === contact?.ownerId)
  const nameOf = (userId: string) => colleagues.find(({ id }) => id === userId)?.name ?? t('event.formerColleague')
  return (
    <section aria-label={t('details.name')} className={styles.panel}>
      {data && contact && (
        <>
          <header className={styles.head}>
            <Avatar id={`contact-${contact.id}`} name={contact.name} size={40} />
            <span className={styles.close}>
              <IconButton label={t('thread.hideDetails')} icon={X} keys="]" onClick={onClose} />
            </span>
            <div className={styles.who}>
              <h2 className={styles.name}>
                <Link to="/contacts/$contactId" params={{ contactId: contact.id }} search={{ thread: threadId }}>
                  {contact.name}
                </Link>
              </h2>
              {contact.addresses[0] !== contact.name && <p className={styles.address}>{contact.addresses[0]}</p>}
            </div>
          </header>
          {(data.thread.isContactStated || contact.isStated) && (
            <p className={styles.stated}>
              <Forward size={14} strokeWidth={1.9} aria-hidden />
              <span>{contact.isStated ? t('mail.statedContact') : inSentence(t('mail.stated'))}</span>
            </p>
          )}
          <div className={styles.section}>
            <h3 className={styles.heading}>{t('details.about')}</h3>
            <dl className={styles.facts}>
              <dt>{contact.addresses.length > 1 ? t('details.emails') : t('details.email')}</dt>
              {contact.addresses.map((address) => (
                <dd key={address} className={styles.fullAddress}>
                  {address}
                </dd>
              ))}
              <dt>{t('details.owner')}</dt>
              <dd className={styles.owner}>
                {owner ? <Avatar id={owner.id} name={owner.name} size={18} /> : <NobodyAvatar />}
                {owner?.name ?? t('details.noOwner')}
              </dd>
              <dt>{t('details.since')}</dt>
              <dd>{longDate(contact.createdAt)}</dd>
            </dl>
          </div>
          {data.tickets.length > 0 && (
            <div className={styles.section}>
              <h3 className={styles.heading}>{t('ticket.title')}</h3>
              {data.tickets.map((ticket) => (
                <ThreadTicket key={ticket.id} ticket={ticket} />
              ))}
            </div>
          )}
          {(data.routing || data.thread.assigneeId === null) && (
            <div className={styles.section}>
              <h3 className={styles.heading}>{t('routing.why')}</h3>
              {data.routing ? (
                <>
                  <p>{routingSentence(data.routing, nameOf)}</p>
                  <RoutingWhy why={data.routing.why} nameOf={nameOf} />
                </>
              ) : (
                <p className={styles.none}>{t('routing.none')}</p>
              )}
            </div>
          )}
          <div className={styles.section}>
            <h3 className={styles.heading}>{t('details.conversations')}</h3>
            {data.otherThreads.length === 0 ? (
              <p className={styles.none}>{t('details.noConversations')}</p>
            ) : (
              <ul className={styles.others}>
                {data.otherThreads.map((other) => (
                  <li key={other.id}>
                    <Link
                      to="/inbox/threads/$threadId"
                      params={{ threadId: other.id }}
                      search={true}
                      className={styles.other}
                    >
                      <Mail size={14} strokeWidth={1.9} aria-hidden />
                      <span className={styles.otherSubject}>{other.subject || t('row.noSubject')}</span>
                      <span className={styles.otherTime}>
                        {other.status === 'closed' && <span className="sr-only">{t('details.closedOne')}, </span>}
                        {shortTime(other.latestMessageAt, now)}
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </div>
        </>
      )}
    </section>
  )
}

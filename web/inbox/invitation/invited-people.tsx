import { ChevronDown, UsersRound } from 'lucide-react'
import { useId, useState } from 'react'
import type { CalendarInvitation } from '../../data/types.ts'
import { locale } from '../../labels/format.ts'
import { t } from '../../labels/labels.ts'
import styles from './invited-people.module.css'

const answers = ['accepted', 'tentative', 'declined', 'delegated', 'needsAction'] as const

/** How many are invited and what they answered; by a click, who. */
export function InvitedPeople({ invitation: { attendees, attendeeCount } }: { invitation: CalendarInvitation }) {
  const [isOpen, setOpen] = useState(false)
  const listId = useId()
  if (attendees.length === 0) return null
  const counts = answers
    .map((answer) => ({ answer, count: attendees.filter((one) => one.answer === answer).length }))
    .filter(({ answer, count }) => count > 0 && !(answer === 'needsAction' && count === attendees.length))
  const people = t('calendar.people', { count: attendeeCount })
  const said = counts.map(({ answer, count }) => t(`calendar.${answer}`, { count }))
  return (
    <div className={styles.people}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => setOpen(!isOpen)}
      >
        <UsersRound size={14} strokeWidth={1.9} aria-hidden />
        {said.length > 0
          ? t('calendar.peopleAnswers', { people, answers: new Intl.ListFormat(locale()).format(said) })
          : people}
        <ChevronDown className={styles.chevron} size={14} strokeWidth={2} aria-hidden />
      </button>
      <ul id={listId} className={styles.list} hidden={!isOpen}>
        {attendees.map(({ name, address, answer, role }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an address may stand there twice
          <li key={index} className={styles.person}>
            <span className={styles.name} title={address}>
              {name || address}
              {role === 'optional' && <small> ({t('calendar.optional')})</small>}
            </span>
            <span className={styles.answer}>{t(`calendar.is.${answer}`)}</span>
          </li>
        ))}
        {attendeeCount > attendees.length && (
          <li className={styles.answer}>{t('calendar.morePeople', { count: attendeeCount - attendees.length })}</li>
        )}
      </ul>
    </div>
  )
}

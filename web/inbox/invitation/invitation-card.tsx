import { CalendarX2, Clock, Download, MapPin, Repeat, UserRound, Video } from 'lucide-react'
import type { CalendarInvitation } from '../../data/types.ts'
import { locale } from '../../labels/format.ts'
import { t } from '../../labels/labels.ts'
import { Chip } from '../../ui/chip.tsx'
import { classNames } from '../../ui/class-names.ts'
import { PlainText } from '../plain-text.tsx'
import styles from './invitation-card.module.css'
import { dayOf, whenOf } from './invitation-time.ts'
import { InvitedPeople } from './invited-people.tsx'
import { recurrenceText } from './recurrence-text.ts'

type InvitationCardProps = {
  invitation: CalendarInvitation
  /** The mail itself says nothing: then the event's own description is what there is to read. */
  isAlone: boolean
}

/** An event that came by mail: what, when in the reader's time zone and the organiser's, where, who. All a claim of the sender. */
export function InvitationCard({ invitation, isAlone }: InvitationCardProps) {
  const { summary, location, meetingUrl, recurrence, occurrence, organiser, isCancelled, fileId, description } =
    invitation
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const when = whenOf(invitation, locale(), zone)
  const kind = kindOf(invitation)
  const title = summary || t('calendar.untitled')
  return (
    <section className={styles.card} aria-label={t('calendar.card', { kind, summary: title })}>
      <CalendarLeaf day={dayOf(invitation, locale(), zone)} isCancelled={isCancelled} />
      <div className={styles.facts}>
        <div className={styles.head}>
          <Chip tone={isCancelled ? 'over' : 'info'} {...(isCancelled ? { icon: CalendarX2 } : {})}>
            {kind}
          </Chip>
          {fileId !== null && (
            <a className={styles.download} href={`/api/files/${fileId}/content`} download>
              <Download size={14} strokeWidth={1.9} aria-hidden />
              {t('calendar.download')}
            </a>
          )}
        </div>
        <h3 className={classNames(styles.title, isCancelled && styles.cancelled)}>{title}</h3>
        <Reply invitation={invitation} />
        <Fact icon={Clock}>
          <span className={classNames(styles.when, isCancelled && styles.cancelled)}>
            {when?.time ?? t('calendar.noTime')}
          </span>
          {when?.isFloating && <small> {t('calendar.floating')}</small>}
          {when?.unknownZone && <small> {t('calendar.unknownZone', { zone: when.unknownZone })}</small>}
          {when?.theirs && <small className={styles.theirs}>{t('calendar.theirTime', when.theirs)}</small>}
        </Fact>
        {recurrence && <Fact icon={Repeat}>{recurrenceText(recurrence)}</Fact>}
        {occurrence && !recurrence && <Fact icon={Repeat}>{t('calendar.oneOfSeries')}</Fact>}
        {location && location !== meetingUrl && <Fact icon={MapPin}>{location}</Fact>}
        {meetingUrl && (
          <Fact icon={Video}>
            <a href={meetingUrl} target="_blank" rel="noopener noreferrer">
              {t('calendar.meeting', { host: hostOf(meetingUrl) })}
            </a>
          </Fact>
        )}
        {organiser && (
          <Fact icon={UserRound}>
            <span title={organiser.address}>
              {t('calendar.organiser', { name: organiser.name || organiser.address })}
            </span>
          </Fact>
        )}
        {invitation.method !== 'reply' && <InvitedPeople invitation={invitation} />}
        {isAlone && description && <PlainText text={description} className={styles.description} />}
      </div>
    </section>
  )
}

/** Who answered what, where the mail is an answer. */
function Reply({ invitation }: { invitation: CalendarInvitation }) {
  const [who] = invitation.attendees
  if (invitation.method !== 'reply' || !who) return null
  return <p className={styles.reply}>{t(`calendar.replied.${who.answer}`, { name: who.name || who.address })}</p>
}

function CalendarLeaf({ day, isCancelled }: { day: ReturnType<typeof dayOf>; isCancelled: boolean }) {
  if (!day) return null
  return (
    <div className={classNames(styles.leaf, isCancelled && styles.past)} aria-hidden="true">
      <span className={styles.month}>{day.month}</span>
      <span className={styles.day}>{day.day}</span>
      <span className={styles.weekday}>{day.weekday}</span>
    </div>
  )
}

function Fact({ icon: Icon, children }: { icon: typeof Clock; children: React.ReactNode }) {
  return (
    <div className={styles.fact}>
      <Icon size={14} strokeWidth={1.9} aria-hidden />
      <div className={styles.words}>{children}</div>
    </div>
  )
}

function kindOf({ method, isCancelled, sequence }: CalendarInvitation): string {
  if (isCancelled) return t('calendar.cancelled')
  if (method === 'reply') return t('calendar.answer')
  if (method === 'counter') return t('calendar.counter')
  if (method === 'request') return sequence > 0 ? t('calendar.updated') : t('calendar.invitation')
  return t('calendar.event')
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url
}

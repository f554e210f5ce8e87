import { Link } from '@tanstack/react-router'
import { CalendarClock, CircleAlert } from 'lucide-react'
import { ApiProblem } from '../data/api.ts'
import { useSetAvailability } from '../data/presence.ts'
import { useSession } from '../data/session.ts'
import type { TeamManagement } from '../data/types.ts'
import { availabilityText } from '../labels/availability-text.ts'
import { messageTime } from '../labels/format.ts'
import { problemText, t } from '../labels/labels.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import table from '../ui/table.module.css'
import { Tooltip } from '../ui/tooltip.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './team-screen.module.css'

type Member = TeamManagement['users'][number]
type TableProps = { users: Member[]; inboxes: TeamManagement['inboxes']; inboxId: string | undefined }

/** One row a person; `inboxId` counts conversations of that inbox alone. */
export function TeamTable({ users, inboxes, inboxId }: TableProps) {
  const set = useSetAvailability()
  return (
    <>
      {set.error && (
        <Note tone="bad" icon={CircleAlert} role="alert">
          {set.error instanceof ApiProblem ? problemText(set.error.code, set.error.details) : problemText('fault')}
        </Note>
      )}
      <div className={table.card}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('team.user')}</th>
              <th scope="col">{t('team.availability')}</th>
              <th scope="col" className={styles.inboxes}>
                {t('team.inboxes')}
              </th>
              <th scope="col" className={styles.number}>
                {t('team.open')}
              </th>
              <th scope="col">
                <span className="sr-only">{t('settings.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {users.map((member) => (
              <TeamRow
                key={member.id}
                member={member}
                inboxNames={inboxes.filter(({ id }) => member.inboxIds.includes(id)).map(({ name }) => name)}
                open={inboxId === undefined ? member.open : (member.openByInbox[inboxId] ?? 0)}
                onSet={(to) => set.mutate({ userId: member.id, to })}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

type RowProps = { member: Member; inboxNames: string[]; open: number; onSet: (to: 'available' | 'away') => void }

function TeamRow({ member, inboxNames, open, onSet }: RowProps) {
  const { user } = useSession()
  const now = useNow()
  const { id, name, email, availability, until, setBy, setAt } = member
  const text = availabilityText(availability, until, now)
  const isOwn = id === user.id
  const isAway = member.switch === 'away'
  return (
    <tr aria-label={name}>
      <td>
        <div className={table.who}>
          <Avatar id={id} name={name} presence={{ value: availability, text }} />
          <div className={styles.person}>
            <div className={table.name}>{name}</div>
            <div className={table.sub}>{email}</div>
          </div>
        </div>
      </td>
      <td>
        {text}
        {isAway && setBy && setAt && (
          <div className={table.sub}>
            {t('availability.setBy', { name: setBy.name, time: messageTime(setAt, now) })}
          </div>
        )}
      </td>
      <td className={styles.inboxes}>{inboxNames.join(', ') || t('team.noInbox')}</td>
      <td className={styles.number}>
        <span className={styles.narrowLabel} aria-hidden="true">
          {t('team.open')}{' '}
        </span>
        {open.toLocaleString()}
      </td>
      <td>
        {(member.mayManage || isOwn) && (
          <div className={styles.acts}>
            <Button size="sm" className={styles.set} onClick={() => onSet(isAway ? 'available' : 'away')}>
              {isAway ? t('team.setAvailable') : t('team.setAway')}
            </Button>
            <Tooltip label={t('availability.workingHoursOf', { name })}>
              <Link
                to="/settings/availability"
                search={isOwn ? {} : { user: id }}
                className={styles.hours}
                aria-label={t('availability.workingHoursOf', { name })}
              >
                <CalendarClock size={16} strokeWidth={1.75} aria-hidden />
              </Link>
            </Tooltip>
          </div>
        )}
      </td>
    </tr>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CalendarClock, ChevronDown, UsersRound } from 'lucide-react'
import { ApiProblem } from '../data/api.ts'
import { usePresence, useSetAvailability } from '../data/presence.ts'
import { availabilityQuery } from '../data/queries.ts'
import { useSession } from '../data/session.ts'
import { messageTime } from '../labels/format.ts'
import { problemText, t } from '../labels/labels.ts'
import { Menu, MenuItem, MenuNote, MenuSeparator } from '../ui/menu.tsx'
import { PresenceDot } from '../ui/presence-dot.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './availability-menu.module.css'

/** The switch of the top bar: what one's availability is, who turned it last, and the way to the working hours. */
export function AvailabilityMenu() {
  const { user } = useSession()
  const presence = usePresence(user.id)
  const { data: own } = useQuery(availabilityQuery)
  const set = useSetAvailability()
  const navigate = useNavigate()
  const setBy = useSetBySentence()
  if (!presence) return null
  const said = t(`availability.${presence.value}`)
  const description = [presence.text === said ? null : presence.text, setBy].filter(Boolean).join('. ')
  const choose = (to: 'available' | 'away') => set.mutate({ userId: user.id, to })
  return (
    <>
      {set.error && (
        <p role="alert" className={styles.refusal}>
          {set.error instanceof ApiProblem ? problemText(set.error.code, set.error.details) : problemText('fault')}
        </p>
      )}
      <Menu
        label={t('availability.yours')}
        align="end"
        trigger={(props) => (
          <Tooltip label={description || said}>
            <button
              type="button"
              {...props}
              className={styles.trigger}
              aria-label={said}
              aria-description={description || undefined}
            >
              <PresenceDot value={presence.value} />
              <span className={styles.said}>{said}</span>
              <ChevronDown className={styles.chevron} size={14} strokeWidth={1.9} aria-hidden />
            </button>
          </Tooltip>
        )}
      >
        <MenuItem isChecked={own?.switch === 'available'} onSelect={() => choose('available')}>
          <span className={styles.choice}>
            <PresenceDot value="available" />
            {t('availability.available')}
          </span>
        </MenuItem>
        <MenuItem isChecked={own?.switch === 'away'} onSelect={() => choose('away')}>
          <span className={styles.choice}>
            <PresenceDot value="away" />
            {t('availability.away')}
          </span>
        </MenuItem>
        {description && (
          <MenuNote className={styles.note}>
            {presence.text !== said && <p>{presence.text}</p>}
            {setBy && <p>{setBy}</p>}
          </MenuNote>
        )}
        <MenuSeparator />
        <MenuItem icon={CalendarClock} onSelect={() => void navigate({ to: '/settings/availability' })}>
          {t('availability.workingHours')}
        </MenuItem>
        <MenuItem icon={UsersRound} onSelect={() => void navigate({ to: '/team-management' })}>
          {t('team.title')}
        </MenuItem>
      </Menu>
    </>
  )
}

/** "Set by Kari Solheim, 10:04"; null where nobody ever turned the switch. */
function useSetBySentence(): string | null {
  const { user } = useSession()
  const { data: own } = useQuery(availabilityQuery)
  const now = useNow()
  if (!own?.setBy || own.setAt === null) return null
  const time = messageTime(own.setAt, now)
  return own.setBy.id === user.id
    ? t('availability.setByYou', { time })
    : t('availability.setBy', { name: own.setBy.name, time })
}

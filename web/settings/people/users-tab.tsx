import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Armchair, Search } from 'lucide-react'
import { useState } from 'react'
import { usePresence } from '../../data/presence.ts'
import { invitationsQuery, peopleQuery, teamsQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import type { Invitation, Person, PersonDetails, SentInvitation, Team } from '../../data/types.ts'
import { exactTime, messageTime } from '../../labels/format.ts'
import { t } from '../../labels/labels.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Empty } from '../../ui/empty.tsx'
import { matchesQuery } from '../../ui/select.tsx'
import table from '../../ui/table.module.css'
import { TextField } from '../../ui/text-field.tsx'
import { useNow } from '../../ui/use-now.ts'
import { InvitationRow, WithdrawDialog } from './invitation-row.tsx'
import { LinkDialog } from './link-list.tsx'
import styles from './people.module.css'
import { type PersonAction, PersonDialog } from './person-dialog.tsx'
import { PersonMenu } from './person-menu.tsx'
import { TeamsOf } from './teams-of.tsx'

const searchFrom = 9

/** Everybody of the account, then who is invited. */
export function UsersTab() {
  const { data: people } = useSuspenseQuery(peopleQuery)
  const { data: teams } = useSuspenseQuery(teamsQuery)
  const { data: invitations = [] } = useQuery(invitationsQuery)
  const [query, setQuery] = useState('')
  const [asked, setAsked] = useState<{ person: Person; action: PersonAction } | null>(null)
  const [withdrawn, setWithdrawn] = useState<Invitation | null>(null)
  const [sent, setSent] = useState<SentInvitation | null>(null)
  const open = invitations.filter(({ state }) => state !== 'accepted')
  const found = people.filter((person) => matchesQuery(`${person.name} ${person.details?.email ?? ''}`, query))
  const foundInvitations = open.filter(({ name, email }) => matchesQuery(`${name} ${email}`, query))
  const ask = (person: Person) => (action: PersonAction) => setAsked({ person, action })
  return (
    <>
      {people.length + open.length >= searchFrom && (
        <div className={styles.find}>
          <TextField
            label={t('people.find')}
            type="search"
            prefix={<Search size={14} strokeWidth={1.75} aria-hidden />}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
      )}
      {found.length + foundInvitations.length === 0 ? (
        <Empty
          icon={Search}
          title={t('ui.noMatch', { query })}
          action={<Button onClick={() => setQuery('')}>{t('people.noMatchReset')}</Button>}
        />
      ) : (
        <div className={table.card}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('people.user')}</th>
                <th scope="col">{t('people.role')}</th>
                <th scope="col">{t('people.team')}</th>
                <th scope="col">{t('people.seat')}</th>
                <th scope="col">{t('people.availability')}</th>
                <th scope="col">
                  <span className="sr-only">{t('settings.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {found.map((person) => (
                <PersonRow key={person.id} person={person} teams={teams} onAsk={ask(person)} />
              ))}
              {foundInvitations.map((invitation) => (
                <InvitationRow
                  key={invitation.id}
                  invitation={invitation}
                  teams={teams}
                  onWithdraw={() => setWithdrawn(invitation)}
                  onLink={setSent}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asked && <PersonDialog {...asked} teams={teams} onClose={() => setAsked(null)} />}
      {withdrawn && <WithdrawDialog invitation={withdrawn} onClose={() => setWithdrawn(null)} />}
      {sent && <LinkDialog sent={sent} onClose={() => setSent(null)} />}
    </>
  )
}

type PersonRowProps = { person: Person; teams: readonly Team[]; onAsk: (action: PersonAction) => void }

function PersonRow({ person, teams, onAsk }: PersonRowProps) {
  const { user } = useSession()
  const now = useNow()
  const presence = usePresence(person.id)
  const { details } = person
  if (!details) return null
  const seen = details.lastSeenAt
    ? `${t('people.lastSeen')} ${messageTime(details.lastSeenAt, now)}`
    : t('people.neverSeen')
  return (
    <tr className={classNames(styles.row, !person.isActive && styles.faint)}>
      <td>
        <div className={table.who}>
          <Avatar id={person.id} name={person.name} size={32} presence={presence} />
          <div className={styles.text}>
            <div className={table.name}>
              {person.name}
              {person.id === user.id && <span className={styles.you}> {t('people.you')}</span>}
            </div>
            <div className={table.sub}>{details.email}</div>
          </div>
        </div>
      </td>
      <td>{t(`people.role.${details.role}`)}</td>
      <td>
        <TeamsOf place={details} teams={teams} />
      </td>
      <td>
        <SeatOf person={person} details={details} onGive={() => onAsk('seat')} />
      </td>
      <td>
        {person.isActive ? (
          <>
            <div>{presence?.text}</div>
            <div className={table.sub} title={details.lastSeenAt ? exactTime(details.lastSeenAt) : undefined}>
              {seen}
            </div>
          </>
        ) : (
          <Chip tone="line">{t('people.deactivated')}</Chip>
        )}
      </td>
      <td>
        <div className={table.acts}>
          <PersonMenu person={person} details={details} onAsk={onAsk} />
        </div>
      </td>
    </tr>
  )
}

function SeatOf({ person, details, onGive }: { person: Person; details: PersonDetails; onGive: () => void }) {
  if (details.seat !== 'none') return <Chip icon={Armchair}>{t(`people.seat.${details.seat}`)}</Chip>
  if (!person.isActive || !details.mayManage) return <span className={styles.quiet}>{t('people.none')}</span>
  return (
    <Button variant="link" size="sm" onClick={onGive}>
      {t('people.giveSeat')}
    </Button>
  )
}

import { useSession } from '../../data/session.ts'
import type { PersonDetails, Team } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { LabelledSelect } from '../../ui/labelled-select.tsx'
import type { Pickable } from '../../ui/people-combobox.tsx'
import { PeoplePicker } from '../../ui/people-picker.tsx'

/** What somebody is in the account. */
export type Place = Pick<PersonDetails, 'role' | 'seat' | 'mainTeamId' | 'extraTeamIds'>
type Change = (change: Partial<Place>) => void

const roles = ['user', 'account-access', 'super-admin'] as const
const seats = ['none', 'sales', 'service'] as const

/** The roles that the reader may give: none above his own. */
export function RoleField({ role, onChange }: { role: Place['role']; onChange: Change }) {
  const { user } = useSession()
  const offered = user.role === 'super-admin' ? roles : roles.slice(0, 2)
  return (
    <LabelledSelect
      label={t('people.role')}
      hint={t('people.lastRole')}
      value={role}
      options={offered.map((value) => ({ value, label: t(`people.role.${value}`) }))}
      onSelect={(value) => onChange({ role: offered.find((one) => one === value) ?? 'user' })}
    />
  )
}

export function SeatField({ seat, onChange }: { seat: Place['seat']; onChange: Change }) {
  return (
    <LabelledSelect
      label={t('people.seat')}
      hint={t('people.seatHint')}
      value={seat}
      options={seats.map((value) => ({ value, label: t(`people.seat.${value}`) }))}
      onSelect={(value) => onChange({ seat: seats.find((one) => one === value) ?? 'none' })}
    />
  )
}

type TeamFieldsProps = { place: Pick<Place, 'mainTeamId' | 'extraTeamIds'>; teams: readonly Team[]; onChange: Change }

export function TeamFields({ place: { mainTeamId, extraTeamIds }, teams, onChange }: TeamFieldsProps) {
  if (teams.length === 0) return <p>{t('people.noTeams')}</p>
  const pickable = (team: Team): Pickable => ({ kind: 'team', id: team.id, name: team.name, detail: membersOf(team) })
  return (
    <>
      <LabelledSelect
        label={t('people.mainTeam')}
        hint={t('people.mainTeamHint')}
        value={mainTeamId ?? ''}
        options={[{ value: '', label: t('people.none') }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
        onSelect={(id) =>
          onChange({ mainTeamId: id || null, extraTeamIds: extraTeamIds.filter((extraId) => extraId !== id) })
        }
      />
      <PeoplePicker
        label={t('people.otherTeams')}
        placeholder={t('people.pickTeam')}
        all={teams.filter(({ id }) => id !== mainTeamId).map(pickable)}
        chosen={teams.filter(({ id }) => extraTeamIds.includes(id)).map(pickable)}
        onAdd={({ id }) => onChange({ extraTeamIds: [...extraTeamIds, id] })}
        onRemove={({ id }) => onChange({ extraTeamIds: extraTeamIds.filter((extraId) => extraId !== id) })}
      />
    </>
  )
}

/** "3 main members, 1 extra member" */
export function membersOf({ mainUserIds, extraUserIds }: Team): string {
  const main = t('people.mainCount', { count: mainUserIds.length })
  return extraUserIds.length === 0 ? main : `${main}, ${t('people.extraCount', { count: extraUserIds.length })}`
}

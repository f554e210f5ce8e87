import { useSuspenseQuery } from '@tanstack/react-query'
import { Pencil, Users } from 'lucide-react'
import { useState } from 'react'
import { peopleQuery, teamsQuery } from '../../data/queries.ts'
import type { Team } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import table from '../../ui/table.module.css'
import styles from './people.module.css'
import { TeamPanel } from './team-panel.tsx'

export function TeamsTab() {
  const { data: teams } = useSuspenseQuery(teamsQuery)
  const { data: people } = useSuspenseQuery(peopleQuery)
  const [edited, setEdited] = useState<Team | null>(null)
  const namesOf = (ids: readonly string[]) =>
    people
      .filter(({ id }) => ids.includes(id))
      .map(({ name }) => name)
      .join(', ') || t('people.none')
  if (teams.length === 0)
    return (
      <Empty icon={Users} title={t('people.noTeamsTitle')}>
        {t('people.noTeamsText')}
      </Empty>
    )
  return (
    <>
      <div className={table.card}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('people.team')}</th>
              <th scope="col">{t('people.mainMembers')}</th>
              <th scope="col">{t('people.extraMembers')}</th>
              <th scope="col">
                <span className="sr-only">{t('settings.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {teams.map((team) => (
              <tr key={team.id}>
                <td>
                  <div className={table.who}>
                    <Avatar id={`team-${team.id}`} name={team.name} size={32} isTeam />
                    <div className={table.name}>{team.name}</div>
                  </div>
                </td>
                <td>
                  <span className={styles.asPhone}>{t('people.mainMembers')}: </span>
                  {namesOf(team.mainUserIds)}
                </td>
                <td>
                  <span className={styles.asPhone}>{t('people.extraMembers')}: </span>
                  {namesOf(team.extraUserIds)}
                </td>
                <td>
                  <div className={table.acts}>
                    <Button
                      size="sm"
                      icon={Pencil}
                      aria-label={t('people.ofName', { action: t('people.editTeam'), name: team.name })}
                      onClick={() => setEdited(team)}
                    >
                      {t('people.editTeam')}
                    </Button>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {edited && <TeamPanel team={edited} onClose={() => setEdited(null)} />}
    </>
  )
}

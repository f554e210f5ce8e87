import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { UserPlus, Users } from 'lucide-react'
import { useState } from 'react'
import { peopleQuery, teamsQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { managesPeople } from '../menu.ts'
import { SettingsPage } from '../settings-page.tsx'
import { InvitePanel } from './invite-panel.tsx'
import { PeopleMeters } from './people-meters.tsx'
import { RolesTab } from './roles-tab.tsx'
import { TeamPanel } from './team-panel.tsx'
import { TeamsTab } from './teams-tab.tsx'
import { UsersTab } from './users-tab.tsx'

/** Settings → Users and teams (S60): who is in the account, as what, and in which teams. */
export function PeopleScreen() {
  const { user } = useSession()
  if (managesPeople(user)) return <People />
  return (
    <SettingsPage title={t('people.title')}>
      <Empty icon={Users} title={t('problem.notAllowed')} />
    </SettingsPage>
  )
}

function People() {
  const { data: people } = useSuspenseQuery(peopleQuery)
  const { data: teams } = useSuspenseQuery(teamsQuery)
  const { tab = 'users' } = useSearch({ from: '/shell/settings/users' })
  const navigate = useNavigate()
  const [panel, setPanel] = useState<'invite' | 'team' | null>(null)
  const close = () => setPanel(null)
  return (
    <SettingsPage
      title={t('people.title')}
      actions={
        <>
          <Button onClick={() => setPanel('team')}>{t('people.createTeam')}</Button>
          <Button variant="primary" icon={UserPlus} onClick={() => setPanel('invite')}>
            {t('people.invite')}
          </Button>
        </>
      }
    >
      <PeopleMeters />
      <Tabs
        label={t('people.tabs')}
        tabs={[
          { id: 'users', label: t('people.users'), count: people.length },
          { id: 'teams', label: t('people.teams'), count: teams.length },
          { id: 'roles', label: t('people.roles') },
        ]}
        active={tab}
        onSelect={(id) => void navigate({ to: '/settings/users', search: id === 'users' ? {} : { tab: id } })}
      >
        {tab === 'users' && <UsersTab />}
        {tab === 'teams' && <TeamsTab />}
        {tab === 'roles' && <RolesTab />}
      </Tabs>
      {panel === 'invite' && <InvitePanel onClose={close} />}
      {panel === 'team' && <TeamPanel team={null} onClose={close} />}
    </SettingsPage>
  )
}

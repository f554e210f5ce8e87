import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { CircleAlert, RotateCw, UsersRound } from 'lucide-react'
import { ApiProblem } from '../data/api.ts'
import { teamQuery } from '../data/queries.ts'
import type { EffectiveAvailability, TeamManagement } from '../data/types.ts'
import { problemText, t } from '../labels/labels.ts'
import type { TeamSearch } from '../router.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListPage } from '../ui/list-page.tsx'
import { PresenceDot } from '../ui/presence-dot.tsx'
import { Select } from '../ui/select.tsx'
import { Delayed, SkeletonRows } from '../ui/skeleton.tsx'
import { BrowserSetting } from './browser-setting.tsx'
import styles from './team-screen.module.css'
import { TeamTable } from './team-table.tsx'

const statuses = ['available', 'away', 'outside-hours'] as const

/** Under the inbox: who takes conversations now, by status and inbox, where those who manage people set others away. */
export function TeamScreen() {
  const team = useQuery(teamQuery)
  return (
    <ListPage title={t('team.title')} className={styles.page}>
      {team.data && <Team team={team.data} />}
      {team.isPending && (
        <Delayed>
          <SkeletonRows count={6} />
        </Delayed>
      )}
      {team.error && !team.data && (
        <Empty
          icon={CircleAlert}
          title={t('team.failed')}
          action={
            <Button icon={RotateCw} isLoading={team.isFetching} onClick={() => void team.refetch()}>
              {t('ui.tryAgain')}
            </Button>
          }
        >
          {problemText(team.error instanceof ApiProblem ? team.error.code : undefined)}
        </Empty>
      )}
    </ListPage>
  )
}

function Team({ team }: { team: TeamManagement }) {
  const search = useSearch({ from: '/shell/team-management' })
  const navigate = useNavigate()
  const go = (to: TeamSearch) => void navigate({ to: '/team-management', search: to })
  const ofInbox = team.users.filter((user) => search.inbox === undefined || user.inboxIds.includes(search.inbox))
  const shown = ofInbox.filter((user) => search.status === undefined || user.availability === search.status)
  const count = (status: EffectiveAvailability) => ofInbox.filter((user) => user.availability === status).length
  return (
    <>
      <div className={styles.filters}>
        <Select
          label={t('team.status')}
          className={styles.filter}
          value={search.status ?? ''}
          options={[
            { value: '', label: t('team.anyStatus'), hint: t('team.people', { count: ofInbox.length }) },
            ...statuses.map((status) => ({
              value: status,
              label: t(`availability.${status}`),
              hint: t('team.people', { count: count(status) }),
              leading: <PresenceDot value={status} />,
            })),
          ]}
          onSelect={(value) => {
            const status = statuses.find((one) => one === value)
            go({ ...(search.inbox ? { inbox: search.inbox } : {}), ...(status ? { status } : {}) })
          }}
        />
        <Select
          label={t('team.inbox')}
          className={styles.filter}
          value={search.inbox ?? ''}
          options={[
            { value: '', label: t('team.anyInbox') },
            ...team.inboxes.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onSelect={(value) =>
            go({ ...(search.status ? { status: search.status } : {}), ...(value ? { inbox: value } : {}) })
          }
        />
        <span className={styles.count} role="status">
          {t('team.people', { count: shown.length })}
        </span>
      </div>
      {shown.length > 0 ? (
        <TeamTable users={shown} inboxes={team.inboxes} inboxId={search.inbox} />
      ) : (
        <Empty
          icon={UsersRound}
          title={t('team.nobody')}
          action={<Button onClick={() => go({})}>{t('team.showAll')}</Button>}
        >
          {t('team.nobodyText')}
        </Empty>
      )}
      <BrowserSetting isOn={team.asksForBrowser} />
    </>
  )
}

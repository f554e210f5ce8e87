import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { ApiProblem } from '../../data/api.ts'
import { overviewQuery, workingHoursQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Note } from '../../ui/note.tsx'
import { Delayed, SkeletonRows } from '../../ui/skeleton.tsx'
import { SettingsPage } from '../settings-page.tsx'
import { ScheduleEditor } from './schedule-editor.tsx'

/** Settings → *Availability*: working hours, time zone and days off; one's own, or for those who manage people another's. */
export function AvailabilityScreen() {
  const { user } = useSession()
  const { user: wanted } = useSearch({ from: '/shell/settings/availability' })
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const userId = wanted === undefined || wanted === user.id ? null : wanted
  const colleague = colleagues.find((one) => one.id === userId)
  const title = colleague ? t('availability.titleOf', { name: colleague.name }) : t('availability.title')
  const hours = useQuery(workingHoursQuery(userId))
  if (hours.data) return <ScheduleEditor key={userId} title={title} userId={userId} hours={hours.data} />
  return (
    <SettingsPage title={title} lead={t('availability.lead')}>
      {hours.error ? (
        <Note tone="bad" icon={CircleAlert} role="alert">
          {problemText(hours.error instanceof ApiProblem ? hours.error.code : undefined)}
        </Note>
      ) : (
        <Delayed>
          <SkeletonRows count={6} />
        </Delayed>
      )}
    </SettingsPage>
  )
}

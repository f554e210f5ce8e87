import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { UserRound } from 'lucide-react'
import { overviewQuery, peopleQuery, planQuery } from '../../data/queries.ts'
import { t } from '../../labels/labels.ts'
import { SeatMeter } from '../plan/seat-meter.tsx'
import { UseMeter } from '../plan/use-meter.tsx'
import styles from './people-meters.module.css'

/** How many seats are in use, and who of those with one takes conversations now. */
export function PeopleMeters() {
  const { data: plan } = useQuery(planQuery)
  const { data: people } = useSuspenseQuery(peopleQuery)
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  if (!plan) return null
  const { seats } = plan
  const seated = new Set(people.flatMap(({ id, details }) => (details && details.seat !== 'none' ? [id] : [])))
  const available = colleagues.filter(
    ({ id, isActive, availability }) => isActive && seated.has(id) && availability === 'available',
  )
  return (
    <div className={styles.meters}>
      <SeatMeter seats={seats} />
      <UseMeter
        icon={UserRound}
        label={t('people.availableNow')}
        used={available.length}
        allowed={seats.used}
        text={t('people.withSeat')}
        over=""
      />
    </div>
  )
}

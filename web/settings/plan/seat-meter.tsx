import { Armchair } from 'lucide-react'
import type { PlanOverview } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { UseMeter } from './use-meter.tsx'

/** How many paid seats are taken, and of which kinds. */
export function SeatMeter({ seats }: { seats: PlanOverview['seats'] }) {
  return (
    <UseMeter
      icon={Armchair}
      label={t('plan.seats')}
      used={seats.used}
      allowed={seats.allowed}
      text={t('plan.seatKinds', { service: seats.service, sales: seats.sales, none: seats.none })}
      over={t('plan.seatsOver')}
    />
  )
}

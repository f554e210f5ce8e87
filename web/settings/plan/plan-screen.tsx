import { useSuspenseQuery } from '@tanstack/react-query'
import { Armchair, AtSign, Check, Inbox, Lock } from 'lucide-react'
import { useState } from 'react'
import { planLimits, plans } from '../../../shared/plans.ts'
import { planQuery } from '../../data/queries.ts'
import type { Plan, PlanOverview } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Note } from '../../ui/note.tsx'
import { SettingsPage } from '../settings-page.tsx'
import { ChangePlanDialog } from './change-plan-dialog.tsx'
import styles from './plan-screen.module.css'
import { SeatMeter } from './seat-meter.tsx'
import { UseMeter } from './use-meter.tsx'

/** Settings → Plan and seats (S2, S40, S60): what each plan allows, the current one, and how much of it is in use. */
export function PlanScreen() {
  const { data: overview } = useSuspenseQuery(planQuery)
  const [isChanging, setChanging] = useState(false)
  const { seats, inboxes } = overview
  return (
    <SettingsPage
      title={t('plan.title')}
      lead={t('plan.lead')}
      actions={
        overview.mayChange && (
          <Button variant="primary" onClick={() => setChanging(true)}>
            {t('plan.change')}
          </Button>
        )
      }
    >
      {!overview.mayChange && <Note icon={Lock}>{t('plan.onlySuperAdmin')}</Note>}
      <div className={styles.meters}>
        <SeatMeter seats={seats} />
        <UseMeter
          icon={Inbox}
          label={t('plan.inboxes')}
          used={inboxes.used}
          allowed={inboxes.allowed}
          text={t('plan.archived')}
          over={t('plan.inboxesOver')}
        />
      </div>
      <ul className={styles.plans} aria-label={t('plan.plans')}>
        {plans.map((plan) => (
          <PlanCard key={plan} plan={plan} overview={overview} />
        ))}
      </ul>
      {isChanging && <ChangePlanDialog overview={overview} onClose={() => setChanging(false)} />}
    </SettingsPage>
  )
}

function PlanCard({ plan, overview }: { plan: Plan; overview: PlanOverview }) {
  const isCurrent = plan === overview.plan
  const { inboxes, paidSeats } = planLimits(plan, overview.starterSeats)
  return (
    <li className={styles.plan} data-current={isCurrent || undefined} aria-label={t(`plan.${plan}`)}>
      <div className={styles.head}>
        <h2 className={styles.name}>{t(`plan.${plan}`)}</h2>
        {isCurrent && (
          <Chip tone="info" icon={Check}>
            {t('plan.current')}
          </Chip>
        )}
      </div>
      <ul className={styles.facts}>
        <li>
          <Inbox size={16} strokeWidth={1.75} aria-hidden />
          {t(inboxes === null ? 'plan.anyInboxes' : 'plan.oneInbox')}
        </li>
        <li>
          <Armchair size={16} strokeWidth={1.75} aria-hidden />
          {seatsText(paidSeats)}
        </li>
        <li>
          <AtSign size={16} strokeWidth={1.75} aria-hidden />
          {t('plan.address', { domain: overview.mailDomains[plan === 'free' ? 'free' : 'paid'] })}
        </li>
      </ul>
    </li>
  )
}

function seatsText(paidSeats: number | null): string {
  if (paidSeats === null) return t('plan.anySeats')
  return paidSeats === 0 ? t('plan.noSeats') : t('plan.someSeats', { count: paidSeats })
}

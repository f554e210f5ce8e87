import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, Info } from 'lucide-react'
import { useState } from 'react'
import { planLimits, plans } from '../../../shared/plans.ts'
import { ApiProblem, api } from '../../data/api.ts'
import { overviewQuery, planQuery, sessionQuery } from '../../data/queries.ts'
import type { Plan, PlanChange, PlanOverview } from '../../data/types.ts'
import { currentLanguage, problemText, t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { RadioGroup } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Note } from '../../ui/note.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import styles from './change-plan-dialog.module.css'

/** Chooses a plan, and says beforehand what becomes of inboxes, seats and addresses. */
export function ChangePlanDialog({ overview, onClose }: { overview: PlanOverview; onClose: () => void }) {
  const client = useQueryClient()
  const [plan, setPlan] = useState<Plan>(overview.plan)
  const [seats, setSeats] = useState(String(overview.starterSeats))
  const starterSeats = /^\d{1,5}$/.test(seats) && Number(seats) <= 10_000 ? Number(seats) : null
  const change: PlanChange = {
    ...(plan === overview.plan ? {} : { plan }),
    ...(plan === 'starter' && starterSeats !== null && starterSeats !== overview.starterSeats ? { starterSeats } : {}),
  }
  const isSame = Object.keys(change).length === 0
  const save = useMutation({
    mutationFn: () => api.changePlan(change),
    onSuccess: async (changed) => {
      client.setQueryData(planQuery.queryKey, changed)
      onClose()
      showToast({
        text:
          changed.plan === overview.plan
            ? t('plan.seatsChanged', { seats: changed.starterSeats })
            : t('plan.changed', { plan: t(`plan.${changed.plan}`) }),
      })
      await Promise.all([client.invalidateQueries(overviewQuery), client.invalidateQueries(sessionQuery)])
    },
  })
  const isSeatsWrong = plan === 'starter' && starterSeats === null
  return (
    <Dialog
      title={t('plan.change')}
      onClose={onClose}
      footer={
        <Button
          variant="primary"
          isLoading={save.isPending}
          onClick={() => {
            if (!isSame && !isSeatsWrong) save.mutate()
          }}
          aria-describedby="plan-what-happens"
        >
          {t('plan.change')}
        </Button>
      }
    >
      <div className={styles.body}>
        <RadioGroup
          label={t('plan.choose')}
          value={plan}
          options={plans.map((one) => ({
            value: one,
            label: t(`plan.${one}`),
            ...(one === overview.plan ? { hint: t('plan.current') } : {}),
          }))}
          onChange={setPlan}
        />
        {plan === 'starter' && (
          <TextField
            label={t('plan.starterSeats')}
            hint={t('plan.starterSeatsHint')}
            error={isSeatsWrong ? t('plan.seatsTake') : undefined}
            inputMode="numeric"
            maxLength={5}
            value={seats}
            onChange={(event) => setSeats(event.target.value.trim())}
          />
        )}
        <section aria-label={t('plan.whatHappens')} id="plan-what-happens">
          <Note icon={Info} tone={isSame ? 'plain' : 'info'}>
            {isSame ? (
              t('plan.asNow')
            ) : (
              <ul className={styles.list}>
                {consequences(overview, plan, starterSeats ?? overview.starterSeats).map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            )}
          </Note>
        </section>
        {save.error && (
          <Note icon={CircleAlert} tone="bad" role="alert">
            {save.error instanceof ApiProblem
              ? problemText(save.error.code, save.error.details)
              : problemText(undefined)}
          </Note>
        )}
      </div>
    </Dialog>
  )
}

/** What the change comes to, a sentence each. */
function consequences(overview: PlanOverview, plan: Plan, starterSeats: number): string[] {
  const now = planLimits(overview.plan, overview.starterSeats)
  const then = planLimits(plan, starterSeats)
  const sentences = [t('plan.nothingLost')]
  if (then.inboxes !== now.inboxes) {
    const extra = then.inboxes === null ? [] : overview.keeps.slice(then.inboxes).map(({ name }) => name)
    if (then.inboxes === null) sentences.push(t('plan.moreInboxes'))
    else if (extra.length === 0) sentences.push(t('plan.noFurtherInbox'))
    else sentences.push(t('plan.extra', { count: extra.length, names: inWords(extra) }))
  }
  if (then.paidSeats !== now.paidSeats) {
    const { used } = overview.seats
    if (then.paidSeats === null) sentences.push(t('plan.seatsAny'))
    else if (then.paidSeats > used) sentences.push(t('plan.seatsLeft', { count: then.paidSeats - used }))
    else sentences.push(used === 0 ? t('plan.noSeats') : t('plan.seatsFull', { count: used }))
  }
  const domainOf = (one: Plan) => overview.mailDomains[one === 'free' ? 'free' : 'paid']
  if (domainOf(plan) !== domainOf(overview.plan)) sentences.push(t('plan.addressMoves', { domain: domainOf(plan) }))
  return sentences
}

const inWords = (names: string[]) => new Intl.ListFormat(currentLanguage(), { type: 'conjunction' }).format(names)

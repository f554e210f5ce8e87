import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Armchair, TriangleAlert } from 'lucide-react'
import { ApiProblem, api } from '../../data/api.ts'
import { assignmentCandidatesQuery, overviewQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import type { Assignment, AssignmentCandidates, AssignmentTrial } from '../../data/types.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { LabelledSelect } from '../../ui/labelled-select.tsx'
import { Note } from '../../ui/note.tsx'
import { PeoplePicker, type Pickable } from '../../ui/people-picker.tsx'
import { Switch } from '../../ui/switch.tsx'
import { refusalText } from '../inboxes/mutation-problem.ts'
import styles from './assignment-card.module.css'
import { BrokenRule } from './broken-rule.tsx'
import type { ChannelSection } from './channel-form.ts'

/** *Automatically assign conversations* (S24–S27): who is given what comes in, tried before it is saved. */
export function AssignmentCard({ channel, form, problem, onEdit }: ChannelSection) {
  const { user } = useSession()
  const rule = form.assignment
  const hasSeat = user.seat !== 'none'
  const edit = (change: Partial<Assignment>) => onEdit({ assignment: { ...rule, ...change } })
  const isAboutRule = problem instanceof ApiProblem && problem.errors.some((one) => one.in?.startsWith('assignment'))
  return (
    <section className={styles.card}>
      <Switch
        label={t('assignment.switch')}
        hint={t('assignment.switchHint')}
        isOn={rule.isOn}
        isDisabled={!hasSeat}
        onChange={(isOn) => edit({ isOn })}
      />
      {!hasSeat && <Note icon={Armchair}>{problemText('seatNeeded')}</Note>}
      {rule.isOn && (
        <fieldset className={styles.block} disabled={!hasSeat}>
          <LabelledSelect
            label={t('assignment.to')}
            {...(rule.assignTo === 'contactOwner' ? { hint: t('assignment.ownerHint') } : {})}
            value={rule.assignTo}
            options={[
              { value: 'specific', label: t('assignment.specific') },
              { value: 'contactOwner', label: t('assignment.contactOwner') },
            ]}
            onSelect={(to) => edit({ assignTo: to === 'contactOwner' ? 'contactOwner' : 'specific' })}
          />
          {rule.assignTo === 'specific' && <Chosen channelId={channel.id} rule={rule} onEdit={edit} />}
          <BrokenRule broken={channel.assignment.broken} />
          {isAboutRule && (
            <Note tone="bad" icon={TriangleAlert} role="alert">
              {refusalText(problem)}
            </Note>
          )}
          <Checkbox
            label={t('assignment.onlyAvailable')}
            hint={t('assignment.onlyAvailableHint')}
            isChecked={rule.onlyAvailable}
            onChange={(onlyAvailable) => edit({ onlyAvailable })}
          />
          <Checkbox
            label={t('assignment.reopened')}
            hint={t('assignment.reopenedHint')}
            isChecked={rule.reroutesReopened}
            onChange={(reroutesReopened) => edit({ reroutesReopened })}
          />
          <Trial key={JSON.stringify(rule)} channelId={channel.id} rule={rule} />
        </fieldset>
      )}
    </section>
  )
}

type ChosenProps = { channelId: string; rule: Assignment; onEdit: (change: Partial<Assignment>) => void }

function Chosen({ channelId, rule, onEdit }: ChosenProps) {
  const { data } = useQuery(assignmentCandidatesQuery(channelId))
  if (!data) return null
  const all = pickableOf(data)
  const isChosen = ({ kind, id }: Pickable) => (kind === 'user' ? rule.userIds : rule.teamIds).includes(id)
  const withoutSeat = data.users.filter(({ reason }) => reason === 'noSeat')
  return (
    <>
      <PeoplePicker
        label={t('assignment.specific')}
        placeholder={t('assignment.add')}
        all={all}
        chosen={all.filter(isChosen).map((one) => ({ ...one, detail: one.reason ?? one.detail }))}
        onAdd={({ kind, id }) =>
          onEdit(kind === 'user' ? { userIds: [...rule.userIds, id] } : { teamIds: [...rule.teamIds, id] })
        }
        onRemove={({ kind, id }) =>
          onEdit(
            kind === 'user'
              ? { userIds: rule.userIds.filter((one) => one !== id) }
              : { teamIds: rule.teamIds.filter((one) => one !== id) },
          )
        }
      />
      {withoutSeat.length > 0 && (
        <details className={styles.excluded}>
          <summary>
            {t('assignment.excluded', { count: withoutSeat.length })} <b>{t('assignment.seeWho')}</b>
          </summary>
          <ul>
            {withoutSeat.map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function pickableOf({ users, teams }: AssignmentCandidates): Pickable[] {
  return [
    ...teams.map(({ id, name, mainMembers }) => ({
      kind: 'team' as const,
      id,
      name,
      detail: t('assignment.team', { count: mainMembers }),
    })),
    ...users.map(({ id, name, email, reason }) => ({
      kind: 'user' as const,
      id,
      name,
      detail: email,
      ...(reason === null ? {} : { reason: t(`assignment.cannot.${reason}`) }),
    })),
  ]
}

function Trial({ channelId, rule }: { channelId: string; rule: Assignment }) {
  const trial = useMutation({ mutationFn: () => api.tryAssignment(channelId, rule) })
  return (
    <div className={styles.trial}>
      <div>
        <Button aria-busy={trial.isPending || undefined} onClick={() => trial.mutate()}>
          {t('assignment.try')}
        </Button>
      </div>
      {trial.error && (
        <Note tone="bad" icon={TriangleAlert} role="alert">
          {refusalText(trial.error)}
        </Note>
      )}
      {trial.data && <Outcome trial={trial.data} />}
    </div>
  )
}

function Outcome({ trial: { tried, people, unassigned } }: { trial: AssignmentTrial }) {
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  return (
    <div role="status">
      <p>{t('assignment.tried', { count: tried })}</p>
      <dl className={styles.outcome}>
        {people.map(({ userId, count }) => (
          <div key={userId}>
            <dt>{colleagues.find(({ id }) => id === userId)?.name ?? t('event.formerColleague')}</dt>
            <dd>{count}</dd>
          </div>
        ))}
        {unassigned.map(({ reason, count }) => (
          <div key={reason}>
            <dt>{t('assignment.unassigned', { reason: t(`routing.outcome.${reason}`) })}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{t('assignment.tryNote')}</p>
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Armchair } from 'lucide-react'
import { assignmentCandidatesQuery } from '../../data/queries.ts'
import type { AssignmentCandidates, ChannelSettings } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { ChipPicker } from '../../ui/chip-picker.tsx'
import type { Pickable } from '../../ui/people-combobox.tsx'
import type { RuleForm } from './channel-form.ts'
import styles from './rule-targets.module.css'

type RuleTargetsProps = { channel: ChannelSettings; rule: RuleForm; onEdit: (change: Partial<RuleForm>) => void }

/** *Specific users and teams* (S25, S27): who is in the rule, whom it passes over, and who cannot be put into it. */
export function RuleTargets({ channel, rule, onEdit }: RuleTargetsProps) {
  const { data } = useQuery(assignmentCandidatesQuery(channel.id))
  if (!data) return null
  const all = pickableOf(data)
  const chosen = chosenOf(rule, all, channel.assignment.broken)
  const withoutSeat = data.users.filter(({ reason }) => reason === 'noSeat')
  const keysOf = ({ kind }: Pickable) => (kind === 'team' ? 'teamIds' : 'userIds')
  return (
    <div className={styles.targets}>
      <ChipPicker
        label={t('assignment.specific')}
        placeholder={t('assignment.add')}
        all={all}
        chosen={chosen}
        onAdd={(one) => onEdit({ [keysOf(one)]: [...rule[keysOf(one)], one.id] })}
        onRemove={(one) =>
          onEdit(
            rule.lostTeams.includes(one.id)
              ? { lostTeams: rule.lostTeams.filter((name) => name !== one.id) }
              : { [keysOf(one)]: rule[keysOf(one)].filter((id) => id !== one.id) },
          )
        }
      />
      {chosen.some(({ reason }) => reason !== undefined) && <p className={styles.hint}>{t('assignment.marked')}</p>}
      {withoutSeat.length > 0 && (
        <details className={styles.hint}>
          <summary>
            <Armchair size={14} strokeWidth={1.9} aria-hidden />
            <span>
              {t('assignment.excluded', { count: withoutSeat.length })} <b>{t('assignment.seeWho')}</b>
            </span>
          </summary>
          <p className={styles.who}>{withoutSeat.map(({ name }) => name).join(', ')}</p>
          <Link to="/settings/users">{t('assignment.manageSeats')}</Link>
        </details>
      )}
    </div>
  )
}

function pickableOf({ users, teams }: AssignmentCandidates): Pickable[] {
  return [
    ...teams.map(({ id, name, mainMembers, eligible }) => ({
      ...{ kind: 'team' as const, id, name },
      detail: teamText(mainMembers, eligible),
      ...(eligible === 0 ? { reason: t('assignment.cannot.teamEmpty') } : {}),
    })),
    ...users.map(({ id, name, email, reason }) => ({
      ...{ kind: 'user' as const, id, name, detail: email },
      ...(reason === null ? {} : { reason: t(`assignment.cannot.${reason}`) }),
    })),
  ]
}

function teamText(mainMembers: number, eligible: number): string {
  const count = t('assignment.team', { count: mainMembers })
  const skipped = mainMembers - eligible
  return skipped === 0 ? count : t('assignment.teamSkipped', { members: count, skipped })
}

/** In the order of the rule. Who was removed from the account, or is a team no more, is known by what is broken alone. */
function chosenOf(
  rule: RuleForm,
  all: readonly Pickable[],
  broken: ChannelSettings['assignment']['broken'],
): Pickable[] {
  const find = (kind: Pickable['kind'], id: string): Pickable => {
    const gone = broken.find((one) => one.kind === kind && one.id === id)
    return (
      all.find((one) => one.kind === kind && one.id === id) ?? {
        ...{ kind, id, detail: '', name: gone?.name || t('event.formerColleague') },
        reason: t(`assignment.cannot.${gone?.reason ?? 'inactive'}`),
      }
    )
  }
  return [
    ...rule.lostTeams.map((name) => ({
      ...{ kind: 'team' as const, id: name, name, detail: '' },
      reason: t('assignment.cannot.teamGone'),
    })),
    ...rule.teamIds.map((id) => find('team', id)),
    ...rule.userIds.map((id) => find('user', id)),
  ]
}

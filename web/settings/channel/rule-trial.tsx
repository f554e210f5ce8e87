import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { api } from '../../data/api.ts'
import { overviewQuery } from '../../data/queries.ts'
import type { Assignment, AssignmentTrial } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Avatar, NobodyAvatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { refusalText } from '../inboxes/mutation-problem.ts'
import styles from './rule-trial.module.css'

/** *Try this rule on the last 1,000 conversations* (W12): what would have become of them; nothing is changed. */
export function RuleTrial({ channelId, rule }: { channelId: string; rule: Assignment }) {
  const trial = useMutation({ mutationFn: () => api.tryAssignment(channelId, rule) })
  return (
    <div className={styles.trial}>
      <div>
        <Button isLoading={trial.isPending} onClick={() => trial.mutate()}>
          {t('assignment.try')}
        </Button>
      </div>
      {trial.error && (
        <Note tone="bad" icon={TriangleAlert} role="alert">
          {refusalText(trial.error)}
        </Note>
      )}
      <div role="status">{trial.data && <Outcome trial={trial.data} />}</div>
    </div>
  )
}

function Outcome({ trial: { tried, isComplete, people, unassigned, skipped } }: { trial: AssignmentTrial }) {
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const nameOf = (userId: string) => colleagues.find(({ id }) => id === userId)?.name ?? t('event.formerColleague')
  return (
    <div className={styles.outcome}>
      <p>
        {t('assignment.tried', { count: tried })} {!isComplete && t('assignment.triedInPart')}
      </p>
      {tried > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('assignment.wouldGo')}</th>
              <th scope="col">{t('assignment.howMany')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map(({ userId, count }) => (
              <Line key={userId} count={count} of={tried}>
                <Avatar id={userId} name={nameOf(userId)} size={20} />
                {nameOf(userId)}
              </Line>
            ))}
            {unassigned.map(({ reason, count }) => (
              <Line key={reason} count={count} of={tried}>
                <NobodyAvatar size={20} />
                {t('assignment.unassigned', { reason: t(`routing.outcome.${reason}`) })}
              </Line>
            ))}
          </tbody>
        </table>
      )}
      {skipped.length > 0 && (
        <details>
          <summary>{t('assignment.skippedTitle')}</summary>
          <ul className={styles.skipped}>
            {skipped.map(({ userId, reason, count }) => (
              <li key={`${userId} ${reason}`}>
                {t('assignment.skipped', { count, name: nameOf(userId), reason: t(`routing.person.${reason}`) })}
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className={styles.note}>{t('assignment.tryNote')}</p>
    </div>
  )
}

function Line({ count, of, children }: { count: number; of: number; children: React.ReactNode }) {
  return (
    <tr>
      <th scope="row">
        <span className={styles.who}>{children}</span>
      </th>
      <td>
        <span className={styles.bar} style={{ inlineSize: `${(count / of) * 100}%` }} aria-hidden="true" />
        {count}
      </td>
    </tr>
  )
}

import type { Routing } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import styles from './routing-why.module.css'

/** What a rule did, as a sentence. */
export function routingSentence({ to, why }: Pick<Routing, 'to' | 'why'>, nameOf: (userId: string) => string): string {
  if (to === null) return t('routing.unassigned')
  return t(why.outcome === 'stays' ? 'routing.stays' : 'routing.assigned', { name: nameOf(to) })
}

/** Why a rule did so: the rule, what came of it, and everybody it looked at. */
export function RoutingWhy({ why, nameOf }: { why: Routing['why']; nameOf: (userId: string) => string }) {
  const rule = why.onlyAvailable
    ? `${t(`routing.${why.assignTo}`)}, ${t('routing.onlyAvailable')}`
    : t(`routing.${why.assignTo}`)
  return (
    <div className={styles.why}>
      <p>{t(`routing.outcome.${why.outcome}`)}</p>
      <p>{t('routing.rule', { rule })}</p>
      <ul>
        {why.candidates.map(({ userId, outcome }) => (
          <li key={userId}>
            {nameOf(userId)}: {t(`routing.person.${outcome}`)}
          </li>
        ))}
        {why.more > 0 && <li>{t('routing.more', { count: why.more })}</li>}
      </ul>
      {why.isOwnerMailed && <p>{t('routing.ownerMailed')}</p>}
    </div>
  )
}

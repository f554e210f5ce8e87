import type { Routing } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import styles from './routing-why.module.css'

type Why = Routing['why']
type NameOf = (userId: string) => string

/** What a rule did, as a sentence. */
export function routingSentence({ to, why }: Pick<Routing, 'to' | 'why'>, nameOf: NameOf): string {
  if (to === null) return t('routing.unassigned')
  return t(why.outcome === 'stays' ? 'routing.stays' : 'routing.assigned', { name: nameOf(to) })
}

/** Beyond so many names of one kind they fold under their number. */
const maxNames = 6

/** Why a rule did so: what came of it, the rule, and everybody it looked at, those of one kind together (W12). */
export function RoutingWhy({ why, nameOf }: { why: Why; nameOf: NameOf }) {
  return (
    <div className={styles.why}>
      {why.previousReason && <p>{t('routing.reopened', { reason: t(`routing.person.${why.previousReason}`) })}</p>}
      <p>{t(`routing.outcome.${why.outcome}`)}</p>
      <p>{t('routing.rule', { rule: ruleText(why) })}</p>
      {why.candidates.length > 0 && (
        <dl className={styles.people}>
          {groupsOf(why).map(([outcome, userIds]) => (
            <div key={outcome}>
              <dt>{t(`routing.group.${outcome}`)}</dt>
              <dd>
                <Names names={userIds.map(nameOf)} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {why.more > 0 && <p>{t('routing.more', { count: why.more })}</p>}
      {why.isOwnerMailed && <p>{t('routing.ownerMailed')}</p>}
    </div>
  )
}

function Names({ names }: { names: string[] }) {
  if (names.length <= maxNames) return names.join(', ')
  return (
    <details>
      <summary>{t('routing.people', { count: names.length })}</summary>
      {names.join(', ')}
    </details>
  )
}

function ruleText({ assignTo, onlyAvailable }: Why): string {
  const rule = t(`routing.${assignTo}`)
  return onlyAvailable ? `${rule}, ${t('routing.onlyAvailable')}` : rule
}

/** In the order in which each kind was met first; who was chosen stands first of all. */
function groupsOf({ candidates }: Why) {
  const groups = new Map<Why['candidates'][number]['outcome'], string[]>()
  for (const { userId, outcome } of candidates) groups.set(outcome, [...(groups.get(outcome) ?? []), userId])
  return [...groups].toSorted(([a], [b]) => rank(a) - rank(b))
}

const rank = (outcome: string) => ['chosen', 'waits'].indexOf(outcome) + 1 || 3

import type { PersonDetails, Team } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import styles from './people.module.css'

type TeamsOfProps = { place: Pick<PersonDetails, 'mainTeamId' | 'extraTeamIds'>; teams: readonly Team[] }

/** The main team by name, and how many others. */
export function TeamsOf({ place: { mainTeamId, extraTeamIds }, teams }: TeamsOfProps) {
  const ids = [mainTeamId ?? [], extraTeamIds].flat()
  const [first, ...others] = ids.flatMap((id) => teams.find((team) => team.id === id)?.name ?? [])
  if (!first) return <span className={styles.quiet}>{t('people.none')}</span>
  return (
    <span title={[first, ...others].join(', ')}>
      {first}
      {others.length > 0 && <span className={styles.quiet}> {t('people.extraTeams', { count: others.length })}</span>}
    </span>
  )
}

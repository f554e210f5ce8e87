import { TriangleAlert } from 'lucide-react'
import { ApiProblem } from '../../data/api.ts'
import { useSession } from '../../data/session.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { LabelledSelect } from '../../ui/labelled-select.tsx'
import { Note } from '../../ui/note.tsx'
import { Switch } from '../../ui/switch.tsx'
import { refusalText } from '../inboxes/mutation-problem.ts'
import styles from './assignment-card.module.css'
import { type ChannelSection, type RuleForm, ruleIn } from './channel-form.ts'
import { RuleTargets } from './rule-targets.tsx'
import { RuleTrial } from './rule-trial.tsx'

/** *Automatically assign conversations* (S24–S27): who is given what comes in, tried before it is saved. */
export function AssignmentCard({ channel, form, problem, onEdit }: ChannelSection) {
  const { user } = useSession()
  const rule = form.assignment
  const hasSeat = user.seat !== 'none'
  const edit = (change: Partial<RuleForm>) => onEdit({ assignment: { ...rule, ...change } })
  const isAboutRule = problem instanceof ApiProblem && problem.errors.some((one) => one.in?.startsWith('assignment'))
  return (
    <section className={styles.card}>
      <Switch
        label={t('assignment.switch')}
        hint={hasSeat ? t('assignment.switchHint') : problemText('seatNeeded')}
        isOn={rule.isOn}
        isDisabled={!hasSeat}
        onChange={(isOn) => edit({ isOn })}
      />
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
          {rule.assignTo === 'specific' && <RuleTargets channel={channel} rule={rule} onEdit={edit} />}
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
          <RuleTrial key={JSON.stringify(rule)} channelId={channel.id} rule={ruleIn(rule)} />
        </fieldset>
      )}
    </section>
  )
}

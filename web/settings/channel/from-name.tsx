import { ApiProblem } from '../../data/api.ts'
import { useSession } from '../../data/session.ts'
import { t } from '../../labels/labels.ts'
import { LabelledSelect } from '../../ui/labelled-select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { refusalText } from '../inboxes/mutation-problem.ts'
import type { ChannelSection } from './channel-form.ts'

/** *From name* (S17): who a mail is from, beside the address. */
export function FromName({ form, problem, onEdit }: ChannelSection) {
  const { user } = useSession()
  const shown = form.fromNameMode === 'company' ? form.companyName : `${user.name}, ${form.companyName}`
  return (
    <>
      <LabelledSelect
        label={t('channel.fromName')}
        hint={t('channel.shownAs', { name: shown })}
        value={form.fromNameMode}
        options={[
          { value: 'agent-and-company', label: t('channel.agentAndCompany') },
          { value: 'company', label: t('channel.company') },
        ]}
        onSelect={(mode) => onEdit({ fromNameMode: mode === 'company' ? 'company' : 'agent-and-company' })}
      />
      <TextField
        label={t('channel.companyName')}
        maxLength={100}
        autoComplete="organization"
        value={form.companyName}
        error={isAboutName(problem) ? refusalText(problem) : null}
        onChange={(event) => onEdit({ companyName: event.target.value })}
      />
    </>
  )
}

const isAboutName = (problem: Error | null) =>
  problem instanceof ApiProblem &&
  (problem.code === 'fromNameTaken' || problem.errors.some(({ in: field }) => field === 'companyName'))

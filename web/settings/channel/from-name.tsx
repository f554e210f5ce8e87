import { useQuery } from '@tanstack/react-query'
import { mailName } from '../../../shared/from-name.ts'
import { ApiProblem, api } from '../../data/api.ts'
import { useSession } from '../../data/session.ts'
import { t } from '../../labels/labels.ts'
import { LabelledSelect } from '../../ui/labelled-select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { refusalText } from '../inboxes/mutation-problem.ts'
import type { ChannelSection } from './channel-form.ts'
import styles from './configuration-tab.module.css'

/** *From name* (S17): who a mail is from, beside the address. Whether the name is free is asked while it is typed. */
export function FromName({ channel, form, problem, onEdit }: ChannelSection) {
  const { user } = useSession()
  const name = form.companyName.trim()
  const settled = useSettled(name)
  const { data: check } = useQuery({
    queryKey: ['companyName', channel.id, settled],
    queryFn: ({ signal }) => api.companyName(channel.id, settled, signal),
    enabled: settled !== '' && settled.length <= 100 && settled !== channel.companyName,
    staleTime: 10_000,
  })
  const taker = settled === name ? check?.takenBy : null
  const error = isAboutName(problem) ? refusalText(problem) : taker ? t('channel.nameTaken', taker) : null
  const shown = mailName(form.fromNameMode, form.companyName, user.name)
  return (
    <div className={styles.columns}>
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
        hint={t('channel.fromNameHint')}
        maxLength={100}
        autoComplete="organization"
        value={form.companyName}
        error={error}
        onChange={(event) => onEdit({ companyName: event.target.value })}
      />
    </div>
  )
}

const isAboutName = (problem: Error | null) =>
  problem instanceof ApiProblem &&
  (problem.code === 'fromNameTaken' || problem.errors.some(({ in: field }) => field === 'companyName'))

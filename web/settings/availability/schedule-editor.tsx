import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CalendarClock, CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { scheduleAt } from '../../../shared/availability.ts'
import { ApiProblem, api } from '../../data/api.ts'
import { workingHoursQuery } from '../../data/queries.ts'
import type { WorkingHours } from '../../data/types.ts'
import { availabilityText } from '../../labels/availability-text.ts'
import { problemText, t } from '../../labels/labels.ts'
import { RadioGroup } from '../../ui/checkbox.tsx'
import { Note } from '../../ui/note.tsx'
import { SaveBar } from '../../ui/save-bar.tsx'
import { useNow } from '../../ui/use-now.ts'
import { SettingsPage } from '../settings-page.tsx'
import { HolidaysList } from './holidays-list.tsx'
import styles from './schedule-editor.module.css'
import { changeOf, formOf, hasProblems, problemsOf, type ScheduleForm, scheduleOf, usualWeek } from './schedule-form.ts'
import { TimeZoneSelect } from './time-zone-select.tsx'
import { WeekHours } from './week-hours.tsx'

type EditorProps = { title: string; userId: string | null; hours: WorkingHours }

export function ScheduleEditor({ title, userId, hours }: EditorProps) {
  const client = useQueryClient()
  const [form, setForm] = useState(() => formOf(hours))
  const [isMarked, setMarked] = useState(false)
  const problems = problemsOf(form)
  const save = useMutation({
    mutationFn: () => api.changeWorkingHours(userId, changeOf(form)),
    onSuccess: (answer) => {
      client.setQueryData(workingHoursQuery(userId).queryKey, answer)
      setForm(formOf(answer))
      setMarked(false)
    },
  })
  const change = (changed: Partial<ScheduleForm>) => {
    save.reset()
    setForm({ ...form, ...changed })
  }
  const onSave = () => {
    setMarked(true)
    if (!hasProblems(problems)) save.mutate()
  }
  const onCancel = () => {
    save.reset()
    setForm(formOf(hours))
    setMarked(false)
  }
  const isChanged = JSON.stringify(changeOf(form)) !== JSON.stringify(changeOf(formOf(hours)))
  const isRefused = isMarked && hasProblems(problems)

  return (
    <SettingsPage
      title={title}
      lead={t('availability.lead')}
      foot={
        <SaveBar
          change={isChanged || isRefused ? t('availability.changed') : null}
          refusal={isRefused ? t('availability.mend') : refusalOf(save.error)}
          isSaving={save.isPending}
          onSave={onSave}
          onCancel={onCancel}
        />
      }
    >
      <div className={styles.form}>
        {!hasProblems(problems) && <Preview form={form} accountTimeZone={hours.accountTimeZone} />}
        <RadioGroup
          label={t('availability.when')}
          value={form.isAlways ? 'always' : 'hours'}
          options={[
            { value: 'always', label: t('availability.always'), hint: t('availability.alwaysHint') },
            { value: 'hours', label: t('availability.hours'), hint: t('availability.hoursHint') },
          ]}
          onChange={(value) => {
            const isEmpty = form.days.every((ofDay) => ofDay.length === 0)
            change({ isAlways: value === 'always', days: isEmpty ? usualWeek() : form.days })
          }}
        />
        {!form.isAlways && (
          <>
            <WeekHours days={form.days} problems={problems.spans} onChange={(days) => change({ days })} />
            {problems.hasNoHours && (
              <Note tone="bad" icon={CircleAlert} role="alert">
                {t('availability.badNone')}
              </Note>
            )}
          </>
        )}
        <TimeZoneSelect
          timeZone={form.timeZone}
          accountTimeZone={hours.accountTimeZone}
          onChange={(timeZone) => change({ timeZone })}
        />
        <HolidaysList
          holidays={form.holidays}
          problems={problems.holidays}
          onChange={(holidays) => change({ holidays })}
        />
      </div>
    </SettingsPage>
  )
}

/** What the hours on the page would make of this minute, before they are saved. */
function Preview({ form, accountTimeZone }: { form: ScheduleForm; accountTimeZone: string }) {
  const now = useNow()
  const { isOpen, until } = scheduleAt(scheduleOf(form, accountTimeZone), now)
  const at = until === null ? null : new Date(until).toISOString()
  return (
    <Note tone="info" icon={CalendarClock} role="status">
      {t('availability.preview', { state: availabilityText(isOpen ? 'available' : 'outside-hours', at, now) })}
    </Note>
  )
}

function refusalOf(error: Error | null): string | null {
  if (!error) return null
  return error instanceof ApiProblem ? problemText(error.code, error.details) : problemText('fault')
}

import { Copy, Plus, X } from 'lucide-react'
import { weekdayName } from '../../labels/format.ts'
import { t } from '../../labels/labels.ts'
import { IconButton } from '../../ui/button.tsx'
import styles from './schedule-editor.module.css'
import { type FormSpan, furtherSpan, type SpanProblem, tidyClock, withDayOnWorkdays } from './schedule-form.ts'

type WeekProps = {
  days: FormSpan[][]
  problems: ReadonlyMap<number, SpanProblem>
  onChange: (days: FormSpan[][]) => void
}

/** The hours of each day, Monday first; several a day. */
export function WeekHours({ days, problems, onChange }: WeekProps) {
  const setDay = (day: number, spans: FormSpan[]) =>
    onChange(days.map((ofDay, other) => (other === day ? spans : ofDay)))
  return (
    <section className={styles.section} aria-labelledby="working-hours">
      <h2 className={styles.heading} id="working-hours">
        {t('availability.workingHours')}
      </h2>
      <div className={styles.card}>
        {days.map((spans, day) => (
          <DayHours
            key={weekdayName(day)}
            name={weekdayName(day)}
            spans={spans}
            problems={problems}
            onChange={(changed) => setDay(day, changed)}
            onCopy={() => onChange(withDayOnWorkdays(days, day))}
          />
        ))}
      </div>
    </section>
  )
}

type DayProps = {
  name: string
  spans: FormSpan[]
  problems: ReadonlyMap<number, SpanProblem>
  onChange: (spans: FormSpan[]) => void
  onCopy: () => void
}

function DayHours({ name, spans, problems, onChange, onCopy }: DayProps) {
  const set = (id: number, change: Partial<FormSpan>) =>
    onChange(spans.map((span) => (span.id === id ? { ...span, ...change } : span)))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a legend cannot stand in a grid beside the fields
    <div role="group" aria-label={name} className={styles.day}>
      <span className={styles.name} aria-hidden="true">
        {name}
      </span>
      <div className={styles.spans}>
        {spans.length === 0 && <span className={styles.off}>{t('availability.off')}</span>}
        {spans.map((span) => (
          <SpanFields
            key={span.id}
            day={name}
            span={span}
            problem={problems.get(span.id)}
            onChange={(change) => set(span.id, change)}
            onRemove={() => onChange(spans.filter((other) => other.id !== span.id))}
          />
        ))}
      </div>
      <div className={styles.acts}>
        <IconButton
          label={t('availability.addHours', { day: name })}
          icon={Plus}
          onClick={() => onChange([...spans, furtherSpan(spans)])}
        />
        <IconButton label={t('availability.copyDay', { day: name })} icon={Copy} onClick={onCopy} />
      </div>
    </div>
  )
}

type SpanProps = {
  day: string
  span: FormSpan
  problem: SpanProblem | undefined
  onChange: (change: Partial<FormSpan>) => void
  onRemove: () => void
}

function SpanFields({ day, span, problem, onChange, onRemove }: SpanProps) {
  const problemId = problem ? `span-problem-${span.id}` : undefined
  const field = (end: 'start' | 'end', label: string) => (
    <input
      className={styles.clock}
      inputMode="numeric"
      maxLength={5}
      placeholder="00:00"
      value={span[end]}
      aria-label={label}
      aria-invalid={problem !== undefined || undefined}
      aria-describedby={problemId}
      onChange={(event) => onChange({ [end]: event.target.value })}
      onBlur={(event) => onChange({ [end]: tidyClock(event.target.value) })}
    />
  )
  return (
    <div className={styles.span}>
      {field('start', t('availability.from', { day }))}
      <span aria-hidden="true">{t('availability.until')}</span>
      {field('end', t('availability.to', { day }))}
      <IconButton label={t('availability.removeHours', { day })} icon={X} onClick={onRemove} />
      {problem && (
        <p id={problemId} role="alert" className={styles.bad}>
          {t(`availability.${problem}`)}
        </p>
      )}
    </div>
  )
}

import { Plus, Trash2 } from 'lucide-react'
import { t } from '../../labels/labels.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './schedule-editor.module.css'
import { aHoliday, type FormHoliday, withWholeDays } from './schedule-form.ts'

type HolidaysProps = {
  holidays: FormHoliday[]
  problems: ReadonlySet<number>
  onChange: (holidays: FormHoliday[]) => void
}

/** Days, or parts of a day, on which the hours do not hold. */
export function HolidaysList({ holidays, problems, onChange }: HolidaysProps) {
  const set = (changed: FormHoliday) => onChange(holidays.map((one) => (one.id === changed.id ? changed : one)))
  return (
    <section className={styles.section} aria-labelledby="days-off">
      <h2 className={styles.heading} id="days-off">
        {t('availability.holidays')}
      </h2>
      <p className={styles.hint}>{t('availability.holidaysHint')}</p>
      {holidays.length > 0 && (
        <ul className={styles.card} aria-labelledby="days-off">
          {holidays.map((holiday) => (
            <HolidayFields
              key={holiday.id}
              holiday={holiday}
              isBad={problems.has(holiday.id)}
              onChange={set}
              onRemove={() => onChange(holidays.filter((one) => one.id !== holiday.id))}
            />
          ))}
        </ul>
      )}
      <div>
        <Button icon={Plus} onClick={() => onChange([...holidays, aHoliday(tomorrow())])}>
          {t('availability.addHoliday')}
        </Button>
      </div>
    </section>
  )
}

type FieldsProps = {
  holiday: FormHoliday
  isBad: boolean
  onChange: (holiday: FormHoliday) => void
  onRemove: () => void
}

function HolidayFields({ holiday, isBad, onChange, onRemove }: FieldsProps) {
  const { isWhole, label, from, to } = holiday
  const type = isWhole ? 'date' : 'datetime-local'
  return (
    <li className={styles.holiday}>
      <TextField
        label={t('availability.holidayName')}
        value={label}
        maxLength={100}
        onChange={(event) => onChange({ ...holiday, label: event.target.value })}
      />
      <TextField
        label={isWhole ? t('availability.firstDay') : t('availability.firstMinute')}
        type={type}
        value={from}
        onChange={(event) => onChange({ ...holiday, from: event.target.value })}
      />
      <TextField
        label={isWhole ? t('availability.lastDay') : t('availability.lastMinute')}
        type={type}
        value={to}
        min={from}
        onChange={(event) => onChange({ ...holiday, to: event.target.value })}
      />
      <div className={styles.whole}>
        <Checkbox
          label={t('availability.wholeDays')}
          isChecked={isWhole}
          onChange={(checked) => onChange(withWholeDays(holiday, checked))}
        />
        {isBad && (
          <p role="alert" className={styles.bad}>
            {t('availability.badDates')}
          </p>
        )}
      </div>
      <IconButton
        label={t('availability.removeHoliday')}
        icon={Trash2}
        className={styles.removeHoliday}
        onClick={onRemove}
      />
    </li>
  )
}

/** The reader's own next day, as a date field takes it. */
function tomorrow(): string {
  const now = new Date()
  const two = (value: number) => String(value).padStart(2, '0')
  const next = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)
  return `${next.getFullYear()}-${two(next.getMonth() + 1)}-${two(next.getDate())}`
}

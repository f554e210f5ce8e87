import type { CalendarInvitation } from '../../data/types.ts'
import { locale, longDate } from '../../labels/format.ts'
import { t } from '../../labels/labels.ts'

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** How often an event comes back. Of odd rules the beginning is said, never a wrong one: days with numbers are left out. */
export function recurrenceText({
  frequency,
  interval,
  count,
  until,
  byDay,
}: NonNullable<CalendarInvitation['recurrence']>): string {
  let text = t(`calendar.every.${frequency}`, { count: interval })
  const days = byDay.map((day) => weekdays.indexOf(day))
  if (frequency === 'weekly' && days.length > 0 && !days.includes(-1)) {
    text = t('calendar.onDays', { every: text, days: listOf(days.toSorted((a, b) => a - b).map(weekdayOf)) })
  }
  if (until !== null && !Number.isNaN(Date.parse(until)))
    return t('calendar.until', { every: text, date: longDate(until) })
  return count === null ? text : t('calendar.times', { every: text, count })
}

/** As within a sentence. 1 January 2024 was a Monday. */
const weekdayOf = (day: number) =>
  new Intl.DateTimeFormat(locale(), { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + day))

const listOf = (words: string[]) => new Intl.ListFormat(locale()).format(words)

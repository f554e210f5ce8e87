import {
  daysOf,
  type Holiday,
  type Schedule,
  type WorkingSpan,
  weekdays,
  workdays,
} from '../../../shared/availability.ts'
import type { WorkingHours, WorkingHoursChange } from '../../data/types.ts'

/** Local times as fields hold them ("09:00"); `id` tells rows apart while they are edited. */
export type FormSpan = { id: number; start: string; end: string }
export type FormHoliday = { id: number; label: string; isWhole: boolean; from: string; to: string }

export type ScheduleForm = {
  /** null: the account's */
  timeZone: string | null
  isAlways: boolean
  /** Monday first */
  days: FormSpan[][]
  holidays: FormHoliday[]
}

export type SpanProblem = 'badOrder' | 'badOverlap'
/** What is wrong, by the row's id; `hasNoHours`: nobody works at no hour at all. */
export type FormProblems = { spans: Map<number, SpanProblem>; holidays: Set<number>; hasNoHours: boolean }

let lastId = 0
const nextId = () => ++lastId

export function formOf({ timeZone, workingHours, holidays }: WorkingHours): ScheduleForm {
  const days: FormSpan[][] = weekdays.map(() => [])
  for (const { days: named, startMinute, endMinute } of workingHours.toSorted((a, b) => a.startMinute - b.startMinute))
    for (const day of daysOf(named)) days[day]?.push(aSpan(clockOf(startMinute), clockOf(endMinute)))
  return {
    timeZone,
    isAlways: workingHours.length === 0,
    days,
    holidays: holidays.map((holiday) => ({ ...holiday, id: nextId(), isWhole: holiday.from.length === 10 })),
  }
}

/** As the API takes it. */
export function changeOf({ timeZone, isAlways, days, holidays }: ScheduleForm): WorkingHoursChange {
  return {
    timeZone,
    workingHours: isAlways ? [] : days.flatMap((spans, day) => spans.map((span) => workingSpan(day, span))),
    holidays: holidays.map(({ label, from, to }): Holiday => ({ label: label.trim(), from, to })),
  }
}

/** What the pure rule of `shared/availability.ts` is asked while it is not saved. */
export function scheduleOf(form: ScheduleForm, accountTimeZone: string): Schedule {
  const { workingHours, holidays } = changeOf(form)
  return { timeZone: form.timeZone ?? accountTimeZone, workingHours, holidays }
}

export function problemsOf({ isAlways, days, holidays }: ScheduleForm): FormProblems {
  const spans = new Map<number, SpanProblem>()
  if (!isAlways) for (const ofDay of days) noteProblems(ofDay, spans)
  return {
    spans,
    holidays: new Set(holidays.filter((holiday) => !isRange(holiday)).map(({ id }) => id)),
    hasNoHours: !isAlways && days.every((ofDay) => ofDay.length === 0),
  }
}

export const hasProblems = ({ spans, holidays, hasNoHours }: FormProblems) =>
  hasNoHours || spans.size > 0 || holidays.size > 0

/** Monday to Friday, nine to five: where hours begin to be set. */
export function usualWeek(): FormSpan[][] {
  return weekdays.map((_, day) => (day < workdays.length ? [aSpan('09:00', '17:00')] : []))
}

/** Further hours of a day: after an hour's pause, or the usual ones. */
export function furtherSpan(ofDay: readonly FormSpan[]): FormSpan {
  const last = ofDay.at(-1)
  const start = last ? endMinuteOf(last) + 60 : 540
  return start < 1380 ? aSpan(clockOf(start), clockOf(Math.min(start + (last ? 120 : 480), 1439))) : aSpan('', '')
}

/** The same hours on Monday to Friday. */
export function withDayOnWorkdays(days: readonly FormSpan[][], day: number): FormSpan[][] {
  const spans = days[day] ?? []
  return days.map((ofDay, other) =>
    other === day || other >= workdays.length ? ofDay : spans.map(({ start, end }) => aSpan(start, end)),
  )
}

export function aHoliday(date: string): FormHoliday {
  return { id: nextId(), label: '', isWhole: true, from: date, to: date }
}

/** Whole days become minutes from the first midnight to the last, and back; what was not filled in stays so. */
export function withWholeDays(holiday: FormHoliday, isWhole: boolean): FormHoliday {
  const date = (text: string) => text.slice(0, 10)
  if (isWhole) return { ...holiday, isWhole, from: date(holiday.from), to: date(holiday.to) }
  const at = (text: string, clock: string) => (text ? `${date(text)}T${clock}` : '')
  return { ...holiday, isWhole, from: at(holiday.from, '09:00'), to: at(holiday.to, '17:00') }
}

const aSpan = (start: string, end: string): FormSpan => ({ id: nextId(), start, end })

function workingSpan(day: number, span: FormSpan): WorkingSpan {
  return { days: weekdays[day] ?? 'MONDAY', startMinute: minuteOf(span.start), endMinute: endMinuteOf(span) }
}

function noteProblems(ofDay: readonly FormSpan[], problems: Map<number, SpanProblem>): void {
  for (const span of ofDay) if (!(endMinuteOf(span) > minuteOf(span.start))) problems.set(span.id, 'badOrder')
  const inOrder = ofDay.toSorted((a, b) => minuteOf(a.start) - minuteOf(b.start))
  for (const [place, span] of inOrder.entries()) {
    const before = inOrder[place - 1]
    if (before && endMinuteOf(before) > minuteOf(span.start) && !problems.has(span.id))
      problems.set(span.id, 'badOverlap')
  }
}

/** Both are there, and the end is not before the beginning; of minutes it is after it. */
function isRange({ isWhole, from, to }: FormHoliday): boolean {
  const length = isWhole ? 10 : 16
  return from.length === length && to.length === length && (isWhole ? from <= to : from < to)
}

/** What somebody typed, as it is written: "9" → "09:00", "1730" → "17:30"; unchanged where it is no time. */
export function tidyClock(text: string): string {
  const minute = minuteOf(text)
  return Number.isNaN(minute) ? text : clockOf(minute)
}

/** "09:30", "9.30", "930" or "9" as minutes, up to 24:00; NaN where it is none of these. */
function minuteOf(text: string): number {
  const [, hour, minute = '0'] = /^\s*(\d{1,2})(?:[:. ]?(\d\d))?\s*$/.exec(text) ?? []
  const minutes = Number(hour) * 60 + Number(minute)
  return Number(minute) < 60 && minutes <= 1440 ? minutes : Number.NaN
}

/** Midnight is the end of the day, whichever way it is written. */
function endMinuteOf({ end }: FormSpan): number {
  const minute = minuteOf(end)
  return minute === 0 ? 1440 : minute
}

function clockOf(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

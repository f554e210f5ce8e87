import type { EffectiveAvailability } from '../../shared/availability.ts'
import { comingTime } from './format.ts'
import { t } from './labels.ts'

/** "Available until 16:00", "Away", "Outside working hours, back Mon 09:00". `until`: an ISO instant. */
export function availabilityText(value: EffectiveAvailability, until: string | null, now: number): string {
  if (until === null || value === 'away') return t(`availability.${value}`)
  const time = comingTime(until, now)
  return value === 'available' ? t('availability.availableUntil', { time }) : t('availability.outsideUntil', { time })
}

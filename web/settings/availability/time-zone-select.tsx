import { useMemo } from 'react'
import { t } from '../../labels/labels.ts'
import { Select } from '../../ui/select.tsx'
import styles from './schedule-editor.module.css'

type ZoneProps = { timeZone: string | null; accountTimeZone: string; onChange: (timeZone: string | null) => void }

/** The zone in which the hours are meant; with none of one's own it is the account's. */
export function TimeZoneSelect({ timeZone, accountTimeZone, onChange }: ZoneProps) {
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')], [])
  return (
    <div className={styles.section}>
      <h2 className={styles.heading}>{t('availability.timeZone')}</h2>
      <Select
        label={t('availability.timeZone')}
        searchLabel={t('availability.findZone')}
        className={styles.zone}
        value={timeZone ?? ''}
        options={[
          { value: '', label: t('availability.accountZone', { zone: accountTimeZone }) },
          ...zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
        ]}
        onSelect={(value) => onChange(value || null)}
      />
    </div>
  )
}

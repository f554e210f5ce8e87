import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { auditActions, auditSubjectTypes } from '../../../shared/audit.ts'
import { overviewQuery } from '../../data/queries.ts'
import { t } from '../../labels/labels.ts'
import type { AuditSearch } from '../../router.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { LabelledSelect } from '../../ui/labelled-select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './audit-filters.module.css'

const all = 'all'

/** Who, what and when: each stands in the address of the page, so that a find can be sent to somebody. */
export function AuditFilters({ search }: { search: AuditSearch }) {
  const { colleagues } = useSuspenseQuery(overviewQuery).data
  const navigate = useNavigate()
  const set = (change: { [Key in keyof AuditSearch]?: string | undefined }) => {
    const kept = Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined && value !== '')
    void navigate({ to: '/settings/audit', search: Object.fromEntries(kept), replace: true })
  }
  const isSet = Object.keys(search).length > 0
  return (
    <section className={styles.filters} aria-label={t('audit.filters')}>
      <div className={styles.choice}>
        <LabelledSelect
          label={t('audit.who')}
          value={search.who ?? all}
          options={[
            { value: all, label: t('audit.everybody') },
            ...colleagues.map(({ id, name, email }) => ({
              value: id,
              label: name,
              hint: email,
              leading: <Avatar id={id} name={name} size={20} />,
            })),
          ]}
          onSelect={(id) => set({ who: id === all ? undefined : id })}
        />
      </div>
      <div className={styles.choice}>
        <LabelledSelect
          label={t('audit.what')}
          value={search.what ?? all}
          options={[
            { value: all, label: t('audit.everything') },
            ...auditSubjectTypes.map((type) => ({ value: type, label: t(`audit.of.${type}`) })),
            ...auditActions.map((action) => ({ value: action, label: t(`audit.kind.${action}`) })),
          ]}
          onSelect={(what) => set({ what: what === all ? undefined : what, subject: undefined })}
        />
      </div>
      <TextField
        type="date"
        label={t('audit.from')}
        value={search.from ?? ''}
        max={search.to}
        onChange={(event) => set({ from: event.target.value })}
      />
      <TextField
        type="date"
        label={t('audit.to')}
        value={search.to ?? ''}
        min={search.from}
        onChange={(event) => set({ to: event.target.value })}
      />
      {isSet && (
        <Button
          variant="ghost"
          icon={X}
          className={styles.clear}
          onClick={() => void navigate({ to: '/settings/audit', search: {}, replace: true })}
        >
          {t('audit.clear')}
        </Button>
      )}
    </section>
  )
}

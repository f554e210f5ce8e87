import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { CircleAlert, Lock, RotateCw, ScrollText } from 'lucide-react'
import { ApiProblem } from '../../data/api.ts'
import { auditQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Button, DownloadLink } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Note } from '../../ui/note.tsx'
import { Delayed, SkeletonRows } from '../../ui/skeleton.tsx'
import { SettingsPage } from '../settings-page.tsx'
import { filterOf } from './audit-filter.ts'
import { AuditFilters } from './audit-filters.tsx'
import { AuditRow } from './audit-row.tsx'
import styles from './audit-screen.module.css'

/** Settings → Audit log: who changed what, when and from where, with what was before and after. */
export function AuditScreen() {
  const { user } = useSession()
  const search = useSearch({ from: '/shell/settings/audit' })
  const filter = filterOf(search)
  if (user.role !== 'super-admin')
    return (
      <SettingsPage title={t('audit.title')}>
        <Note icon={Lock}>{t('audit.onlySuperAdmin')}</Note>
      </SettingsPage>
    )
  return (
    <SettingsPage title={t('audit.title')} lead={t('audit.lead')} actions={<Exports filter={filter} />}>
      <AuditFilters search={search} />
      <Entries filter={filter} />
    </SettingsPage>
  )
}

/** Links, so that the browser saves while the server still reads. */
function Exports({ filter }: { filter: Record<string, string> }) {
  const href = (format: string) => `/api/audit/export?${new URLSearchParams({ ...filter, format })}`
  return (
    <>
      <DownloadLink href={href('csv')}>{t('audit.csv')}</DownloadLink>
      <DownloadLink href={href('jsonl')}>{t('audit.jsonl')}</DownloadLink>
    </>
  )
}

function Entries({ filter }: { filter: Record<string, string> }) {
  const audit = useInfiniteQuery({ ...auditQuery(filter), placeholderData: keepPreviousData })
  const entries = audit.data?.pages.flatMap((page) => page.results)
  if (audit.error && !entries)
    return (
      <Empty
        icon={CircleAlert}
        title={t('audit.failed')}
        action={
          <Button icon={RotateCw} isLoading={audit.isFetching} onClick={() => void audit.refetch()}>
            {t('ui.tryAgain')}
          </Button>
        }
      >
        {problemText(audit.error instanceof ApiProblem ? audit.error.code : undefined)}
      </Empty>
    )
  if (!entries)
    return (
      <Delayed>
        <SkeletonRows count={6} />
      </Delayed>
    )
  if (entries.length === 0)
    return Object.keys(filter).length > 0 ? (
      <Empty icon={ScrollText} title={t('audit.noMatch')} />
    ) : (
      <Empty icon={ScrollText} title={t('audit.empty')}>
        {t('audit.emptyText')}
      </Empty>
    )
  return (
    <>
      <ul className={styles.list} aria-label={t('audit.list')} aria-busy={audit.isPlaceholderData || undefined}>
        {entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} />
        ))}
      </ul>
      {audit.hasNextPage && (
        <div className={styles.more}>
          <Button isLoading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
            {t('audit.more')}
          </Button>
        </div>
      )}
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { CircleAlert, KeyRound, Lock, Plus, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { ApiProblem } from '../../data/api.ts'
import { privateAppsQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import type { CreatedPrivateApp, PrivateApp } from '../../data/types.ts'
import { exactTime, longDate, messageTime } from '../../labels/format.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Note } from '../../ui/note.tsx'
import { Delayed, SkeletonRows } from '../../ui/skeleton.tsx'
import table from '../../ui/table.module.css'
import { useNow } from '../../ui/use-now.ts'
import { SettingsPage } from '../settings-page.tsx'
import { CreateAppPanel } from './create-app-panel.tsx'
import styles from './private-apps-screen.module.css'
import { RevokeDialog } from './revoke-dialog.tsx'
import { TokenDialog } from './token-dialog.tsx'

/** Settings → Private apps: the tokens with which programs act for the account. */
export function PrivateAppsScreen() {
  const { user } = useSession()
  if (user.role === 'super-admin') return <Apps />
  return (
    <SettingsPage title={t('privateApps.title')}>
      <Note icon={Lock}>{t('privateApps.onlySuperAdmin')}</Note>
    </SettingsPage>
  )
}

function Apps() {
  const query = useQuery(privateAppsQuery)
  const [isCreating, setCreating] = useState(false)
  const [created, setCreated] = useState<CreatedPrivateApp | null>(null)
  const [revoking, setRevoking] = useState<PrivateApp | null>(null)
  const apps = query.data?.results
  const create = (
    <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
      {t('privateApps.create')}
    </Button>
  )
  return (
    <SettingsPage
      title={t('privateApps.title')}
      lead={t('privateApps.lead')}
      actions={apps && apps.length > 0 ? create : null}
    >
      {query.isPending && (
        <Delayed>
          <SkeletonRows count={3} />
        </Delayed>
      )}
      {query.error && !apps && (
        <Empty
          icon={CircleAlert}
          title={t('privateApps.failed')}
          action={
            <Button icon={RotateCw} isLoading={query.isFetching} onClick={() => void query.refetch()}>
              {t('ui.tryAgain')}
            </Button>
          }
        >
          {problemText(query.error instanceof ApiProblem ? query.error.code : undefined)}
        </Empty>
      )}
      {apps?.length === 0 && (
        <Empty icon={KeyRound} title={t('privateApps.empty')} action={create}>
          {t('privateApps.emptyText')}
        </Empty>
      )}
      {apps && apps.length > 0 && <AppTable apps={apps} onRevoke={setRevoking} />}
      {isCreating && query.data && (
        <CreateAppPanel
          scopes={query.data.scopes}
          onClose={() => setCreating(false)}
          onCreated={(answer) => {
            setCreating(false)
            setCreated(answer)
          }}
        />
      )}
      {created && <TokenDialog created={created} onClose={() => setCreated(null)} />}
      {revoking && <RevokeDialog app={revoking} onClose={() => setRevoking(null)} />}
    </SettingsPage>
  )
}

function AppTable({ apps, onRevoke }: { apps: PrivateApp[]; onRevoke: (app: PrivateApp) => void }) {
  const now = useNow()
  return (
    <div className={table.card}>
      <table className={table.table} aria-label={t('privateApps.list')}>
        <thead>
          <tr>
            <th scope="col">{t('privateApps.name')}</th>
            <th scope="col">{t('privateApps.scopes')}</th>
            <th scope="col">{t('privateApps.created')}</th>
            <th scope="col">{t('privateApps.lastUsed')}</th>
            <th scope="col">
              <span className="sr-only">{t('settings.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {apps.map((app) => (
            <tr key={app.id} aria-label={app.name}>
              <td>
                <span className={table.who}>
                  <span className={table.glyph}>
                    <KeyRound size={16} strokeWidth={1.75} aria-hidden />
                  </span>
                  <span className={styles.name}>{app.name}</span>
                </span>
              </td>
              <td>
                <span className={styles.scopes}>
                  {app.scopes.map((scope) => (
                    <Chip key={scope}>{scope}</Chip>
                  ))}
                </span>
              </td>
              <td>
                <span className={styles.when}>{t('privateApps.created')} </span>
                <time className={styles.day} dateTime={app.createdAt} title={exactTime(app.createdAt)}>
                  {longDate(app.createdAt)}
                </time>
              </td>
              <td>
                <span className={styles.when}>{t('privateApps.lastUsed')} </span>
                {app.lastUsedAt ? (
                  <time className={styles.day} dateTime={app.lastUsedAt} title={exactTime(app.lastUsedAt)}>
                    {messageTime(app.lastUsedAt, now)}
                  </time>
                ) : (
                  t('privateApps.never')
                )}
              </td>
              <td>
                <div className={table.acts}>
                  <Button onClick={() => onRevoke(app)}>{t('privateApps.revoke')}</Button>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

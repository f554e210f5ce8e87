import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { overviewQuery } from '../../data/queries.ts'
import { t } from '../../labels/labels.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Select } from '../../ui/select.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { SettingsPage } from '../settings-page.tsx'
import { AccessTab } from './access-tab.tsx'
import { ChannelsTab } from './channels-tab.tsx'
import styles from './inboxes-screen.module.css'

/** Settings → Inbox → Inboxes (S6): which inbox is set up (S7), its channels and who has access. */
export function InboxesScreen() {
  const { inboxes } = useSuspenseQuery(overviewQuery).data
  const { inbox: wanted, tab = 'channels' } = useSearch({ from: '/shell/settings/inboxes' })
  const navigate = useNavigate()
  const inbox = inboxes.find((one) => one.id === wanted) ?? inboxes[0]
  const go = (search: { inbox?: string; tab?: 'access' }) => void navigate({ to: '/settings/inboxes', search })
  const place = inbox ? { inbox: inbox.id } : {}
  return (
    <SettingsPage title={t('settings.inboxes')}>
      <div className={styles.choice}>
        <span className={styles.label} aria-hidden="true">
          {t('settings.currentView')}
        </span>
        <Select
          label={t('settings.currentView')}
          className={styles.select}
          value={inbox?.id ?? ''}
          options={inboxes.map((one) => ({
            value: one.id,
            label: one.name,
            leading: <Avatar id={`inbox-${one.id}`} name={one.name} size={20} isTeam />,
          }))}
          onSelect={(id) => go({ inbox: id, ...(tab === 'access' ? { tab } : {}) })}
        >
          {inbox && (
            <span className={styles.face}>
              <Avatar id={`inbox-${inbox.id}`} name={inbox.name} size={20} isTeam />
              <span className="ellipsis">{inbox.name}</span>
            </span>
          )}
        </Select>
      </div>
      {inbox && (
        <Tabs
          label={t('settings.inboxTabs')}
          tabs={[
            { id: 'channels', label: t('settings.channels') },
            { id: 'access', label: t('settings.access') },
          ]}
          active={tab}
          onSelect={(id) => go(id === 'access' ? { ...place, tab: id } : place)}
        >
          {tab === 'access' ? (
            <AccessTab key={inbox.id} inboxId={inbox.id} />
          ) : (
            <ChannelsTab key={inbox.id} inboxId={inbox.id} />
          )}
        </Tabs>
      )}
    </SettingsPage>
  )
}

import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Lock, Plus } from 'lucide-react'
import { useState } from 'react'
import { inboxSettingsQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import type { InboxSettingsList } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { Select } from '../../ui/select.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { phoneQuery, useMedia } from '../../ui/use-media.ts'
import { managesPeople } from '../menu.ts'
import { SettingsPage } from '../settings-page.tsx'
import { AccessTab } from './access-tab.tsx'
import { ActionsMenu } from './actions-menu.tsx'
import { ArchivedInboxes } from './archived-inboxes.tsx'
import { ChannelsTab } from './channels-tab.tsx'
import { ConnectDialog } from './connect-dialog.tsx'
import styles from './inboxes-screen.module.css'

/** Settings → Inbox → Inboxes (S6): which inbox is set up (S7), its channels and who has access. */
export function InboxesScreen() {
  const { user } = useSession()
  if (managesPeople(user)) return <Inboxes />
  return (
    <SettingsPage title={t('settings.inboxes')}>
      <Note icon={Lock}>{t('inboxes.managersOnly')}</Note>
    </SettingsPage>
  )
}

function Inboxes() {
  const list = useSuspenseQuery(inboxSettingsQuery).data
  const isPhone = useMedia(phoneQuery)
  const [isConnecting, setConnecting] = useState(false)
  const { inbox: wanted, tab = 'channels' } = useSearch({ from: '/shell/settings/inboxes' })
  const navigate = useNavigate()
  const inboxes = list.results.filter((one) => one.archivedAt === null)
  const inbox = inboxes.find((one) => one.id === wanted) ?? inboxes[0]
  const go = (search: { inbox?: string; tab?: 'access' }) => void navigate({ to: '/settings/inboxes', search })
  if (!inbox) return null
  const connect = (
    <Button variant="primary" icon={Plus} size={isPhone ? 'lg' : 'md'} onClick={() => setConnecting(true)}>
      {t('channels.connect')}
    </Button>
  )
  return (
    <SettingsPage title={t('settings.inboxes')} foot={isPhone && <div className={styles.foot}>{connect}</div>}>
      <div className={styles.choice}>
        <CurrentView
          inboxes={inboxes}
          inbox={inbox}
          onSelect={(id) => go({ inbox: id, ...(tab === 'access' ? { tab } : {}) })}
        />
        <ActionsMenu inbox={inbox} createRefusal={list.createRefusal} onShow={(id) => go(id ? { inbox: id } : {})} />
        {!isPhone && <div className={styles.connect}>{connect}</div>}
      </div>
      <Tabs
        label={t('settings.inboxTabs')}
        tabs={[
          { id: 'channels', label: t('settings.channels'), count: inbox.channelCount },
          { id: 'access', label: t('settings.access') },
        ]}
        active={tab}
        onSelect={(id) => go({ inbox: inbox.id, ...(id === 'access' ? { tab: id } : {}) })}
      >
        {tab === 'access' ? (
          <AccessTab key={inbox.id} inboxId={inbox.id} />
        ) : (
          <ChannelsTab key={inbox.id} inboxId={inbox.id} />
        )}
      </Tabs>
      <ArchivedInboxes inboxes={list.results.filter((one) => one.archivedAt !== null)} />
      {isConnecting && <ConnectDialog inbox={inbox} onClose={() => setConnecting(false)} />}
    </SettingsPage>
  )
}

type Inbox = InboxSettingsList['results'][number]

function CurrentView(props: { inboxes: Inbox[]; inbox: Inbox; onSelect: (id: string) => void }) {
  const { inboxes, inbox, onSelect } = props
  return (
    <>
      <span className={styles.label} aria-hidden="true">
        {t('settings.currentView')}
      </span>
      <Select
        label={t('settings.currentView')}
        className={styles.select}
        value={inbox.id}
        options={inboxes.map((one) => ({
          value: one.id,
          label: one.name,
          leading: <Avatar id={`inbox-${one.id}`} name={one.name} size={20} isTeam />,
        }))}
        onSelect={onSelect}
      >
        <span className={styles.face}>
          <Avatar id={`inbox-${inbox.id}`} name={inbox.name} size={20} isTeam />
          <span className="ellipsis">{inbox.name}</span>
        </span>
      </Select>
    </>
  )
}

import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../data/api.ts'
import { channelQuery, inboxSettingsQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import { t } from '../../labels/labels.ts'
import { Note } from '../../ui/note.tsx'
import { SaveBar } from '../../ui/save-bar.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { refusalText } from '../inboxes/mutation-problem.ts'
import { useAskSettingsAnew } from '../inboxes/settings-changes.ts'
import { managesPeople } from '../menu.ts'
import { SettingsPage } from '../settings-page.tsx'
import { AutomationTab } from './automation-tab.tsx'
import { type ChannelForm, changesIn, formOf } from './channel-form.ts'
import styles from './channel-screen.module.css'
import { ConfigurationTab } from './configuration-tab.tsx'

/** *Edit* of a channel (S4): what is sent from it and under which name, and where others forward to. */
export function ChannelScreen() {
  const { user } = useSession()
  const { channelId } = useParams({ from: '/shell/settings/inboxes/$inboxId/channels/$channelId' })
  if (managesPeople(user)) return <Editor key={channelId} channelId={channelId} />
  return (
    <SettingsPage title={t('settings.inboxes')}>
      <Note icon={Lock}>{t('inboxes.managersOnly')}</Note>
    </SettingsPage>
  )
}

const tabs = ['configuration', 'automation'] as const

function Editor({ channelId }: { channelId: string }) {
  const { data: channel } = useSuspenseQuery(channelQuery(channelId))
  const { results } = useSuspenseQuery(inboxSettingsQuery).data
  const askAnew = useAskSettingsAnew()
  const [edits, setEdits] = useState<Partial<ChannelForm>>({})
  const [tab, setTab] = useState<(typeof tabs)[number]>('configuration')
  const inbox = results.find((one) => one.id === channel.inboxId)
  const saved = formOf(channel)
  const changed = changesIn(saved, edits)
  const count = Object.keys(changed).length
  const save = useMutation({
    mutationFn: () => api.changeChannel(channelId, changed),
    onSuccess: async () => {
      await askAnew()
      setEdits({})
    },
  })
  const edit = (change: Partial<ChannelForm>) => {
    save.reset()
    setEdits((before) => ({ ...before, ...change }))
  }
  const section = { channel, form: { ...saved, ...edits }, problem: save.error, onEdit: edit }
  return (
    <SettingsPage
      title={channel.address}
      crumb={
        <Link to="/settings/inboxes" search={{ inbox: channel.inboxId }} className={styles.crumb}>
          {t('settings.inboxes')} / {inbox?.name}
        </Link>
      }
      foot={
        <SaveBar
          change={count === 0 ? null : t('channel.changes', { count })}
          refusal={refusalText(save.error)}
          isSaving={save.isPending}
          onSave={() => save.mutate()}
          onCancel={() => {
            setEdits({})
            save.reset()
          }}
        />
      }
    >
      <Tabs
        label={t('channel.tabs')}
        tabs={tabs.map((id) => ({ id, label: t(`channel.${id}`) }))}
        active={tab}
        onSelect={setTab}
      >
        {tab === 'configuration' ? (
          <ConfigurationTab {...section} inboxName={inbox?.name ?? ''} />
        ) : (
          <AutomationTab {...section} />
        )}
      </Tabs>
    </SettingsPage>
  )
}

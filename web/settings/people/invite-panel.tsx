import { useSuspenseQuery } from '@tanstack/react-query'
import { Info } from 'lucide-react'
import { useState } from 'react'
import { teamsQuery } from '../../data/queries.ts'
import type { SentInvitation } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { showToast } from '../../ui/toast.tsx'
import { InviteOne } from './invite-one.tsx'
import { InviteSeveral } from './invite-several.tsx'
import { LinkList } from './link-list.tsx'
import styles from './people.module.css'
import { type Place, RoleField, SeatField, TeamFields } from './place-fields.tsx'
import { useSendsMail } from './use-sends-mail.ts'

type Way = 'one' | 'several' | 'withPassword'

/** *Invite users*: one person, a list, or a user with a password at once. */
export function InvitePanel({ onClose }: { onClose: () => void }) {
  const sendsMail = useSendsMail()
  const { data: teams } = useSuspenseQuery(teamsQuery)
  const [way, setWay] = useState<Way>('one')
  const [place, setPlace] = useState<Place>({ role: 'user', seat: 'none', mainTeamId: null, extraTeamIds: [] })
  const [sent, setSent] = useState<SentInvitation[] | null>(null)
  const edit = (change: Partial<Place>) => setPlace((before) => ({ ...before, ...change }))

  const finish = (results: SentInvitation[]) => {
    if (results.some(({ link }) => link !== null)) return setSent(results)
    showToast({ text: t('people.sent', { count: results.length }) })
    onClose()
  }
  if (sent)
    return (
      <SidePanel
        title={t('people.links')}
        onClose={onClose}
        footer={
          <Button variant="primary" onClick={onClose}>
            {t('people.done')}
          </Button>
        }
      >
        <LinkList sent={sent} />
      </SidePanel>
    )
  const placeFields = (
    <>
      <RoleField role={place.role} onChange={edit} />
      <SeatField seat={place.seat} onChange={edit} />
      <TeamFields place={place} teams={teams} onChange={edit} />
    </>
  )
  return (
    <SidePanel title={t('people.invite')} onClose={onClose}>
      {/* The panel lays out in rows, in which what scrolls sideways would shrink to nothing. */}
      <div>
        <Tabs
          label={t('people.how')}
          tabs={[
            { id: 'one', label: t('people.one') },
            { id: 'several', label: t('people.several') },
            { id: 'withPassword', label: t('people.withPassword') },
          ]}
          active={way}
          onSelect={setWay}
        >
          <div className={styles.form}>
            {way !== 'withPassword' && (
              <Note icon={Info} tone={sendsMail ? 'plain' : 'info'}>
                {t(sendsMail ? 'people.mailed' : 'people.noRelay')}
              </Note>
            )}
            {way === 'several' ? (
              <InviteSeveral place={place} teams={teams} onSent={finish}>
                {placeFields}
              </InviteSeveral>
            ) : (
              <InviteOne
                key={way}
                place={place}
                hasPassword={way === 'withPassword'}
                onSent={finish}
                onCreated={(name) => {
                  showToast({ text: t('people.created', { name }) })
                  onClose()
                }}
              >
                {placeFields}
              </InviteOne>
            )}
          </div>
        </Tabs>
      </div>
    </SidePanel>
  )
}

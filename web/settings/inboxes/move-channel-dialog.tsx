import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { CircleAlert, Lock } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../data/api.ts'
import { inboxSettingsQuery } from '../../data/queries.ts'
import type { ChannelSettings, InboxSettings } from '../../data/types.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { RadioGroup } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { LabelledSelect } from '../../ui/labelled-select.tsx'
import { Note } from '../../ui/note.tsx'
import { showToast } from '../../ui/toast.tsx'
import styles from './dialogs.module.css'
import { refusalText } from './mutation-problem.ts'
import { useAskSettingsAnew } from './settings-changes.ts'

type MoveChannelDialogProps = { channel: ChannelSettings; onClose: () => void }

/** Connects the channel to another inbox, and asks what becomes of its open conversations. */
export function MoveChannelDialog({ channel, onClose }: MoveChannelDialogProps) {
  const { results } = useSuspenseQuery(inboxSettingsQuery).data
  const inboxes = results.filter((inbox) => inbox.archivedAt === null)
  const from = inboxes.find((inbox) => inbox.id === channel.inboxId)
  const others = inboxes.filter((inbox) => inbox.id !== channel.inboxId)
  if (from && others.length > 0) return <MoveForm channel={channel} from={from} others={others} onClose={onClose} />
  return (
    <Dialog
      title={t('channels.moveTitle', { address: channel.address })}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t('inboxes.close')}</Button>}
    >
      <Note icon={Lock}>{t('channels.moveNone')}</Note>
    </Dialog>
  )
}

type MoveFormProps = MoveChannelDialogProps & { from: InboxSettings; others: InboxSettings[] }

function MoveForm({ channel, from, others, onClose }: MoveFormProps) {
  const [inboxId, setInboxId] = useState(others[0]?.id ?? '')
  const [wish, setWish] = useState<'move' | 'stay'>('move')
  const askAnew = useAskSettingsAnew()
  const target = others.find((inbox) => inbox.id === inboxId)
  // Conversations are taken along only by who may act where they are and where they go.
  const locked = [from, target].find((inbox) => inbox && !inbox.mayAct)
  const openThreads = locked || channel.openThreads === 0 ? 'stay' : wish
  const move = useMutation({
    mutationFn: () => api.moveChannel(channel.id, { inboxId, openThreads }),
    onSuccess: async () => {
      await askAnew()
      showToast({ text: t('channels.moved', { address: channel.address, inbox: target?.name ?? '' }) })
      onClose()
    },
  })
  const refusal = refusalText(move.error)
  return (
    <Dialog
      title={t('channels.moveTitle', { address: channel.address })}
      onClose={onClose}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button variant="primary" isLoading={move.isPending} onClick={() => move.mutate()}>
            {t('channels.moveDo')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <LabelledSelect
          label={t('channels.moveTo')}
          value={inboxId}
          options={others.map((inbox) => ({ value: inbox.id, label: inbox.name }))}
          onSelect={setInboxId}
        />
        {channel.openThreads > 0 &&
          (locked ? (
            <Note icon={Lock}>
              {t('channels.moveStay', { inbox: from.name })}. {problemText('viewOnly', { inbox: locked.name })}
            </Note>
          ) : (
            <RadioGroup
              label={t('channels.moveThreads', { count: channel.openThreads })}
              value={wish}
              options={[
                {
                  value: 'move',
                  label: t('channels.moveAlong', { inbox: target?.name ?? '' }),
                  hint: t('channels.moveAlongHint', { inbox: target?.name ?? '' }),
                },
                {
                  value: 'stay',
                  label: t('channels.moveStay', { inbox: from.name }),
                  hint: t('channels.moveStayHint'),
                },
              ]}
              onChange={setWish}
            />
          ))}
        {refusal && (
          <Note tone="bad" icon={CircleAlert} role="alert">
            {refusal}
          </Note>
        )}
      </div>
    </Dialog>
  )
}

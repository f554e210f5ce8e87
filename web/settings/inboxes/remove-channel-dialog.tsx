import { useMutation } from '@tanstack/react-query'
import { CircleAlert, Lock } from 'lucide-react'
import { api } from '../../data/api.ts'
import type { ChannelSettings } from '../../data/types.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Note } from '../../ui/note.tsx'
import { showToast } from '../../ui/toast.tsx'
import styles from './dialogs.module.css'
import { refusalText } from './mutation-problem.ts'
import { useAskSettingsAnew } from './settings-changes.ts'

type RemoveChannelDialogProps = { channel: ChannelSettings; onClose: () => void }

export function RemoveChannelDialog({ channel, onClose }: RemoveChannelDialogProps) {
  const { address, removeRefusal } = channel
  const askAnew = useAskSettingsAnew()
  const remove = useMutation({
    mutationFn: () => api.removeChannel(channel.id),
    onSuccess: async () => {
      await askAnew()
      showToast({ text: t('channels.removed', { address }) })
      onClose()
    },
  })
  const refusal = refusalText(remove.error)
  const title = t('channels.removeTitle', { address })
  if (removeRefusal) {
    return (
      <Dialog title={title} onClose={onClose} footer={<Button onClick={onClose}>{t('inboxes.close')}</Button>}>
        <Note icon={Lock}>{problemText(removeRefusal.code, removeRefusal.details)}</Note>
      </Dialog>
    )
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button variant="danger" isLoading={remove.isPending} onClick={() => remove.mutate()}>
            {t('channels.removeDo')}
          </Button>
        </>
      }
    >
      <div className={styles.words}>
        <p>{t('channels.removeText')}</p>
        {channel.held > 0 && <p>{t('channels.removeHeld', { count: channel.held })}</p>}
        {refusal && (
          <Note tone="bad" icon={CircleAlert} role="alert">
            {refusal}
          </Note>
        )}
      </div>
    </Dialog>
  )
}

import { useMutation, useQuery } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import { api } from '../../data/api.ts'
import { overviewQuery } from '../../data/queries.ts'
import type { InboxSettings } from '../../data/types.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Note } from '../../ui/note.tsx'
import { showToast } from '../../ui/toast.tsx'
import styles from './dialogs.module.css'
import { refusalText } from './mutation-problem.ts'
import { useAskSettingsAnew } from './settings-changes.ts'

type ArchiveDialogProps = { inbox: InboxSettings; onClose: () => void; onArchived: () => void }

/** *Archive inbox*: what happens to its channels and conversations, or why it cannot be (S42). */
export function ArchiveDialog({ inbox, onClose, onArchived }: ArchiveDialogProps) {
  const { data: overview } = useQuery(overviewQuery)
  const askAnew = useAskSettingsAnew()
  const archive = useMutation({
    mutationFn: () => api.archiveInbox(inbox.id),
    onSuccess: async () => {
      onArchived()
      await askAnew()
      showToast({ text: t('inboxes.wasArchived', { inbox: inbox.name }) })
      onClose()
    },
  })
  const title = t('inboxes.archive')
  if (inbox.archiveRefusal) {
    return (
      <Dialog title={title} onClose={onClose} footer={<Button onClick={onClose}>{t('inboxes.close')}</Button>}>
        <Note icon={Lock}>{problemText(inbox.archiveRefusal.code, inbox.archiveRefusal.details)}</Note>
      </Dialog>
    )
  }
  const channels = inbox.channelCount
  const threads = overview?.counters.inboxes[inbox.id]?.open ?? 0
  const refusal = refusalText(archive.error)
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button variant="danger" isLoading={archive.isPending} onClick={() => archive.mutate()}>
            {t('inboxes.archiveDo')}
          </Button>
        </>
      }
    >
      <div className={styles.words}>
        <p>{t('inboxes.archiveText', { inbox: inbox.name })}</p>
        <ul className={styles.effects}>
          <li>{channels === 0 ? t('inboxes.archiveNoChannels') : t('inboxes.archiveChannels', { count: channels })}</li>
          <li>{threads === 0 ? t('inboxes.archiveNoThreads') : t('inboxes.archiveThreads', { count: threads })}</li>
        </ul>
        {refusal && (
          <Note tone="bad" icon={Lock} role="alert">
            {refusal}
          </Note>
        )}
      </div>
    </Dialog>
  )
}

import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api } from '../../data/api.ts'
import type { InboxSettings } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { refusalText } from './mutation-problem.ts'
import { useAskSettingsAnew } from './settings-changes.ts'

export function RenameDialog({ inbox, onClose }: { inbox: InboxSettings; onClose: () => void }) {
  const form = useId()
  const [name, setName] = useState(inbox.name)
  const askAnew = useAskSettingsAnew()
  const rename = useMutation({
    mutationFn: () => api.renameInbox(inbox.id, name),
    onSuccess: async ({ name: given }) => {
      await askAnew()
      showToast({ text: t('inboxes.renamed', { inbox: given }) })
      onClose()
    },
  })
  return (
    <Dialog
      title={t('inboxes.rename')}
      onClose={onClose}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button variant="primary" type="submit" form={form} isLoading={rename.isPending}>
            {t('inboxes.renameDo')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault()
          rename.mutate()
        }}
      >
        <TextField
          label={t('inboxes.name')}
          data-autofocus
          maxLength={100}
          autoComplete="off"
          value={name}
          error={refusalText(rename.error)}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            rename.reset()
            setName(event.target.value)
          }}
        />
      </form>
    </Dialog>
  )
}

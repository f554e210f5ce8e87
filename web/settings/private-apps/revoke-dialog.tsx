import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleAlert } from 'lucide-react'
import { ApiProblem, api } from '../../data/api.ts'
import { privateAppsQuery } from '../../data/queries.ts'
import type { PrivateApp } from '../../data/types.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Note } from '../../ui/note.tsx'
import { showToast } from '../../ui/toast.tsx'

/** Asks before a program is locked out: that cannot be undone, since its token is kept nowhere. */
export function RevokeDialog({ app, onClose }: { app: PrivateApp; onClose: () => void }) {
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => api.revokePrivateApp(app.id),
    onSuccess: async () => {
      await client.invalidateQueries(privateAppsQuery)
      onClose()
      showToast({ text: t('privateApps.revoked', { name: app.name }) })
    },
  })
  return (
    <Dialog
      title={t('privateApps.revokeTitle', { name: app.name })}
      onClose={onClose}
      footer={
        <Button variant="danger" isLoading={revoke.isPending} onClick={() => revoke.mutate()}>
          {t('privateApps.revoke')}
        </Button>
      }
    >
      <p>{t('privateApps.revokeText')}</p>
      {revoke.error && (
        <Note icon={CircleAlert} tone="bad" role="alert">
          {problemText(revoke.error instanceof ApiProblem ? revoke.error.code : undefined)}
        </Note>
      )}
    </Dialog>
  )
}

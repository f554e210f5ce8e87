import { useMutation } from '@tanstack/react-query'
import { Archive, CircleAlert } from 'lucide-react'
import { api } from '../../data/api.ts'
import type { InboxSettings } from '../../data/types.ts'
import { dayAndMonth } from '../../labels/format.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/note.tsx'
import table from '../../ui/table.module.css'
import { showToast } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './archived-inboxes.module.css'
import { refusalText } from './mutation-problem.ts'
import { useAskSettingsAnew } from './settings-changes.ts'

/** What was put away, each to be brought back as it was. */
export function ArchivedInboxes({ inboxes }: { inboxes: InboxSettings[] }) {
  if (inboxes.length === 0) return null
  return (
    <section className={styles.section} aria-label={t('inboxes.archived')}>
      <h2 className={styles.title}>{t('inboxes.archived')}</h2>
      <ul className={table.card}>
        {inboxes.map((inbox) => (
          <ArchivedInbox key={inbox.id} inbox={inbox} />
        ))}
      </ul>
    </section>
  )
}

function ArchivedInbox({ inbox }: { inbox: InboxSettings }) {
  const now = useNow()
  const askAnew = useAskSettingsAnew()
  const restore = useMutation({
    mutationFn: () => api.restoreInbox(inbox.id),
    onSuccess: async () => {
      await askAnew()
      showToast({ text: t('inboxes.wasRestored', { inbox: inbox.name }) })
    },
  })
  const refusal = refusalText(restore.error)
  return (
    <li className={styles.row} aria-label={inbox.name}>
      <span className={table.glyph}>
        <Archive size={16} strokeWidth={1.75} aria-hidden />
      </span>
      <div className={styles.words}>
        <p className={table.name}>{inbox.name}</p>
        <p className={table.sub}>
          {inbox.archivedAt && t('inboxes.archivedAt', { date: dayAndMonth(inbox.archivedAt, now) })}
        </p>
      </div>
      <Button isLoading={restore.isPending} onClick={() => restore.mutate()}>
        {t('inboxes.restore')}
      </Button>
      {refusal && (
        <div className={styles.refusal}>
          <Note tone="bad" icon={CircleAlert} role="alert">
            {refusal}
          </Note>
        </div>
      )}
    </li>
  )
}

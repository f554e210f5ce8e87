import { Check, CircleAlert, Copy, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { CreatedPrivateApp } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Note } from '../../ui/note.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './token-dialog.module.css'

/** The one time that a token can be read. */
export function TokenDialog({ created, onClose }: { created: CreatedPrivateApp; onClose: () => void }) {
  const { app, token } = created
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | null>(null)
  return (
    <Dialog
      title={t('privateApps.tokenTitle', { name: app.name })}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t('privateApps.done')}</Button>}
    >
      {token === null ? (
        <Note icon={CircleAlert} tone="bad" role="alert">
          {t('privateApps.tokenLost')}
        </Note>
      ) : (
        <div className={styles.body}>
          <Note icon={TriangleAlert} tone="info">
            {t('privateApps.tokenText')}
          </Note>
          <div className={styles.token}>
            <TextField
              label={t('privateApps.token')}
              value={token}
              readOnly
              className={styles.field}
              onFocus={(event) => event.target.select()}
            />
            <Button
              variant="primary"
              icon={outcome === 'copied' ? Check : Copy}
              onClick={async () => setOutcome((await copyText(token)) ? 'copied' : 'notCopied')}
            >
              {outcome === 'copied' ? t('privateApps.copied') : t('privateApps.copy')}
            </Button>
          </div>
          <p role="status" className={styles.outcome}>
            {outcome === 'notCopied' && t('privateApps.notCopied')}
            {outcome === 'copied' && <span className="sr-only">{t('privateApps.copied')}</span>}
          </p>
        </div>
      )}
    </Dialog>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { Trash2, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { ApiProblem, api } from '../../data/api.ts'
import { overviewQuery, sessionQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import type { Session } from '../../data/types.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import styles from './picture-field.module.css'

/** The own picture; it acts at once, since what is chosen is shown. */
export function PictureField() {
  const client = useQueryClient()
  const { user } = useSession()
  const input = useRef<HTMLInputElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)

  const run = async (change: () => Promise<Session>) => {
    setBusy(true)
    setRefusal(null)
    try {
      client.setQueryData(sessionQuery.queryKey, await change())
      await client.invalidateQueries(overviewQuery)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      setRefusal(problemText(error.code, error.details))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div>
      <div className={styles.row}>
        <Avatar id={user.id} name={user.name} size={64} />
        <div className={styles.buttons}>
          <Button icon={Upload} isLoading={isBusy} onClick={() => input.current?.click()}>
            {t(user.avatarUrl ? 'profile.replace' : 'profile.upload')}
          </Button>
          {user.avatarUrl && (
            <Button variant="ghost" icon={Trash2} onClick={() => void run(api.removeAvatar)}>
              {t('profile.remove')}
            </Button>
          )}
        </div>
        <input
          ref={input}
          type="file"
          accept="image/png,image/jpeg,image/webp,image/gif"
          aria-label={t('profile.picture')}
          className={styles.file}
          tabIndex={-1}
          onChange={(event) => {
            const file = event.target.files?.[0]
            // The same file again is a choice too.
            event.target.value = ''
            if (file) void run(() => api.setAvatar(file))
          }}
        />
      </div>
      {refusal ? (
        <p role="alert" className={styles.refusal}>
          {refusal}
        </p>
      ) : (
        <p className={styles.hint}>{t('profile.pictureHint')}</p>
      )}
    </div>
  )
}

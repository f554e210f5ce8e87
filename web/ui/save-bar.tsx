import { useBlocker } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { t } from '../labels/labels.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import styles from './save-bar.module.css'

type SaveBarProps = {
  /** Names what was changed; null: nothing was, and the bar is not there. */
  change: string | null
  /** The sentence of the last refusal, shown in place of the change. */
  refusal?: string | null
  isSaving: boolean
  onSave: () => void
  onCancel: () => void
}

/** Stands at the foot of a form while something in it is not saved. Ctrl/Cmd S saves; leaving asks first. */
export function SaveBar({ change, refusal, isSaving, onSave, onCancel }: SaveBarProps) {
  const hasChange = change !== null
  const save = useRef(onSave)
  save.current = onSave
  useEffect(() => {
    if (!hasChange) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      event.preventDefault()
      save.current()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [hasChange])
  const leaving = useBlocker({ shouldBlockFn: () => hasChange, enableBeforeUnload: hasChange, withResolver: true })

  return (
    <>
      {hasChange && (
        <div className={styles.bar} data-save-bar>
          <span className={styles.dot} aria-hidden="true" />
          <span role="status" className={refusal ? styles.refusal : styles.change}>
            {refusal ?? change}
          </span>
          <Button variant="ghost" onClick={onCancel}>
            {t('ui.cancel')}
          </Button>
          <Button variant="primary" keys="Mod S" isLoading={isSaving} onClick={onSave}>
            {t('ui.save')}
          </Button>
        </div>
      )}
      {leaving.status === 'blocked' && (
        <Dialog
          title={t('ui.leaveTitle')}
          onClose={leaving.reset}
          footer={
            <>
              <Button onClick={leaving.reset}>{t('ui.stay')}</Button>
              <Button variant="danger" onClick={leaving.proceed}>
                {t('ui.discard')}
              </Button>
            </>
          }
        >
          {t('ui.leaveText')}
        </Dialog>
      )}
    </>
  )
}

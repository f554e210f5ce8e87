import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { t } from '../labels/labels.ts'
import { IconButton } from './button.tsx'
import styles from './side-panel.module.css'

type SidePanelProps = {
  title: string
  /** Asks first where something was changed: it is called for Esc, the scrim and the cross. */
  onClose: () => void
  footer?: ReactNode
  children: ReactNode
}

/** A modal panel from the right while it is mounted; on phones the whole page. Focus is given back. */
export function SidePanel({ title, onClose, footer, children }: SidePanelProps) {
  const element = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the scrim closes; the key for it is Esc, by the browser
    <dialog
      ref={element}
      className={styles.panel}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className={styles.content}>
        <header className={styles.head}>
          <h2 id={titleId} className={styles.title}>
            {title}
          </h2>
          <IconButton label={t('ui.close')} icon={X} onClick={onClose} />
        </header>
        <div className={styles.body}>{children}</div>
        {footer && <footer className={styles.foot}>{footer}</footer>}
      </div>
    </dialog>
  )
}

import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { t } from '../labels/labels.ts'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import styles from './dialog.module.css'
import modal from './modal.module.css'

type DialogProps = {
  title: string
  onClose: () => void
  /** The buttons at the bottom, right-aligned. */
  footer?: ReactNode
  /** For choices side by side. */
  isWide?: boolean
  children: ReactNode
}

/** A modal window while it is mounted: the page behind is inert, Esc and the scrim close it, focus returns. */
export function Dialog({ title, onClose, footer, isWide = false, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    // Without a field that asks for the focus, the browser would give it to the button that closes: the text is read first.
    const wanted = dialog?.querySelector<HTMLElement>('[data-autofocus]') ?? content.current
    wanted?.focus()
    return () => dialog?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the scrim closes; the key for it is Esc, by the browser
    <dialog
      ref={element}
      className={classNames(modal.modal, styles.dialog, isWide && styles.wide)}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div ref={content} className={styles.content} tabIndex={-1}>
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

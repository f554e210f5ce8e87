import { type ReactNode, useEffect, useRef } from 'react'
import styles from './inbox-screen.module.css'
import { focusThread } from './thread-view.tsx'

/** The column of the details. Where it lies over the conversation it takes the focus, and gives it back when it goes. */
export function DetailsPane({ isOverlay, children }: { isOverlay: boolean; children: ReactNode }) {
  const pane = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isOverlay) return
    const before = document.activeElement
    pane.current?.focus()
    return () => {
      if (document.activeElement !== document.body && !pane.current?.contains(document.activeElement)) return
      if (before instanceof HTMLElement && before.isConnected) before.focus()
      else focusThread()
    }
  }, [isOverlay])
  return (
    <div ref={pane} className={styles.details} data-pane tabIndex={isOverlay ? -1 : undefined}>
      {children}
    </div>
  )
}

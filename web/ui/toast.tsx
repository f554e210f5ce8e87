import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { ariaKeys, Keycap } from './keycap.tsx'
import styles from './toast.module.css'

type ToastContent = { text: string; action?: { label: string; keys?: string; run: () => void } }
type Shown = ToastContent & { id: number }

const shownMs = 8000
let current: Shown | null = null
let lastId = 0
const listeners = new Set<() => void>()

/** Says in passing what was done; one at a time, 8 s. Errors are never toasts: they stand where they happened. */
export function showToast(content: ToastContent): void {
  lastId += 1
  set({ ...content, id: lastId })
}

/** Does what the toast on screen offers, if there is one: for the key that its button shows. */
export function takeToastAction(): void {
  current?.action?.run()
  set(null)
}

function set(toast: Shown | null) {
  current = toast
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The place where toasts appear; mounted once. It is a live region, so it is there before the first toast. */
export function ToastRegion() {
  const toast = useSyncExternalStore(subscribe, () => current)
  return (
    <div className={styles.region} role="status">
      {toast && <ToastCard key={toast.id} toast={toast} />}
    </div>
  )
}

function ToastCard({ toast }: { toast: Shown }) {
  const [isPaused, setPaused] = useState(false)
  const leftMs = useRef(shownMs)
  useEffect(() => {
    if (isPaused) return
    const startedAt = performance.now()
    const timer = setTimeout(() => set(null), leftMs.current)
    return () => {
      clearTimeout(timer)
      leftMs.current -= performance.now() - startedAt
    }
  }, [isPaused])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: resting on it only stops the clock
    <div
      className={styles.toast}
      onPointerEnter={() => setPaused(true)}
      onPointerLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
    >
      <span>{toast.text}</span>
      {toast.action && (
        <button
          type="button"
          className={styles.action}
          aria-keyshortcuts={ariaKeys(toast.action.keys)}
          onClick={takeToastAction}
        >
          {toast.action.label}
          {toast.action.keys && <Keycap keys={toast.action.keys} />}
        </button>
      )}
    </div>
  )
}

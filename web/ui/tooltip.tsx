import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Keycap } from './keycap.tsx'
import styles from './tooltip.module.css'

const delayMs = 500

/**
 * Label and keycap of what it wraps, 500 ms after the pointer rests on it and at once on keyboard focus; Esc hides it.
 * It is drawn only: the wrapped control carries the same name for screen readers.
 */
export function Tooltip({ label, keys, children }: { label: string; keys?: string | undefined; children: ReactNode }) {
  const anchor = useRef<HTMLSpanElement>(null)
  const tip = useRef<HTMLDivElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [isOpen, setOpen] = useState(false)

  const show = (waitMs: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(true), waitMs)
  }
  const hide = () => {
    clearTimeout(timer.current)
    setOpen(false)
  }

  useEffect(() => {
    const target = anchor.current?.firstElementChild
    const element = tip.current
    if (!isOpen || !element || !target) return
    element.showPopover()
    place(element, target.getBoundingClientRect())
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false)
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [isOpen])
  useEffect(() => () => clearTimeout(timer.current), [])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for the control inside it, is no control itself
    <span
      ref={anchor}
      className={styles.anchor}
      onPointerEnter={(event) => event.pointerType === 'mouse' && show(delayMs)}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event) => event.target.matches(':focus-visible') && show(0)}
      onBlur={hide}
    >
      {children}
      {isOpen && (
        <div ref={tip} className={styles.tip} popover="manual" aria-hidden="true">
          {label}
          {keys && <Keycap keys={keys} />}
        </div>
      )}
    </span>
  )
}

function place(element: HTMLElement, target: DOMRect) {
  const { width, height } = element.getBoundingClientRect()
  const isBelow = target.bottom + 8 + height < innerHeight
  const left = Math.min(Math.max(8, target.left + target.width / 2 - width / 2), innerWidth - width - 8)
  element.style.left = `${left}px`
  element.style.top = `${isBelow ? target.bottom + 6 : target.top - height - 6}px`
}

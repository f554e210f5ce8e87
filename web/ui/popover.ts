import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'

type Side = 'bottom' | 'top' | 'right'

/**
 * A native popover (`popover="auto"`: top layer, light dismiss, Esc) that opens beside its trigger and gives the focus
 * back. Spread `triggerProps` on the button and put `popoverRef` on the element that carries `popover`.
 */
export function usePopover<T extends HTMLElement = HTMLDivElement>(
  options: { side?: Side; align?: 'start' | 'end' } = {},
): {
  isOpen: boolean
  open: () => void
  close: () => void
  triggerRef: RefObject<HTMLButtonElement | null>
  popoverRef: (element: T | null) => void
  element: RefObject<T | null>
} {
  const { side = 'bottom', align = 'start' } = options
  const triggerRef = useRef<HTMLButtonElement>(null)
  const element = useRef<T>(null)
  const [isOpen, setOpen] = useState(false)

  const popoverRef = useCallback((node: T | null) => {
    element.current = node
    if (node && !node.matches(':popover-open')) node.showPopover()
  }, [])

  useEffect(() => {
    const popover = element.current
    const trigger = triggerRef.current
    if (!isOpen || !popover || !trigger) return
    placeBeside(popover, trigger.getBoundingClientRect(), side, align)
    const onToggle = (event: Event) => {
      if ((event as ToggleEvent).newState !== 'closed') return
      // Light dismiss by a click elsewhere leaves the focus there; Esc and a choice give it back to the trigger.
      if (document.activeElement === document.body || popover.contains(document.activeElement)) trigger.focus()
      setOpen(false)
    }
    popover.addEventListener('toggle', onToggle)
    return () => popover.removeEventListener('toggle', onToggle)
  }, [isOpen, side, align])

  return {
    isOpen,
    open: () => setOpen(true),
    close: () => element.current?.hidePopover(),
    triggerRef,
    popoverRef,
    element,
  }
}

const gap = 4
const edge = 8

function placeBeside(popover: HTMLElement, trigger: DOMRect, side: Side, align: 'start' | 'end') {
  const { width, height } = popover.getBoundingClientRect()
  let left = align === 'start' ? trigger.left : trigger.right - width
  let top = trigger.bottom + gap
  if (side === 'right') {
    left = trigger.right + gap
    top = trigger.top
  } else if (side === 'top' || (top + height > innerHeight - edge && trigger.top - gap - height > edge)) {
    top = trigger.top - gap - height
  }
  popover.style.left = `${Math.max(edge, Math.min(left, innerWidth - width - edge))}px`
  popover.style.top = `${Math.max(edge, Math.min(top, innerHeight - height - edge))}px`
}

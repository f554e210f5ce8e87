import { useEffect, useRef } from 'react'

/**
 * Single-key shortcuts, by what is on screen: the last one mounted wins. Keys are written in small
 * letters: `e`, `shift a`, `g u` (one after the other), `?`, `]`, `escape`, `f6`. Keys with Ctrl, Cmd or Alt are nobody's here.
 */
type Handlers = Record<string, () => void>

const stack: { current: Handlers }[] = []
const sequenceMs = 1500
const inWriting =
  'input, textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"], dialog, [popover]'

export function useShortcuts(handlers: Handlers): void {
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })
  useEffect(() => {
    stack.push(latest)
    return () => {
      stack.splice(stack.indexOf(latest), 1)
    }
  }, [])
}

/** Listens while mounted. With `hasSingleKeys` off only named keys (Escape, F6) work: speech input types letters. */
export function useShortcutListener(hasSingleKeys: boolean): void {
  useEffect(() => {
    let prefix: { key: string; at: number } | null = null
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      // Tab leaves a dialog for the browser's own bar, and what lies under it stays out of reach all the same.
      if (document.querySelector('dialog:modal')) return
      const target = event.target instanceof HTMLElement ? event.target : null
      // The editor (ProseMirror) marks every Escape as used, though it does nothing with it.
      const isFromEditor = event.key === 'Escape' && target?.isContentEditable
      if (event.defaultPrevented && !isFromEditor) return
      const key = nameOf(event)
      const isNamed = key.length > 1 && !key.startsWith('shift ')
      // Arrows and Enter belong to whatever has the focus: lists, menus, buttons, text. They are free where nothing has it.
      if ((key.startsWith('arrow') || key === 'enter') && target !== document.body) return
      if (isNamed ? target?.closest('dialog, [popover]') : target?.closest(inWriting) || !hasSingleKeys) return
      const isFollowing = prefix !== null && performance.now() - prefix.at < sequenceMs
      const keys = isFollowing && prefix ? `${prefix.key} ${key}` : key
      prefix = null
      const handler = find(keys)
      if (handler) {
        event.preventDefault()
        handler()
      } else if (!isFollowing && key === 'g') prefix = { key, at: performance.now() }
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [hasSingleKeys])
}

function find(keys: string): (() => void) | undefined {
  return stack.findLast((handlers) => handlers.current[keys])?.current[keys]
}

/** "e", "shift a", "?", "f6". Shift is named with letters only: it already made the sign. */
function nameOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase()
  const isLetter = key.length === 1 && key !== event.key.toUpperCase()
  return event.shiftKey && isLetter ? `shift ${key}` : key
}

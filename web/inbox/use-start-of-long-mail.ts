import { type RefObject, useEffect, useRef } from 'react'

const handled = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const

/**
 * Shows a newest mail that is taller than the conversation's view from its first line, not from its last, as long as the
 * reader has not moved anything: a designed mail tells its height only after it has loaded. Give the ref to the scroller.
 */
export function useStartOfLongMail(): RefObject<HTMLDivElement | null> {
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const view = scroller.current
    const list = view?.querySelector('ol')
    if (!view || !list) return
    const observer = new ResizeObserver(() => {
      const newest = [...list.querySelectorAll('article')].at(-1)
      if (!newest || newest.offsetHeight <= view.clientHeight) return
      view.scrollTop += newest.getBoundingClientRect().top - view.getBoundingClientRect().top - space
    })
    const stop = () => observer.disconnect()
    observer.observe(list)
    for (const event of handled) view.addEventListener(event, stop, { once: true, passive: true })
    return () => {
      stop()
      for (const event of handled) view.removeEventListener(event, stop)
    }
  }, [])
  return scroller
}

/** Pixels that stay free above the mail. */
const space = 14

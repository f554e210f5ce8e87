import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { MyThreadRow } from '../data/types.ts'
import { useMedia } from '../ui/use-media.ts'

/** Milliseconds; `--t-3` of the style sheets. */
const leavingMs = 220
/** When more go at once, the list has changed as a whole, and nothing moves. */
const mostAtOnce = 3

/** What stands in the list: a day's heading has no row. `top`: pixels from the list's start. */
export type Placed = { key: string; top: number; row: MyThreadRow | null }

/**
 * Lets a row that goes out of the list be seen going: its picture fades where it stood while the rows below close up. The
 * list itself is at once what it is; this is drawing alone, and nothing for who asked for less motion. What stands in the
 * list carries its key as `data-place`.
 */
export function useLeavingRows(
  scroller: RefObject<HTMLDivElement | null>,
  rows: readonly MyThreadRow[],
  placed: readonly Placed[],
): readonly Placed[] {
  const isStill = useMedia('(prefers-reduced-motion: reduce)')
  const before = useRef({ rows, placed })
  const [leaving, setLeaving] = useState<readonly Placed[]>([])

  useLayoutEffect(() => {
    const earlier = before.current
    before.current = { rows, placed }
    const view = scroller.current
    if (earlier.rows === rows || isStill || !view) return
    const here = new Set(rows.map((row) => row.id))
    const gone = earlier.placed.filter(({ row, top }) => row && !here.has(row.id) && isInSight(view, top))
    if (gone.length === 0 || gone.length > mostAtOnce) return
    setLeaving(gone)
    closeUp(view, earlier.placed, placed)
  })
  useEffect(() => {
    if (leaving.length === 0) return
    const timer = setTimeout(() => setLeaving([]), leavingMs)
    return () => clearTimeout(timer)
  }, [leaving])
  return leaving
}

function isInSight({ scrollTop, clientHeight }: HTMLElement, top: number): boolean {
  return top >= scrollTop && top < scrollTop + clientHeight
}

/** Moves what stands elsewhere now from where it stood. */
function closeUp(view: HTMLElement, earlier: readonly Placed[], placed: readonly Placed[]): void {
  const tops = new Map(earlier.map(({ key, top }) => [key, top]))
  const places = new Map(
    [...view.querySelectorAll<HTMLElement>('[data-place]')].map((element) => [element.dataset.place, element]),
  )
  for (const { key, top } of placed) {
    const from = tops.get(key)
    if (from === undefined || from === top) continue
    places.get(key)?.animate([{ transform: `translateY(${from}px)` }, { transform: `translateY(${top}px)` }], {
      duration: leavingMs,
      easing: 'cubic-bezier(0.2, 0.8, 0.2, 1)',
    })
  }
}

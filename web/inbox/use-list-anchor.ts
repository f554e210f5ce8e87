import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Pixels from the top within which the reader counts as being at it. */
const topZone = 12

export type Anchor = { id: string; offset: number }

/**
 * Keeps what the reader looks at where it is when rows come in above, and counts those, for a "3 new" pill. At the top
 * new rows simply appear. `offsetOf` tells where a row starts now, `firstInSight` which row the reader sees first.
 */
export function useListAnchor(
  scroller: RefObject<HTMLDivElement | null>,
  rows: readonly { id: string }[],
  place: { offsetOf: (id: string) => number | null; firstInSight: (scrollTop: number) => Anchor | null },
): { newCount: number; showNew: () => void } {
  const anchor = useRef<Anchor | null>(null)
  const knownIds = useRef<ReadonlySet<string>>(new Set())
  const latestPlace = useRef(place)
  const [newCount, setNewCount] = useState(0)

  useLayoutEffect(() => {
    latestPlace.current = place
  })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const { offsetOf, firstInSight } = latestPlace.current
    const known = knownIds.current
    const firstKnownAt = rows.findIndex((row) => known.has(row.id))
    if (element.scrollTop > topZone && anchor.current) {
      const offset = offsetOf(anchor.current.id)
      if (offset !== null && offset !== anchor.current.offset) element.scrollTop += offset - anchor.current.offset
      if (firstKnownAt > 0) setNewCount((count) => count + firstKnownAt)
    }
    knownIds.current = new Set(rows.map((row) => row.id))
    anchor.current = firstInSight(element.scrollTop)
  }, [rows, scroller])
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const onScroll = () => {
      anchor.current = latestPlace.current.firstInSight(element.scrollTop)
      if (element.scrollTop <= topZone) setNewCount(0)
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => element.removeEventListener('scroll', onScroll)
  }, [scroller])

  return { newCount, showNew: () => scroller.current?.scrollTo({ top: 0, behavior: 'smooth' }) }
}

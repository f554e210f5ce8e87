import { useSuspenseQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { CircleCheck, Inbox, type LucideIcon, MessagesSquare, UserRound } from 'lucide-react'
import { overviewQuery } from '../data/queries.ts'
import type { ThreadView, ViewCounts } from '../data/types.ts'
import type { PlainKey } from '../labels/labels.ts'

/** How each view is called, drawn and reached. `isWarm`: what is counted there waits for somebody. */
export const viewFaces: Record<
  ThreadView,
  { label: PlainKey & `view.${string}`; icon: LucideIcon; keys: string; isWarm: boolean }
> = {
  unassigned: { label: 'view.unassigned', icon: Inbox, keys: 'G U', isWarm: true },
  mine: { label: 'view.mine', icon: UserRound, keys: 'G M', isWarm: false },
  open: { label: 'view.open', icon: MessagesSquare, keys: 'G O', isWarm: false },
  closed: { label: 'view.closed', icon: CircleCheck, keys: 'G D', isWarm: false },
}

/** For links to views: without it the router holds *All open* for current in every view, because it asks for less. */
export const viewIsExact = { exact: true } as const

/** The counters of the inbox that is shown, or of all together. */
export function useViewCounts(): ViewCounts {
  const { counters } = useSuspenseQuery(overviewQuery).data
  const { inbox } = useSearch({ strict: false })
  return (inbox && counters.inboxes[inbox]) || counters.all
}

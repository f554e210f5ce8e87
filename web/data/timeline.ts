import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { timelineQuery } from './queries.ts'
import type { TimelineItem, TimelinePage } from './types.ts'

/** The loaded part of a conversation: pages newest first. */
export type Timeline = InfiniteData<TimelinePage, unknown>

/** All loaded entries, oldest first as they are read, each once. */
export function itemsOf(timeline: Timeline | undefined): TimelineItem[] {
  const seen = new Set<string>()
  return (timeline?.pages ?? [])
    .flatMap((page) => page.results)
    .filter((item) => !seen.has(item.id) && seen.add(item.id))
    .reverse()
}

/**
 * The timeline with the entry in its place. An entry that is held already is replaced only by a higher `seq`; one older
 * than what is loaded is left to the next page.
 */
export function placeItem(timeline: Timeline, item: TimelineItem): Timeline {
  const known = timeline.pages.flatMap((page) => page.results).find((other) => other.id === item.id)
  if (known) {
    if (known.seq >= item.seq) return timeline
    return mapPages(timeline, (results) => results.map((other) => (other.id === item.id ? item : other)))
  }
  for (const [at, page] of timeline.pages.entries()) {
    const before = page.results.findIndex((other) => isNewer(item, other))
    if (before >= 0)
      return mapPages(timeline, (results, i) => (i === at ? results.toSpliced(before, 0, item) : results))
  }
  const lastAt = timeline.pages.length - 1
  if (timeline.pages[lastAt]?.paging?.next) return timeline
  return mapPages(timeline, (results, i) => (i === lastAt ? [...results, item] : results))
}

export function withoutItem(timeline: Timeline, itemId: string): Timeline {
  return mapPages(timeline, (results) => results.filter((item) => item.id !== itemId))
}

/** Shows an entry that the server does not have yet, such as a reply on its way. */
export function showPendingItem(client: QueryClient, item: TimelineItem): void {
  client.setQueryData(timelineQuery(item.threadId).queryKey, (timeline) => timeline && placeItem(timeline, item))
}

/** Takes a pending entry away: the server's own has come, or it was refused. */
export function dropPendingItem(client: QueryClient, threadId: string, itemId: string): void {
  client.setQueryData(timelineQuery(threadId).queryKey, (timeline) => timeline && withoutItem(timeline, itemId))
}

/**
 * The server's order is that of its ids (UUIDv7), which say when an entry was stored; a mail came in a moment before that.
 * The id of a pending entry says nothing: its time has to do.
 */
function isNewer(a: TimelineItem, b: TimelineItem): boolean {
  return isStored(a) && isStored(b) ? a.id > b.id : a.at > b.at
}

const isStored = ({ id }: TimelineItem) => id.charAt(14) === '7'

function mapPages(timeline: Timeline, change: (results: TimelineItem[], at: number) => TimelineItem[]): Timeline {
  return { ...timeline, pages: timeline.pages.map((page, at) => ({ ...page, results: change(page.results, at) })) }
}

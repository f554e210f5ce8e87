import { InfiniteQueryObserver, type QueryClient, QueryObserver } from '@tanstack/react-query'
import { WebSocket } from 'ws'
import {
  draftsQuery,
  goneQuery,
  type ListFilter,
  overviewQuery,
  threadQuery,
  threadsQuery,
  timelineQuery,
} from '../../web/data/queries.ts'
import { createQueryClient } from '../../web/data/query-client.ts'
import { followStream } from '../../web/data/stream.ts'
import { rowsOf } from '../../web/data/thread-list.ts'
import { itemsOf } from '../../web/data/timeline.ts'
import type {
  InboxOverview,
  MyThreadRow,
  ThreadDetails,
  ThreadDrafts,
  ThreadPage,
  TimelineItem,
  TimelinePage,
} from '../../web/data/types.ts'
import type { Client } from '../harness/api-client.ts'

const views = ['open', 'mine', 'unassigned', 'closed'] as const
const pageSize = 20

/** An open browser without its pixels: what the app holds of the server, kept by the app's own code. */
export type ScreenModel = {
  /** Opens a conversation, as a click on it does. */
  open(threadId: string): void
  /** The connection breaks; the app comes back with its cursor at once instead of waiting. */
  disconnect(): void
  /** Conversations whose row went back to an older `seq`: there must be none. */
  fallen: string[]
  isLive(): boolean
  /** What differs from a fresh fetch of everything; empty where it is as if one had reloaded. */
  differences(): Promise<string[]>
  close(): void
}

type Options = { origin: string; userId: string; api: Client }

/** Cookies of the sockets by name: the app's code opens them by address alone, as in a browser. */
const cookies = new Map<string, { cookie: string; origin: string }>()

/** Stands for the browser's WebSocket, which sends the cookie and the origin by itself. */
export class BrowserSocket extends WebSocket {
  static readonly open = new Map<string, BrowserSocket>()

  constructor(address: string) {
    const name = new URL(address).searchParams.get('as') ?? ''
    const known = cookies.get(name)
    super(address, { headers: { cookie: known?.cookie ?? '', origin: known?.origin ?? '' } })
    // A browser tells of a failed connection by `close`; without a listener ws would throw.
    this.on('error', () => {})
    BrowserSocket.open.set(name, this)
  }
}

export function openScreen({ origin, userId, api }: Options): ScreenModel {
  const name = crypto.randomUUID()
  cookies.set(name, { cookie: api.cookie(), origin })
  const client = createQueryClient(() => {})
  const ask = async <Body>(path: string): Promise<Body> => (await api.get(path, { expects: 200 })).body
  const closing: (() => void)[] = []
  const fallen: string[] = []
  let isLive = false

  for (const view of views) {
    const observer = new InfiniteQueryObserver(client, {
      ...threadsQuery({ view, inboxId: null }),
      queryFn: ({ pageParam }) => ask<ThreadPage>(listPath(view, pageParam)),
    })
    closing.push(observer.subscribe(() => {}))
  }
  const overview = new QueryObserver(client, { ...overviewQuery, queryFn: () => ask<InboxOverview>('/api/inbox') })
  closing.push(
    overview.subscribe(() => {}),
    watchSeqs(client, fallen),
  )

  const stream = followStream({
    client,
    userId,
    url: `${origin.replace(/^http/, 'ws')}/api/realtime?as=${name}`,
    onLive: () => {
      isLive = true
    },
    onBroken: () => {
      isLive = false
      setTimeout(() => stream.retryNow(), 5)
    },
    onSignedOut: () => fallen.push('signed out'),
  })

  const opened = new Map<string, () => void>()
  function open(threadId: string): void {
    if (opened.has(threadId)) return
    const observers = [
      new InfiniteQueryObserver(client, {
        ...timelineQuery(threadId),
        queryFn: ({ pageParam }) => ask<TimelinePage>(timelinePath(threadId, pageParam)),
      }).subscribe(() => {}),
      new QueryObserver(client, {
        ...threadQuery(threadId),
        queryFn: () => ask<ThreadDetails>(`/api/threads/${threadId}`),
      }).subscribe(() => {}),
      new QueryObserver(client, {
        ...draftsQuery(threadId),
        queryFn: () => ask<ThreadDrafts>(`/api/threads/${threadId}/drafts`),
      }).subscribe(() => {}),
    ]
    opened.set(threadId, () => {
      for (const stop of observers) stop()
    })
  }

  const held = <Data>(queryKey: readonly unknown[]) => client.getQueryData<Data>(queryKey)

  async function differences(): Promise<string[]> {
    const found: string[] = []
    const compare = (what: string, mine: unknown, fresh: unknown) => {
      const [a, b] = [mine, fresh].map((one) => JSON.stringify(one, sorted, 1))
      if (a !== b)
        found.push(
          `${what}\n  held  ${firstDifference(a ?? '', b ?? '')}\n  fresh ${firstDifference(b ?? '', a ?? '')}`,
        )
    }
    for (const view of views) {
      const filter: ListFilter = { view, inboxId: null }
      const list = client.getQueryData(threadsQuery(filter).queryKey)
      const mine = rowsOf(list)
      const fresh = await allPages<MyThreadRow>((after) => ask(listPath(view, after)))
      const hasMore = Boolean(list?.pages.at(-1)?.paging?.next)
      compare(`list ${view}`, mine, hasMore ? fresh.slice(0, mine.length) : fresh)
    }
    const { counters } = await ask<{ counters: unknown }>('/api/inbox')
    compare('counters', held<{ counters: unknown }>(overviewQuery.queryKey)?.counters, counters)
    for (const threadId of opened.keys()) {
      if (client.getQueryData(goneQuery(threadId).queryKey) !== undefined) continue
      const items = await allPages<TimelineItem>((after) => ask(timelinePath(threadId, after)))
      compare(`timeline of ${threadId}`, itemsOf(held(timelineQuery(threadId).queryKey)), items.toReversed())
      compare(`details of ${threadId}`, held(threadQuery(threadId).queryKey), await ask(`/api/threads/${threadId}`))
      compare(
        `drafts of ${threadId}`,
        held(draftsQuery(threadId).queryKey),
        await ask(`/api/threads/${threadId}/drafts`),
      )
    }
    return found
  }

  return {
    open,
    disconnect: () => BrowserSocket.open.get(name)?.terminate(),
    fallen,
    isLive: () => isLive && client.isFetching() === 0,
    differences,
    close() {
      stream.stop()
      for (const stop of [...closing, ...opened.values()]) stop()
      client.clear()
    },
  }
}

/** Notes each row that is replaced by an older version of itself. */
function watchSeqs(client: QueryClient, fallen: string[]): () => void {
  const highest = new Map<string, number>()
  return client.getQueryCache().subscribe(({ type, query }) => {
    if (type !== 'updated' || query.queryKey[0] !== 'thread' || query.state.data === undefined) return
    const { thread } = query.state.data as { thread: MyThreadRow }
    if (thread.seq < (highest.get(thread.id) ?? 0))
      fallen.push(`${thread.id}: ${highest.get(thread.id)} → ${thread.seq}`)
    highest.set(thread.id, Math.max(thread.seq, highest.get(thread.id) ?? 0))
  })
}

const listPath = (view: string, after: string | null) =>
  `/api/threads?view=${view}&limit=${pageSize}${after ? `&after=${after}` : ''}`
const timelinePath = (threadId: string, after: string | null) =>
  `/api/threads/${threadId}/timeline?limit=50${after ? `&after=${after}` : ''}`

async function allPages<Item>(
  page: (after: string | null) => Promise<{ results: Item[]; paging?: { next?: { after: string } } }>,
): Promise<Item[]> {
  const items: Item[] = []
  for (let after: string | null = null; ; ) {
    const { results, paging } = await page(after)
    items.push(...results)
    if (!paging?.next) return items
    after = paging.next.after
  }
}

/** Keys in one order, and without links that change by the hour. */
function sorted(key: string, value: unknown): unknown {
  if (key === 'frameUrl') return undefined
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function firstDifference(text: string, other: string): string {
  let at = 0
  while (at < text.length && text[at] === other[at]) at++
  return text.slice(Math.max(0, at - 120), at + 160).replace(/\s+/g, ' ')
}

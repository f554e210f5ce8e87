import type { ThreadList } from './thread-list.ts'
import type { Timeline } from './timeline.ts'
import type {
  Counters,
  InboxOverview,
  MyThreadRow,
  ThreadDetails,
  TimelineItem,
  UserAvailability,
  ViewCounts,
} from './types.ts'

/** Valid things for tests; a test names only what matters to it. `minute` counts from nine o'clock. */
export function aRow({ minute = 0, ...change }: Partial<MyThreadRow> & { minute?: number } = {}): MyThreadRow {
  return {
    id: '100',
    seq: 1,
    receivedSeq: 1,
    inboxIds: ['10'],
    channel: 'email',
    subject: 'E7 on the display after the power cut',
    snippet: 'I did the reset twice',
    snippetBy: 'contact',
    contact: { id: '500', name: 'Ingrid Haugen', address: 'ingrid@nordmark.example' },
    isContactStated: false,
    status: 'open',
    assigneeId: null,
    latestMessageAt: at(minute),
    waitingSince: null,
    messageCount: 1,
    attachmentCount: 0,
    failedCount: 0,
    isExample: false,
    readSeq: 0,
    hasDraft: false,
    draftSnippet: '',
    ...change,
  }
}

type Options = { hasMore?: boolean }

/** A list of one or more pages; with `hasMore` the last one has a next. */
export function aList(...parts: (MyThreadRow[] | Options)[]): ThreadList {
  const pages = parts.filter((part): part is MyThreadRow[] => Array.isArray(part))
  const { hasMore = false } = parts.find((part): part is Options => !Array.isArray(part)) ?? {}
  return {
    pageParams: pages.map((_, i) => (i === 0 ? null : String(i))),
    pages: pages.map((results, i) =>
      i < pages.length - 1 || hasMore ? { results, paging: { next: { after: String(i + 1) } } } : { results },
    ),
  }
}

export function anItem({ minute = 0, ...change }: Partial<TimelineItem> & { minute?: number } = {}): TimelineItem {
  return {
    id: '0190a000-0000-7000-8000-000000000001',
    threadId: '100',
    seq: 1,
    kind: 'message',
    direction: 'incoming',
    at: at(minute),
    author: { kind: 'contact', id: '500', name: 'Ingrid Haugen', address: 'ingrid@nordmark.example' },
    to: [{ name: '', address: 'support@solvik.example' }],
    cc: [],
    bcc: [],
    subject: 'E7',
    text: 'It says E7.',
    parts: [],
    frameUrl: null,
    hasRemoteImages: false,
    richText: null,
    signature: null,
    attachments: [],
    deliveries: [],
    deliveredTimes: 1,
    unreadable: null,
    traits: [],
    sender: null,
    forwarded: null,
    invitations: [],
    rawUrl: null,
    reply: { to: [], cc: [] },
    replyAll: { to: [], cc: [] },
    suggested: [],
    change: {},
    ...change,
  }
}

/** Pages as the server sends them: newest first. */
export function aTimeline(pages: TimelineItem[][], { hasMore = false } = {}): Timeline {
  return {
    pageParams: pages.map((_, i) => (i === 0 ? null : String(i))),
    pages: pages.map((results, i) =>
      i < pages.length - 1 || hasMore ? { results, paging: { next: { after: String(i + 1) } } } : { results },
    ),
  }
}

export function someDetails(thread: MyThreadRow): ThreadDetails {
  return {
    thread,
    mayAct: true,
    refusal: null,
    channelAccount: {
      id: '20',
      channelId: '1002',
      address: 'support@solvik.example',
      sendsFrom: 'support@solvik.example',
      mailName: 'Kari Solheim',
      signature: null,
      insteadOf: null,
      refusal: null,
      alternatives: [],
    },
    contact: {
      id: '500',
      name: 'Ingrid Haugen',
      addresses: ['ingrid@nordmark.example'],
      ownerId: null,
      isStated: false,
      createdAt: at(0),
    },
    otherThreads: [],
    routing: null,
    tickets: [],
    suggestions: [],
  }
}

/** The same counts over all and for the inboxes 10 and 11. */
export function aCounters(counts: ViewCounts): Counters {
  return { all: counts, inboxes: { '10': counts, '11': counts } }
}

function at(minute: number): string {
  return new Date(Date.UTC(2026, 10, 24, 9, minute)).toISOString()
}

/** The overview of somebody who sees these inboxes, by id and name. */
export function anOverview(names: Record<string, string>): InboxOverview {
  const counts = { open: 1, mine: 0, unassigned: 1, closed: 0, needsYou: 1 }
  return {
    inboxes: Object.entries(names).map(([id, name]) => ({
      id,
      name,
      mayAct: true,
      refusal: null,
      fallbackAddress: null,
      isReceiving: true,
    })),
    colleagues: [],
    counters: { all: counts, inboxes: Object.fromEntries(Object.keys(names).map((id) => [id, counts])) },
    hasThreads: true,
    hasExamples: false,
    sendsMail: true,
  }
}

export function someAvailability(change: Partial<UserAvailability> = {}): UserAvailability {
  return {
    userId: '1',
    availability: 'available',
    until: null,
    switch: 'available',
    setBy: null,
    setAt: null,
    ...change,
  }
}

import type { Static } from 'typebox'
import type { UserAvailability } from './availability.ts'
import type { Counters } from './inbox.ts'
import type { MyThreadRow, ThreadRow, TimelineItem } from './thread.ts'

/**
 * The stream of `GET /api/realtime` (WebSocket, JSON text frames).
 *
 * The client says `{after}` once, with the last cursor that it was given, or null for "from now". The server replays what
 * came since, says `ready`, then follows. A cursor too old or of another database answers `resync`: fetch everything
 * anew and go on from its cursor. Each patch carries the thread's `seq`; drop one that is not above what you hold.
 * A `beat` says nothing but that the connection lives, for browsers cannot see pings.
 */
export type ClientFrame = { after: string | null }

export type ServerFrame =
  | { type: 'ready'; cursor: string }
  | { type: 'resync'; cursor: string }
  | { type: 'patches'; cursor: string; patches: Patch[] }
  | { type: 'counters'; counters: Static<typeof Counters> }
  | { type: 'beat' }

/** Milliseconds between beats; who has heard nothing for much longer has no connection any more. */
export const beatEveryMs = 25_000

export type Patch =
  /** The row, which is everybody's, with what this person has read and drafted of it. */
  | ({ type: 'thread'; row: Static<typeof ThreadRow>; readSeq: number } & DraftOfRow)
  | { type: 'item'; item: Static<typeof TimelineItem> }
  /** A message was taken back before it left, and with it the line that it had caused. */
  | { type: 'item-gone'; threadId: string; itemIds: string[] }
  /** The thread is no longer there for this person: removed, joined into another, or moved out of sight. */
  | { type: 'gone'; threadId: string; joinedInto: string | null }
  /** A ticket was made, changed or moved: fetch it anew, and the conversation that it belongs to. */
  | { type: 'ticket'; ticketId: string; threadId: string | null }
  /** The same person read it, here or in another browser. */
  | { type: 'read'; threadId: string; readSeq: number }
  /** The same person's draft of this thread changed in another browser (null: it was sent or discarded). */
  | ({ type: 'draft'; threadId: string; kind: 'reply' | 'comment'; updatedAt: string | null } & DraftOfRow)
  /**
   * The person may no longer see these inboxes: nothing more of them is told, and nothing of them may be kept, neither in
   * the window nor in the browser's store. What another inbox of his shows too stays.
   */
  | { type: 'access-lost'; inboxIds: string[] }
  /** The person may see these inboxes from now on. */
  | { type: 'access-gained'; inboxIds: string[] }
  /** A colleague, or the person himself, takes conversations now or does not. */
  | ({ type: 'availability' } & Static<typeof UserAvailability>)
  /** Inboxes, access or people changed: fetch the overview anew. */
  | { type: 'overview' }

/** What the row says of its reader's drafts, of which the newest counts. */
type DraftOfRow = Pick<Static<typeof MyThreadRow>, 'hasDraft' | 'draftSnippet'>

/** Close codes of the stream. */
export const closeCodes = { signedOut: 4401, forbidden: 4403, tooSlow: 4408, goingAway: 1001 } as const

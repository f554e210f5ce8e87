import type { Suggestion } from './threading.ts'

/**
 * What a mail did, or left undone, while its sender was being checked, and what the verdict then brings about: kept with
 * the arrival until it comes. Instants are ISO texts.
 */
export type AwaitedVerdict = MayJoin | HasJoined

/** It stands in a conversation of its own, and joins this one if its sender may be trusted. */
export type MayJoin = { kind: 'mayJoin'; threadId: string }

/** It has joined, by an id of ours; if its sender fails it stands apart, and the conversation as it was before. */
export type HasJoined = {
  kind: 'hasJoined'
  threadId: string
  because: Suggestion['because']
  /** Where it would stand on its own. */
  home: { inboxIds: string[]; channelAccountId: string }
  participants: string[]
  /** The timeline line that says that it reopened the conversation; null: it was open. */
  reopenedLineId: string | null
  before: {
    inboxIds: string[]
    closedAt: string | null
    receivedSeq: number
    latestMessageAt: string
    latestReceivedAt: string | null
    waitingSince: string | null
    /** Who became a participant by it. */
    newParticipants: string[]
  }
}

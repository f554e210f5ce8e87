import { Problem, type ProblemDetails } from '../../shared/problems.ts'
import type { ChannelAccount } from '../inbox/channel-account-store.ts'
import type { Thread } from './thread-store.ts'

/** Why nothing can be sent from a channel now, or null when it can (S16, S51). Says who switched it off, and when. */
export function sendingRefusal(channel: ChannelAccount): Problem | null {
  const details: ProblemDetails = { channel: channel.address }
  if (channel.archivedAt !== null) return new Problem('channelRemoved', details)
  if (channel.isInboxArchived) return new Problem('inboxArchived', details)
  if (!channel.isOn || !channel.isAuthorised) {
    if (channel.statusChangedBy !== null) details.by = channel.statusChangedBy
    if (channel.statusChangedAt !== null) details.at = channel.statusChangedAt.toISOString()
    return new Problem('channelOff', details)
  }
  if (!channel.isSending) return new Problem('sendingOff', details)
  return null
}

/**
 * Whether a conversation may be answered from a channel: its own, or another of an inbox that shows it, so that the answer
 * comes back to where the conversation is.
 */
export const isChannelOf = (thread: Pick<Thread, 'channelAccountId' | 'inboxIds'>, channel: ChannelAccount) =>
  channel.id === thread.channelAccountId || thread.inboxIds.includes(channel.inboxId)

export type AnswersFrom = {
  channel: ChannelAccount
  /** The conversation's own, where another takes over for it without asking. */
  insteadOf: ChannelAccount | null
  /** Why nothing can be sent from it; null: it can. */
  refusal: Problem | null
  /** Only where it cannot: what the writer may choose instead (S51). */
  alternatives: ChannelAccount[]
}

/**
 * Which address a conversation answers from. Pure; null: its channel is none of the account's.
 *
 * | its own channel                           | it answers from                        | the writer may choose |
 * | can send                                  | it                                     | nothing               |
 * | is broken (authorisation lost)            | the fallback address of its inboxes, if one can send (S13) | nothing |
 * | is off, removed, or not used for sending  | it, which is refused                   | others that can send  |
 *
 * Who turned a channel off meant it, so only what broke by itself is taken over without asking. The home inbox's
 * address goes first, then the account's first one, then the oldest: the same for every reader.
 */
export function answersFrom(
  channels: readonly ChannelAccount[],
  thread: Pick<Thread, 'channelAccountId' | 'inboxIds'>,
): AnswersFrom | null {
  const channel = channels.find((one) => one.id === thread.channelAccountId)
  if (!channel) return null
  const refusal = sendingRefusal(channel)
  if (refusal === null) return { channel, insteadOf: null, refusal, alternatives: [] }
  const others = channels
    .filter((one) => one.id !== channel.id && isChannelOf(thread, one) && sendingRefusal(one) === null)
    .toSorted((a, b) => rank(a, thread) - rank(b, thread) || Number(a.id) - Number(b.id))
  const fallback = isBroken(channel) ? others.find((one) => one.type === 'fallback-email') : undefined
  if (fallback) return { channel: fallback, insteadOf: channel, refusal: null, alternatives: [] }
  return { channel, insteadOf: null, refusal, alternatives: others }
}

/** Lost by itself, not turned off by somebody. */
const isBroken = (channel: ChannelAccount) =>
  channel.isOn && !channel.isAuthorised && channel.archivedAt === null && !channel.isInboxArchived

function rank(channel: ChannelAccount, { inboxIds }: Pick<Thread, 'inboxIds'>): number {
  if (channel.inboxId === inboxIds[0]) return 0
  return channel.isDefault ? 1 : 2
}

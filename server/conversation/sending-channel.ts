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
export const isChannelOf = (thread: Thread, channel: ChannelAccount) =>
  channel.id === thread.channelAccountId || thread.inboxIds.includes(channel.inboxId)

/** Where a conversation can be answered from besides its own channel (S51). */
export const sendingAlternatives = (channels: readonly ChannelAccount[], thread: Thread) =>
  channels.filter(
    (one) => one.id !== thread.channelAccountId && isChannelOf(thread, one) && sendingRefusal(one) === null,
  )

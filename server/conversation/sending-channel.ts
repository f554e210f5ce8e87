import { Problem } from '../../shared/problems.ts'
import type { ChannelAccount } from '../inbox/channel-account-store.ts'

/** Why nothing can be sent from a channel now, or null when it can (S16, S51). */
export function sendingRefusal(channel: ChannelAccount): Problem | null {
  if (!channel.isOn || channel.archivedAt !== null || !channel.isAuthorised)
    return new Problem('channelOff', { channel: channel.address })
  if (!channel.isSending) return new Problem('sendingOff', { channel: channel.address })
  return null
}

/** The name that a customer sees beside the address (S17): "Kari Solheim, Solvik Varme", or the company's alone. */
export function mailName(channel: ChannelAccount, userName: string | null): string {
  if (channel.fromNameMode === 'company' || !userName) return channel.companyName
  return channel.companyName ? `${userName}, ${channel.companyName}` : userName
}

import type { SenderSign } from '../../shared/sender-truth.ts'
import type { SenderVerdict } from '../mail/authenticity.ts'

/** What is known of the sender of a message that came in; kept with it, and shown beside it. */
export type Sender = Omit<SenderVerdict, 'state'> & {
  state: SenderVerdict['state'] | 'checking'
  signs: SenderSign[]
  /** The known domain that its own looks like. */
  likeDomain: string | null
  /** Where answers are asked to go, when that is another organisation. */
  answersTo: string | null
  /** The address that its display name shows. */
  namedAddress: string | null
}

/**
 * `yes`: what may follow from a mail may follow from this one. `wait`: the verdict is not there yet. `doubtful`: it
 * could not be checked for a reason that its writer may want. `no`: it is treated as anybody's.
 */
export type Trust = 'yes' | 'wait' | 'doubtful' | 'no'

/**
 * How far a sender may be trusted; null: a channel, or a time, that knows no such doubts. `isFromUs`: it names one of us,
 * and only a domain that says how its mail is proven can prove that.
 */
export function trustIn(sender: Pick<Sender, 'state' | 'by' | 'because'> | null, isFromUs: boolean): Trust {
  if (sender?.state === 'checking') return 'wait'
  if (isFromUs) return sender?.by === 'dmarc' || sender?.by === 'arc' ? 'yes' : 'no'
  if (sender === null) return 'yes'
  if (sender.state === 'failed') return 'no'
  return sender.because === 'timeUp' ? 'doubtful' : 'yes'
}

/** It is not from whom it says. Everything else is taken as anybody's mail, for which an owner is asked and a ticket made. */
export const isRefuted = (message: { sender: Pick<Sender, 'state'> | null }): boolean =>
  message.sender?.state === 'failed'

/**
 * Whether what waits for the verdict (joining by another's Message-ID, automatic mail)
 * may go on with this message. Who reacts to mail follows `message.checked`, which comes once for each, and asks this.
 */
export function mayTrust(message: { sender: Sender | null }): boolean {
  return trustIn(message.sender, message.sender?.signs.includes('claimsUser') ?? false) === 'yes'
}

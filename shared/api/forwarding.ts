import { Type } from 'typebox'
import { Id, Instant, Nullable, OneOf } from './common.ts'

/** A provider asks whether mail may be forwarded to a channel's address; its signature proves that it is the one who asks. */
export const ForwardingConfirmation = Type.Object(
  {
    id: Id,
    provider: OneOf('gmail', 'zoho', 'yahoo', 'outlook', 'fastmail'),
    askingAddress: Nullable(Type.String({ description: 'the mailbox that wants to forward, as the mail states it' })),
    code: Nullable(Type.String({ description: 'to be typed in at the provider' })),
    link: Nullable(Type.String({ description: 'https, at a host of the provider; whoever opens it agrees' })),
    receivedAt: Instant,
  },
  { title: 'ForwardingConfirmation' },
)

export const ForwardingConfirmationList = Type.Object(
  {
    results: Type.Array(ForwardingConfirmation, { description: 'the newest 20 that nobody dismissed' }),
    total: Type.Integer({ description: 'all that nobody dismissed; of a channel the newest 100 mails are kept' }),
  },
  { title: 'ForwardingConfirmationList' },
)

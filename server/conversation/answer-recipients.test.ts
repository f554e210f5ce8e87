import { expect, test } from 'vitest'
import { answerRecipients } from './answer-recipients.ts'

const person = (address: string) => ({ name: '', address })
const ours = person('support@solvik.inbox.example')
const ingrid = person('ingrid@nordmark.example')
const magnus = person('Magnus@nordmark.example')
const isOurs = (address: string) => address === ours.address

test.each([
  {
    because: 'an answer goes to the writer, the others in copy',
    message: { direction: 'incoming', from: ingrid, to: [ours], cc: [magnus], replyTo: [] },
    to: [ingrid],
    cc: [magnus],
  },
  {
    because: 'Reply-To goes before From',
    message: { direction: 'incoming', from: ingrid, to: [ours], cc: [], replyTo: [magnus] },
    to: [magnus],
    cc: [],
  },
  {
    because: 'our own address with a plus part is ours',
    message: {
      direction: 'incoming',
      from: ingrid,
      to: [person('support+abc@solvik.inbox.example')],
      cc: [],
      replyTo: [],
    },
    to: [ingrid],
    cc: [],
  },
  {
    because: 'nobody stands twice, whatever the case',
    message: {
      direction: 'incoming',
      from: ingrid,
      to: [ours, person('INGRID@nordmark.example')],
      cc: [ingrid],
      replyTo: [],
    },
    to: [ingrid],
    cc: [],
  },
  {
    because: 'after a mail of ours, an answer goes to whom it went',
    message: { direction: 'outgoing', from: ours, to: [ingrid], cc: [magnus], replyTo: [] },
    to: [ingrid],
    cc: [magnus],
  },
] as const)('$because', ({ message, to, cc }) => {
  expect(answerRecipients({ ...message, forwarding: null }, isOurs).replyAll).toEqual({ to, cc })
})

const author = { name: 'Kari Solheim', address: 'kari@fjell.example' }

test.each([
  {
    because: 'a colleague passed it on, proven',
    forwarding: { author, isAuthors: true, isProvenUser: true },
    to: [author],
    suggested: [{ kind: 'cc', ...ingrid, because: 'forwarder' }],
  },
  {
    because: 'anybody else passed it on',
    forwarding: { author, isAuthors: true, isProvenUser: false },
    to: [ingrid],
    suggested: [{ kind: 'to', ...author, because: 'statedAuthor' }],
  },
  {
    because: 'the switch was off: the forwarder is the sender',
    forwarding: { author, isAuthors: false, isProvenUser: true },
    to: [ingrid],
    suggested: [],
  },
  {
    because: 'no author is stated',
    forwarding: { author: null, isAuthors: false, isProvenUser: true },
    to: [ingrid],
    suggested: [],
  },
] as const)('S22 a forwarded mail is answered by its rule: $because', ({ forwarding, to, suggested }) => {
  const message = { direction: 'incoming', from: ingrid, to: [], cc: [], replyTo: [], forwarding } as const
  const answer = answerRecipients(message, isOurs)
  expect(answer).toEqual({ reply: { to, cc: [] }, replyAll: { to, cc: [] }, suggested })
})

test('S22 who is answered anyway is not suggested, and Reply-To of the forwarder does not take an author’s answer', () => {
  const forwarding = { author, isAuthors: true, isProvenUser: false }
  const inCopy = { direction: 'incoming', from: ingrid, to: [], cc: [author], replyTo: [], forwarding } as const
  expect(answerRecipients(inCopy, isOurs)).toMatchObject({ replyAll: { to: [ingrid], cc: [author] }, suggested: [] })
  const elsewhere = {
    ...inCopy,
    cc: [],
    replyTo: [magnus],
    forwarding: { ...forwarding, isProvenUser: true },
  } as const
  expect(answerRecipients(elsewhere, isOurs).reply).toEqual({ to: [author], cc: [] })
})

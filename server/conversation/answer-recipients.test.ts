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
  expect(answerRecipients(message, isOurs).replyAll).toEqual({ to, cc })
})

import { expect, test } from 'vitest'
import {
  addRecipients,
  hasMoreToAnswer,
  newDomains,
  type Recipients,
  recipientsOf,
  removeRecipient,
} from './recipients.ts'

const ingrid = { name: 'Ingrid Haugen', address: 'ingrid@nordmark.example' }
const magnus = { name: 'Magnus Haugen', address: 'magnus@nordmark.example' }
const elif = { name: 'Elif Demir', address: 'elif@post.example' }
const answered = { reply: { to: [ingrid], cc: [] }, replyAll: { to: [ingrid], cc: [magnus] } }
const none: Recipients = { to: [], cc: [], bcc: [] }

test.each([
  { because: 'the sender alone', mode: 'reply' as const, recipients: { to: [ingrid], cc: [], bcc: [] } },
  { because: 'everybody named', mode: 'replyAll' as const, recipients: { to: [ingrid], cc: [magnus], bcc: [] } },
])('an answer reaches $because', ({ mode, recipients }) => {
  expect(recipientsOf(answered, mode)).toEqual(recipients)
})

test('answering all is offered as more only where it is', () => {
  expect(hasMoreToAnswer(answered)).toBe(true)
  expect(hasMoreToAnswer({ reply: answered.reply, replyAll: answered.reply })).toBe(false)
})

test.each([
  {
    because: 'a new person joins the field',
    from: none,
    kind: 'cc' as const,
    added: [elif],
    to: { ...none, cc: [elif] },
  },
  {
    because: 'a person moves from To to Bcc instead of standing twice',
    from: { ...none, to: [ingrid, elif] },
    kind: 'bcc' as const,
    added: [{ name: '', address: 'INGRID@nordmark.example' }],
    to: { to: [elif], cc: [], bcc: [{ name: '', address: 'INGRID@nordmark.example' }] },
  },
  {
    because: 'the same address pasted twice is one',
    from: none,
    kind: 'to' as const,
    added: [elif, elif],
    to: { ...none, to: [elif] },
  },
])('$because', ({ from, kind, added, to }) => {
  expect(addRecipients(from, kind, added)).toEqual(to)
})

test('a removed person leaves one field, the others stay', () => {
  const recipients = { to: [ingrid], cc: [magnus], bcc: [] }
  expect(removeRecipient(recipients, 'cc', 'MAGNUS@nordmark.example')).toEqual({ to: [ingrid], cc: [], bcc: [] })
})

test.each([
  { because: 'nobody was added', recipients: recipientsOf(answered, 'replyAll'), domains: [] },
  {
    because: 'a colleague of theirs is no new domain',
    recipients: { ...none, to: [{ name: '', address: 'drift@Nordmark.example' }] },
    domains: [],
  },
  { because: 'a stranger in Bcc is', recipients: { to: [ingrid], cc: [], bcc: [elif] }, domains: ['post.example'] },
  {
    because: 'each new domain is named once',
    recipients: {
      to: [elif, { name: '', address: 'x@post.example' }],
      cc: [{ name: '', address: 'a@b.example' }],
      bcc: [],
    },
    domains: ['b.example', 'post.example'],
  },
])('new domains: $because', ({ recipients, domains }) => {
  expect(newDomains(recipients, answered)).toEqual(domains)
})

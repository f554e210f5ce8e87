import { expect, test } from 'vitest'
import type { Delivery } from '../data/types.ts'
import { summaryOf } from './delivery-summary.ts'

const to = (change: Partial<Delivery>): Delivery => ({
  recipientId: '1',
  kind: 'to',
  name: 'Ingrid Haugen',
  address: 'ingrid@nordmark.example',
  state: 'sent',
  reply: null,
  attempts: 1,
  nextAttemptAt: null,
  leavesAt: null,
  sentAt: null,
  delayedAt: null,
  ...change,
})

test.each([
  { because: 'nobody to tell of', deliveries: [], sendsMail: true, summary: null },
  { because: 'all sent', deliveries: [to({}), to({})], sendsMail: true, summary: 'sent' },
  {
    because: 'one failure outweighs',
    deliveries: [to({}), to({ state: 'failed' })],
    sendsMail: true,
    summary: 'failed',
  },
  {
    because: 'the least advanced good one counts',
    deliveries: [to({ state: 'read' }), to({})],
    sendsMail: true,
    summary: 'sent',
  },
  {
    because: 'about to leave',
    deliveries: [to({ state: 'queued', attempts: 0 })],
    sendsMail: true,
    summary: 'sending',
  },
  { because: 'no relay', deliveries: [to({ state: 'queued', attempts: 0 })], sendsMail: false, summary: 'waiting' },
  { because: 'tried before', deliveries: [to({ state: 'queued', attempts: 2 })], sendsMail: true, summary: 'later' },
])('summaryOf: $because', ({ deliveries, sendsMail, summary }) => {
  expect(summaryOf(deliveries, sendsMail)).toBe(summary)
})

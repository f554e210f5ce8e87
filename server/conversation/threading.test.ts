import { expect, test } from 'vitest'
import { bareSubject, continuationOf, type MailFacts, type ThreadFacts } from './threading.ts'

const now = new Date('2026-03-10T12:00:00Z')
const thread: ThreadFacts = {
  id: '7',
  status: 'open',
  closedAt: null,
  participants: new Set(['ingrid@nordmark.example']),
}
const threads = new Map([
  ['7', thread],
  ['8', { ...thread, id: '8', participants: new Set(['mallory@elsewhere.example']) }],
])
const mail = (facts: Partial<MailFacts>): MailFacts => ({
  fromAddress: 'ingrid@nordmark.example',
  hasNullReturnPath: false,
  isFromUs: false,
  trust: 'yes',
  signed: [],
  known: [],
  sameSubject: [],
  ...facts,
})
const stranger = 'mallory@elsewhere.example'

test.each([
  { because: 'a participant with our reply address joins', facts: mail({ signed: ['7'] }), joins: '7' },
  { because: 'a participant who names a known Message-ID joins', facts: mail({ known: ['7'] }), joins: '7' },
  {
    because: 'abuse-20 a stranger with our reply address opens a linked one',
    facts: mail({ fromAddress: stranger, signed: ['7'] }),
    linked: 'replyAddress',
  },
  {
    because: 'abuse-08 a stranger who names a known Message-ID opens a linked one',
    facts: mail({ fromAddress: stranger, known: ['7'] }),
    linked: 'messageId',
  },
  { because: 'an equal subject proves nothing, but links', facts: mail({ sameSubject: ['7'] }), linked: 'subject' },
  {
    because: 'abuse-06 a mail that says it is from one of us never joins unless it is proven',
    facts: mail({ isFromUs: true, trust: 'no', signed: ['7'] }),
    linked: 'replyAddress',
  },
  {
    because: 'abuse-06 while that is looked up it stands apart',
    facts: mail({ isFromUs: true, trust: 'wait', signed: ['7'] }),
    linked: 'replyAddress',
    later: '7',
  },
  {
    because: 'abuse-06 one of us, proven, joins by an id of ours',
    facts: mail({ isFromUs: true, signed: ['7'] }),
    joins: '7',
  },
  {
    because: 'abuse-06 and by nobody else’s',
    facts: mail({ isFromUs: true, known: ['7'] }),
    linked: 'messageId',
  },
  {
    because: 'a participant who fails his domain’s policy is anybody else',
    facts: mail({ trust: 'no', signed: ['7'] }),
    linked: 'replyAddress',
  },
  {
    because: 'by our own id a participant joins while he is still being checked',
    facts: mail({ trust: 'wait', signed: ['7'] }),
    joins: '7',
  },
  {
    because: 'by another’s id he joins only once he is checked',
    facts: mail({ trust: 'wait', known: ['7'] }),
    linked: 'messageId',
    later: '7',
  },
  {
    because: 'a stranger does not join later either',
    facts: mail({ fromAddress: stranger, trust: 'wait', known: ['7'] }),
    linked: 'messageId',
  },
  {
    because: 'who makes checking take too long joins by our ids alone',
    facts: mail({ trust: 'doubtful', known: ['7'] }),
    linked: 'messageId',
  },
  {
    because: 'a null return path never joins',
    facts: mail({ hasNullReturnPath: true, signed: ['7'] }),
    linked: 'replyAddress',
  },
  { because: 'an id of a thread that is gone proves nothing', facts: mail({ signed: ['99'], known: ['98'] }) },
  {
    because: 'abuse-17 an id that a stranger used first still leads a participant to his own',
    facts: mail({ known: ['8', '7'] }),
    joins: '7',
  },
  { because: 'the signed proof goes before the known id', facts: mail({ signed: ['7'], known: ['99'] }), joins: '7' },
])('$because', ({ facts, joins, linked, later = null }) => {
  const expected = joins
    ? { kind: 'joins', threadId: joins }
    : { kind: 'opens', suggestions: linked ? [{ threadId: '7', because: linked }] : [], joinsLater: later }
  expect(continuationOf(facts, threads, { now, reopenWithinDays: null })).toMatchObject(expected)
})

test.each([
  { because: 'no limit: a closed thread reopens', closedAt: '2020-01-01', days: null, kind: 'joins' },
  { because: 'closed within the limit reopens', closedAt: '2026-03-08', days: 30, kind: 'joins' },
  { because: 'closed longer than the limit starts anew', closedAt: '2026-01-01', days: 30, kind: 'opens' },
])('$because', ({ closedAt, days, kind }) => {
  const closed = new Map([['7', { ...thread, status: 'closed' as const, closedAt: new Date(closedAt) }]])
  expect(continuationOf(mail({ signed: ['7'] }), closed, { now, reopenWithinDays: days }).kind).toBe(kind)
})

test.each([
  ['Re: Faktura', 'faktura'],
  ['SV: RE[2]: Faktura  2026', 'faktura 2026'],
  ['Faktura re: levering', 'faktura re: levering'],
  ['', ''],
])('the bare subject of %j is %j', (subject, bare) => {
  expect(bareSubject(subject)).toBe(bare)
})

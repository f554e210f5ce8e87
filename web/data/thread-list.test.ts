import { expect, test } from 'vitest'
import { aCounters, aList, aRow } from './factories.test-support.ts'
import type { ListFilter } from './queries.ts'
import { compareRows, placeRow, rowBelongsTo, rowsOf, shiftCounters } from './thread-list.ts'

const me = '1'
const all = (view: ListFilter['view']): ListFilter => ({ view, inboxId: null })

test.each([
  { because: 'an open one is in All open', row: aRow(), filter: all('open'), belongs: true },
  { because: 'a closed one is not', row: aRow({ status: 'closed' }), filter: all('open'), belongs: false },
  { because: 'a closed one is in Closed', row: aRow({ status: 'closed' }), filter: all('closed'), belongs: true },
  { because: 'nobody has it', row: aRow({ assigneeId: null }), filter: all('unassigned'), belongs: true },
  { because: 'somebody has it', row: aRow({ assigneeId: '2' }), filter: all('unassigned'), belongs: false },
  { because: 'I have it', row: aRow({ assigneeId: me }), filter: all('mine'), belongs: true },
  { because: 'a colleague has it', row: aRow({ assigneeId: '2' }), filter: all('mine'), belongs: false },
  {
    because: 'mine and closed waits for nobody',
    row: aRow({ assigneeId: me, status: 'closed' }),
    filter: all('mine'),
    belongs: false,
  },
  {
    because: 'one of its inboxes is shown',
    row: aRow({ inboxIds: ['10', '11'] }),
    filter: { view: 'open', inboxId: '11' } as const,
    belongs: true,
  },
  {
    because: 'another inbox is shown',
    row: aRow({ inboxIds: ['10'] }),
    filter: { view: 'open', inboxId: '11' } as const,
    belongs: false,
  },
])('rowBelongsTo: $because', ({ row, filter, belongs }) => {
  expect(rowBelongsTo(filter, me, row)).toBe(belongs)
})

test('the newest comes first, and of two at one instant the higher id, counted as a number', () => {
  const rows = [aRow({ id: '9', minute: 1 }), aRow({ id: '10', minute: 1 }), aRow({ id: '2', minute: 5 })]
  expect(rows.toSorted(compareRows).map((row) => row.id)).toEqual(['2', '10', '9'])
})

const a = aRow({ id: '1', minute: 30 })
const b = aRow({ id: '2', minute: 20 })
const c = aRow({ id: '3', minute: 10 })

test.each([
  { because: 'a new one goes on top', list: aList([a, b]), row: aRow({ id: '9', minute: 40 }), ids: ['9', '1', '2'] },
  { because: 'an old one goes to its place', list: aList([a, c]), row: b, ids: ['1', '2', '3'] },
  {
    because: 'one that grew newer rises',
    list: aList([a, b, c]),
    row: aRow({ id: '3', minute: 50 }),
    ids: ['3', '1', '2'],
  },
  { because: 'the end of a whole list is known', list: aList([a, b]), row: c, ids: ['1', '2', '3'] },
  { because: 'below what is loaded is the next page', list: aList([a, b], { hasMore: true }), row: c, ids: ['1', '2'] },
  {
    because: 'the last loaded one stays when only its status changed',
    list: aList([a, b], { hasMore: true }),
    row: aRow({ id: '2', minute: 20, assigneeId: '7' }),
    ids: ['1', '2'],
  },
  {
    because: 'it is put into the page whose rows it stands between',
    list: aList([a], [c]),
    row: b,
    ids: ['1', '2', '3'],
  },
  { because: 'an empty list takes its first', list: aList([]), row: a, ids: ['1'] },
])('placeRow: $because', ({ list, row, ids }) => {
  expect(rowsOf(placeRow(list, row, true)).map((each) => each.id)).toEqual(ids)
})

test('placeRow takes out what no longer belongs', () => {
  expect(rowsOf(placeRow(aList([a, b]), a, false)).map((row) => row.id)).toEqual(['2'])
})

test.each([
  {
    because: 'taking one: it is mine, and waits for me still',
    before: aRow({ assigneeId: null, waitingSince: '2026-11-24T08:00:00.000Z' }),
    after: aRow({ assigneeId: me, waitingSince: '2026-11-24T08:00:00.000Z' }),
    counts: { open: 5, mine: 2, unassigned: 2, closed: 4, needsYou: 3 },
  },
  {
    because: 'closing mine',
    before: aRow({ assigneeId: me }),
    after: aRow({ assigneeId: me, status: 'closed' }),
    counts: { open: 4, mine: 0, unassigned: 3, closed: 5, needsYou: 3 },
  },
])('shiftCounters: $because', ({ before, after, counts }) => {
  const counters = aCounters({ open: 5, mine: 1, unassigned: 3, closed: 4, needsYou: 3 })
  const shifted = shiftCounters(counters, before, after, me)
  expect(shifted.all).toEqual(counts)
  expect(shifted.inboxes['10']).toEqual(counts)
  expect(shifted.inboxes['11']).toEqual(counters.all)
})

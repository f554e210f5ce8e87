import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { applyPatch } from './apply-patch.ts'
import { aList, anItem, aRow, aTimeline, someAvailability, someDetails } from './factories.test-support.ts'
import { replayPatchesOnFetches } from './patch-replay.ts'
import { goneQuery, type ListFilter, threadQuery, threadsQuery, timelineQuery } from './queries.ts'
import { compareRows, rowBelongsTo, rowsOf } from './thread-list.ts'
import { itemsOf } from './timeline.ts'
import type { MyThreadRow, Patch, ThreadPage } from './types.ts'

const me = '1'
const filters: ListFilter[] = (['open', 'mine', 'unassigned', 'closed'] as const).flatMap((view) => [
  { view, inboxId: null },
  { view, inboxId: '10' },
  { view, inboxId: '11' },
])
const held = [
  aRow({ id: '1', minute: 50 }),
  aRow({ id: '2', minute: 40, assigneeId: me, inboxIds: ['10', '11'] }),
  aRow({ id: '3', minute: 30, assigneeId: '2' }),
  aRow({ id: '4', minute: 20, status: 'closed' }),
  aRow({ id: '5', minute: 10, hasDraft: true, draftSnippet: 'Turn it off' }),
]

/** What the server would answer about these conversations. */
function fetched(rows: MyThreadRow[], filter: ListFilter): MyThreadRow[] {
  return rows.filter((row) => rowBelongsTo(filter, me, row)).toSorted(compareRows)
}

function aCache(rows: MyThreadRow[]): QueryClient {
  const client = new QueryClient()
  for (const filter of filters) client.setQueryData(threadsQuery(filter).queryKey, aList(fetched(rows, filter)))
  for (const row of rows) client.setQueryData(threadQuery(row.id).queryKey, someDetails(row))
  client.setQueryData(timelineQuery('1').queryKey, aTimeline([[anItem({ threadId: '1' })]]))
  return client
}

function threadPatch(row: MyThreadRow): Patch {
  const { readSeq, hasDraft, draftSnippet, ...shared } = row
  return { type: 'thread', row: shared, readSeq, hasDraft, draftSnippet }
}

const named = aRow({ id: '2', minute: 40, seq: 2 })
test.each<{ because: string; patch: Patch; asks: readonly unknown[] }>([
  { because: 'the contact’s other conversation changed', patch: threadPatch(named), asks: ['thread', '1'] },
  {
    because: 'one that it may belong to is gone',
    patch: { type: 'gone', threadId: '7', joinedInto: null },
    asks: ['thread', '1'],
  },
  {
    because: 'another was joined into it, with all its entries',
    patch: {
      type: 'item',
      item: anItem({ id: '0190a000-0000-7000-8000-000000000009', threadId: '1', kind: 'joined' }),
    },
    asks: timelineQuery('1').queryKey,
  },
])('$because: what no patch can say is asked anew', ({ patch, asks }) => {
  const client = aCache(held)
  const suggestions = [{ threadId: '7', subject: 'E7', because: 'subject' as const }]
  client.setQueryData(threadQuery('1').queryKey, { ...someDetails(aRow({ id: '1', minute: 50 })), suggestions })
  applyPatch(client, me, patch)
  expect(client.getQueryState(asks)?.isInvalidated).toBe(true)
})

const aDraft = { hasDraft: true, draftSnippet: 'It is the sensor' }
const fresh = aRow({ id: '9', minute: 59 })
test.each([
  { because: 'a new conversation', patch: threadPatch(fresh), rows: [...held, fresh] },
  {
    because: 'a conversation that was held nowhere, with a draft',
    patch: threadPatch({ ...fresh, ...aDraft }),
    rows: [...held, { ...fresh, ...aDraft }],
  },
  { because: 'a draft that was sent with the change', ...changed('5', { seq: 2, hasDraft: false, draftSnippet: '' }) },
  {
    because: 'a new message',
    ...changed('3', { seq: 2, receivedSeq: 2, latestMessageAt: '2026-11-24T10:30:00.000Z' }),
  },
  { because: 'taken by me', ...changed('1', { seq: 2, assigneeId: me }) },
  { because: 'given away', ...changed('2', { seq: 2, assigneeId: '2' }) },
  { because: 'closed', ...changed('1', { seq: 2, status: 'closed' }) },
  { because: 'reopened', ...changed('4', { seq: 2, status: 'open' }) },
  { because: 'another inbox shows it too', ...changed('1', { seq: 2, inboxIds: ['10', '11'] }) },
  { because: 'an inbox no longer shows it', ...changed('2', { seq: 2, inboxIds: ['10'] }) },
  {
    because: 'an old patch changes nothing',
    patch: threadPatch(aRow({ id: '1', seq: 0, status: 'closed' })),
    rows: held,
  },
  { because: 'a repeated patch changes nothing', patch: threadPatch(aRow({ id: '1', minute: 50 })), rows: held },
  {
    because: 'read in another browser',
    patch: { type: 'read', threadId: '1', readSeq: 1 } as const,
    rows: held.map((row) => (row.id === '1' ? { ...row, readSeq: 1 } : row)),
  },
  {
    because: 'a draft was begun',
    patch: { type: 'draft', threadId: '1', kind: 'reply', updatedAt: '2026-11-24T09:51:00.000Z', ...aDraft } as const,
    rows: held.map((row) => (row.id === '1' ? { ...row, ...aDraft } : row)),
  },
  {
    because: 'removed',
    patch: { type: 'gone', threadId: '2', joinedInto: null } as const,
    rows: held.filter((row) => row.id !== '2'),
  },
])('the patched lists equal a fresh fetch: $because', ({ patch, rows }) => {
  const client = aCache(held)
  applyPatch(client, me, patch)
  for (const filter of filters) {
    expect(rowsOf(client.getQueryData(threadsQuery(filter).queryKey)), JSON.stringify(filter)).toEqual(
      fetched(rows, filter),
    )
  }
  for (const row of rows.filter((each) => held.some((other) => other.id === each.id))) {
    expect(client.getQueryData(threadQuery(row.id).queryKey)?.thread).toEqual(row)
  }
})

test('a gone conversation says what it was joined into', () => {
  const client = aCache(held)
  applyPatch(client, me, { type: 'gone', threadId: '2', joinedInto: '1' })
  expect(client.getQueryData(goneQuery('2').queryKey)).toEqual({ joinedInto: '1' })
})

test('an entry goes into the timeline of its conversation alone', () => {
  const client = aCache(held)
  const item = anItem({ id: '0190a000-0000-7000-8000-000000000002', threadId: '1', minute: 5, seq: 2 })
  applyPatch(client, me, { type: 'item', item })
  applyPatch(client, me, { type: 'item', item: { ...item, threadId: '2' } })
  expect(itemsOf(client.getQueryData(timelineQuery('1').queryKey)).map((each) => each.id)).toEqual([
    '0190a000-0000-7000-8000-000000000001',
    item.id,
  ])
})

test('who takes conversations is patched wherever it is held, and nothing is asked anew', () => {
  const client = new QueryClient()
  const { userId: _, ...away } = someAvailability({ userId: '2', availability: 'away', switch: 'away' })
  const colleagues = ['1', '2'].map((id) => ({ id, availability: 'available', availableUntil: null }))
  client.setQueryData(['overview'], { colleagues })
  client.setQueryData(['availability'], someAvailability({ userId: me }))
  client.setQueryData(['team-management'], {
    users: [
      { id: me, open: 3 },
      { id: '2', open: 4 },
    ],
  })
  applyPatch(client, me, { type: 'availability', userId: '2', ...away })
  expect(client.getQueryData(['overview'])).toEqual({
    colleagues: [colleagues[0], { id: '2', availability: 'away', availableUntil: away.until }],
  })
  expect(client.getQueryData(['availability'])).toEqual(someAvailability({ userId: me }))
  expect(client.getQueryData(['team-management'])).toEqual({
    users: [
      { id: me, open: 3 },
      { id: '2', open: 4, ...away },
    ],
  })
  const own = someAvailability({ userId: me, availability: 'outside-hours', until: '2026-11-25T08:00:00.000Z' })
  applyPatch(client, me, { type: 'availability', ...own })
  expect(client.getQueryData(['availability'])).toEqual(own)
  expect(
    client
      .getQueryCache()
      .getAll()
      .some((query) => query.state.isInvalidated),
  ).toBe(false)
})

test('an answer that was on its way when a patch came gets the patch too', async () => {
  const client = new QueryClient()
  const replay = replayPatchesOnFetches(client, me)
  const { promise, resolve } = Promise.withResolvers<ThreadPage>()
  const filter: ListFilter = { view: 'open', inboxId: null }
  const fetching = client.fetchInfiniteQuery({ ...threadsQuery(filter), queryFn: () => promise })

  const closed = threadPatch(aRow({ id: '1', minute: 50, seq: 2, status: 'closed' }))
  for (const patch of [closed, threadPatch(fresh)]) {
    replay.remember(patch)
    applyPatch(client, me, patch)
  }
  resolve({ results: fetched(held, filter) })
  await fetching
  replay.stop()
  expect(rowsOf(client.getQueryData(threadsQuery(filter).queryKey)).map((row) => row.id)).toEqual(['9', '2', '3', '5'])
})

function changed(id: string, change: Partial<MyThreadRow>): { patch: Patch; rows: MyThreadRow[] } {
  const rows = held.map((row) => (row.id === id ? { ...row, ...change } : row))
  const row = rows.find((each) => each.id === id)
  if (!row) throw new Error(`no row ${id}`)
  return { patch: threadPatch(row), rows }
}

import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { applyPatch } from './apply-patch.ts'
import { aList, anItem, anOverview, aRow, aTimeline, someDetails } from './factories.test-support.ts'
import { forgetUnseen } from './forget-unseen.ts'
import { replayPatchesOnFetches } from './patch-replay.ts'
import { goneQuery, overviewQuery, threadQuery, threadsQuery, timelineQuery } from './queries.ts'
import { rowsOf } from './thread-list.ts'
import type { Patch } from './types.ts'
import { watchSight } from './watch-sight.ts'

const support = aRow({ id: '1', minute: 50, inboxIds: ['10'] })
const both = aRow({ id: '2', minute: 40, inboxIds: ['11', '10'] })
const sales = aRow({ id: '3', minute: 30, inboxIds: ['11'] })
const all = [support, both, sales]
const everyOpen = threadsQuery({ view: 'open', inboxId: null }).queryKey
const openInSales = threadsQuery({ view: 'open', inboxId: '11' }).queryKey
const lost: Patch = { type: 'access-lost', inboxIds: ['11'] }

function aCache(): QueryClient {
  const client = new QueryClient()
  client.setQueryData(overviewQuery.queryKey, anOverview({ '10': 'Support', '11': 'Sales' }))
  client.setQueryData(everyOpen, aList(all))
  client.setQueryData(openInSales, aList([both, sales]))
  for (const row of all) {
    const other = { id: '3', subject: 'Price', status: 'open' as const, latestMessageAt: sales.latestMessageAt }
    client.setQueryData(threadQuery(row.id).queryKey, { ...someDetails(row), otherThreads: [other] })
    client.setQueryData(
      timelineQuery(row.id).queryKey,
      aTimeline([[anItem({ threadId: row.id, text: `text ${row.id}` })]]),
    )
  }
  return client
}

const heldIn = (client: QueryClient) =>
  JSON.stringify(
    client
      .getQueryCache()
      .getAll()
      .filter(({ queryKey }) => !['gone', 'lostInbox'].includes(String(queryKey[0])))
      .map(({ queryKey, state }) => [queryKey, state.data]),
  )

test('abuse-34 what only the lost inbox showed is forgotten, what another shows too stays', () => {
  const client = aCache()
  applyPatch(client, '1', lost)
  expect(rowsOf(client.getQueryData(everyOpen)).map(({ id }) => id)).toEqual(['1', '2'])
  expect(client.getQueryData(openInSales)).toBeUndefined()
  expect(client.getQueryData(threadQuery('2').queryKey)?.thread.id).toBe('2')
  expect(client.getQueryData(timelineQuery('3').queryKey)).toBeUndefined()
  const held = heldIn(client)
  for (const secret of ['text 3', 'Price', 'Sales']) expect(held).not.toContain(secret)
  expect(client.getQueryData(goneQuery('3').queryKey)).toEqual({ joinedInto: null, lostInbox: 'Sales' })
})

test('abuse-34 an answer that was asked before and arrives after brings nothing back', async () => {
  const client = aCache()
  const replay = replayPatchesOnFetches(client, '1')
  const answers = { overview: Promise.withResolvers<unknown>(), threads: Promise.withResolvers<unknown>() }
  const overview = client.fetchQuery({
    queryKey: overviewQuery.queryKey,
    queryFn: () => answers.overview.promise as never,
  })
  const threads = client.fetchQuery({ queryKey: everyOpen, queryFn: () => answers.threads.promise as never })
  replay.remember(lost)
  applyPatch(client, '1', lost)
  answers.overview.resolve(anOverview({ '10': 'Support', '11': 'Sales' }))
  await overview
  answers.threads.resolve(aList(all))
  await threads
  replay.stop()
  expect(rowsOf(client.getQueryData(everyOpen)).map(({ id }) => id)).toEqual(['1', '2'])
  expect(heldIn(client)).not.toContain('Sales')
})

test('abuse-34 what was lost while nobody listened goes with the next overview, and is said', async () => {
  const client = aCache()
  let forgotten = 0
  const stop = watchSight(client, () => {
    forgotten += 1
  })
  const ask = (names: Record<string, string>) =>
    client.fetchQuery({ queryKey: overviewQuery.queryKey, queryFn: async () => anOverview(names), staleTime: 0 })
  await ask({ '10': 'Support', '11': 'Sales' })
  expect(forgotten).toBe(0)
  await ask({ '10': 'Support' })
  stop()
  expect(forgotten).toBe(1)
  expect(heldIn(client)).not.toMatch(/text 3|Price|Sales/)
  expect(client.getQueryData(goneQuery('3').queryKey)?.lostInbox).toBe('Sales')
})

test('nothing is touched where everything is in sight', () => {
  const client = aCache()
  const before = heldIn(client)
  expect(forgetUnseen(client, { visible: new Set(['10', '11']), before: undefined })).toBe(false)
  expect(heldIn(client)).toBe(before)
})

test('who is given access again asks for the conversation anew instead of saying that it is gone', () => {
  const client = aCache()
  applyPatch(client, '1', lost)
  applyPatch(client, '1', { type: 'access-gained', inboxIds: ['11'] })
  expect(client.getQueryData(goneQuery('3').queryKey)).toBeNull()
})

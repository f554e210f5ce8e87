import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ClientFrame, ServerFrame } from '../../shared/api/realtime.ts'
import { aRow } from '../../web/data/factories.test-support.ts'
import { type ListFilter, threadsQuery } from '../../web/data/queries.ts'
import { followStream } from '../../web/data/stream.ts'
import { compareRows, rowBelongsTo, rowsOf } from '../../web/data/thread-list.ts'
import type { MyThreadRow, Patch } from '../../web/data/types.ts'

const me = '1'
const filters: ListFilter[] = (['open', 'mine', 'unassigned', 'closed'] as const).map((view) => ({
  view,
  inboxId: null,
}))
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A server of the stream that keeps every patch, replays from a cursor, and can be told to drop its connections. */
async function aStreamServer() {
  const rows = new Map<string, MyThreadRow>()
  const patches: Patch[] = []
  const live = new Set<WebSocket>()
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  closing.push(() => server.close())
  const tell = (socket: WebSocket, frame: ServerFrame) => socket.send(JSON.stringify(frame))
  server.on('connection', (socket) => {
    socket.on('close', () => live.delete(socket))
    socket.on('message', (data) => {
      const { after } = JSON.parse(String(data)) as ClientFrame
      const from = after === null ? patches.length : Number(after)
      if (from < patches.length) {
        tell(socket, { type: 'patches', cursor: String(patches.length), patches: patches.slice(from) })
      }
      tell(socket, { type: 'ready', cursor: String(patches.length) })
      live.add(socket)
    })
  })
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => live.size,
    list: (filter: ListFilter) =>
      [...rows.values()].filter((row) => rowBelongsTo(filter, me, row)).toSorted(compareRows),
    change: (row: MyThreadRow) => {
      rows.set(row.id, row)
      const { readSeq, hasDraft, draftSnippet, ...shared } = row
      patches.push({ type: 'thread', row: shared, readSeq, hasDraft, draftSnippet })
      const frame: ServerFrame = { type: 'patches', cursor: String(patches.length), patches: patches.slice(-1) }
      for (const socket of live) tell(socket, frame)
    },
    drop: () => {
      for (const socket of live) socket.terminate()
    },
  }
}

test('after 200 lost connections while mail arrives, every list equals a fresh fetch', async () => {
  const server = await aStreamServer()
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  for (const filter of filters) {
    const observer = new InfiniteQueryObserver(client, {
      ...threadsQuery(filter),
      queryFn: async () => ({ results: server.list(filter) }),
    })
    closing.push(observer.subscribe(() => {}))
  }
  const stream = followStream({
    client,
    userId: me,
    url: server.url,
    onLive: () => {},
    // The waits are tested apart; here they would only make the test long.
    onBroken: () => setTimeout(() => stream.retryNow(), 1),
    onSignedOut: () => {},
  })
  closing.push(stream.stop)
  await expect.poll(() => server.connections()).toBe(1)

  let seed = 7
  const chance = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  for (let dropped = 0; dropped < 200; dropped += 1) {
    for (let i = 0; i < 3; i += 1) {
      const id = String(chance(40) + 1)
      const held = server.list({ view: 'open', inboxId: null }).find((row) => row.id === id)
      server.change(
        aRow({
          id,
          seq: 1000 + dropped * 3 + i,
          minute: held && chance(2) ? 0 : dropped,
          status: chance(3) ? 'open' : 'closed',
          assigneeId: [null, me, '2'][chance(3)] ?? null,
        }),
      )
    }
    server.drop()
    if (dropped % 4 === 0) await expect.poll(() => server.connections(), { interval: 1 }).toBe(1)
  }

  for (const filter of filters) {
    await expect.poll(() => rowsOf(client.getQueryData(threadsQuery(filter).queryKey))).toEqual(server.list(filter))
  }
})

test('a session that is over ends the stream instead of trying for ever', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  closing.push(() => server.close())
  server.on('connection', (socket) => socket.close(4401))
  const { promise, resolve } = Promise.withResolvers<string>()
  const stream = followStream({
    client: new QueryClient(),
    userId: me,
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    onLive: () => {},
    onBroken: () => resolve('tries again'),
    onSignedOut: () => resolve('signed out'),
  })
  closing.push(stream.stop)
  expect(await promise).toBe('signed out')
})

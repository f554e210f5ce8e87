import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, connect as dial, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { beatEveryMs } from '../../shared/api/realtime.ts'
import { threadsQuery } from '../../web/data/queries.ts'
import { followStream } from '../../web/data/stream.ts'
import { rowsOf } from '../../web/data/thread-list.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { admin, origin } = samtale
const queryKey = threadsQuery({ view: 'open', inboxId: null }).queryKey

/** Stands for the browser's WebSocket, which sends the cookie and the origin by itself. */
class SignedInSocket extends WebSocket {
  constructor(address: string) {
    super(address, { headers: { cookie: admin.cookie(), origin } })
    this.on('error', () => {})
  }
}

// The server's beats and the wall clock are turned by hand; sockets, database and the waits of the client are real.
beforeEach(() => {
  vi.stubGlobal('WebSocket', SignedInSocket)
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now: Date.now() })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A way to the server on which nothing comes through any more once it is frozen, and no side hears that it ended. */
async function aProxy() {
  const carrying = new Set<Socket>()
  let accepted = 0
  const server = createServer((near) => {
    accepted += 1
    const far = dial(Number(new URL(origin).port), '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      carrying.add(from)
      from.on('data', (data) => carrying.has(from) && to.write(data))
      from.on('end', () => carrying.has(from) && to.end())
      from.on('error', () => {})
    }
    onTestFinished(() => {
      near.destroy()
      far.destroy()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/api/realtime`,
    freeze: () => carrying.clear(),
    accepted: () => accepted,
  }
}

async function aBrowser({ silentAfterMs }: { silentAfterMs?: number } = {}) {
  const proxy = await aProxy()
  const client = new QueryClient()
  client.setQueryData(queryKey, { pages: [{ results: [] }], pageParams: [null] })
  let live = 0
  let broken = 0
  const stream = followStream({
    client,
    userId: samtale.account.userId,
    url: proxy.url,
    ...(silentAfterMs === undefined ? {} : { silentAfterMs }),
    onLive: () => {
      live += 1
    },
    onBroken: () => {
      broken += 1
    },
    onSignedOut: () => {},
  })
  onTestFinished(stream.stop)
  await expect.poll(() => live).toBe(1)
  const names = () => rowsOf(client.getQueryData(queryKey)).map((row) => row.contact.name)
  return { proxy, stream, names, live: () => live, broken: () => broken }
}

const mailFrom = async (name: string) => {
  await samtale.deliver(aMail({ from: `${name} <${name.split(' ')[0]?.toLowerCase()}@nordmark.example>` }))
}

test('a connection that dies without a word is given up after a silence, and what was missed comes', async () => {
  const browser = await aBrowser({ silentAfterMs: 800 })
  await mailFrom('Before Bakke')
  await expect.poll(browser.names).toEqual(['Before Bakke'])
  browser.proxy.freeze()
  // The frozen connection carries nothing any more: what comes has come by another.
  await mailFrom('Missed Moe')
  await expect.poll(browser.names, { timeout: 10_000 }).toEqual(['Missed Moe', 'Before Bakke'])
  expect(browser.broken()).toBeGreaterThan(0)
})

test('a server that has nothing to say beats, so that its silence means something', async () => {
  const browser = await aBrowser({ silentAfterMs: 4000 })
  for (let beats = 0; beats < 5; beats += 1) {
    await sleep(1000)
    vi.advanceTimersByTime(beatEveryMs)
  }
  expect(browser.broken()).toBe(0)
  expect(browser.proxy.accepted()).toBe(1)
})

test('a device that slept through the beats connects anew at once; one that was only looked away from does not', async () => {
  const browser = await aBrowser()
  browser.stream.wake()
  expect(browser.broken()).toBe(0)
  browser.proxy.freeze()
  vi.setSystemTime(Date.now() + 2 * beatEveryMs)
  browser.stream.wake()
  expect(browser.broken()).toBe(1)
  await expect.poll(browser.live).toBe(2)
  await mailFrom('Awake Aas')
  await expect.poll(() => browser.names()[0]).toBe('Awake Aas')
})

import { agentHeaders, openAgents, realtimeUrl } from '../agents.ts'
import type { Figure } from '../figures.ts'
import { openHttpClient } from '../http-client.ts'
import { median } from '../numbers.ts'
import type { Plan } from '../plan.ts'
import { endProcess, residentKiB, startHelper } from '../processes.ts'
import { receiveThreads } from '../receive-threads.ts'
import { type BenchAccount, openBenchAccount, type Samtale, startSamtale } from '../samtale.ts'

/**
 * One change told to a thousand agents: from the request that makes it to the last socket. The floor sends a message of
 * about the size of the frame, from a process of its own, to as many sockets that do nothing else.
 */
export async function measureSockets(plan: Plan): Promise<Figure[]> {
  const count = plan.isQuick ? 200 : 1000
  const rounds = plan.isQuick ? 5 : 20
  const samtale = await startSamtale()
  const floor = await startHelper<{ socketPort: number }>(new URL('../floors/fan-out.ts', import.meta.url), [])
  try {
    const account = await openBenchAccount(samtale, count)
    const headers = account.cookies.map((cookie) => agentHeaders(samtale.address, cookie))
    const threadId = await firstThread(samtale, account)
    const before = residentKiB(samtale.pid)
    const ours = await openAgents(realtimeUrl(samtale.address), headers, {
      hello: '{"after":null}',
      thing: '{"type":"patches"',
    })
    const bare = await openAgents(
      new URL(`ws://127.0.0.1:${floor.ready.socketPort}`),
      headers.map(() => ({})),
      { thing: '{"type":"patches"' },
    )
    const perSocket = (residentKiB(samtale.pid) - before) / count
    const client = openHttpClient(samtale.address, { authorization: `Bearer ${account.token}` })
    const text = JSON.stringify({ type: 'patches', cursor: 'x'.repeat(60), patches: ['x'.repeat(1300)] })
    const runs = { ours: [] as number[], bare: [] as number[] }
    for (let run = 0; run < plan.runs; run++) {
      const times = { ours: [] as number[], bare: [] as number[] }
      for (let round = 0; round < rounds; round++) {
        const told = bare.received(1)
        const toldAt = performance.now()
        floor.child.send({ text })
        times.bare.push((await told) - toldAt)
        const seen = ours.received(1)
        const askedAt = performance.now()
        const status = round % 2 === 0 ? 'CLOSED' : 'OPEN'
        await client.send('PATCH', `/conversations/v3/conversations/threads/${threadId}`, { status })
        times.ours.push((await seen) - askedAt)
      }
      runs.ours.push(median(times.ours))
      runs.bare.push(median(times.bare))
    }
    client.close()
    ours.close()
    bare.close()
    const floorMs = median(runs.bare)
    return [
      {
        what: `one change, from its request to the last of ${count} sockets, p50`,
        value: median(runs.ours),
        unit: 'ms',
        floor: floorMs,
        goal: '≤ 2 × bare ws',
        limit: 2 * floorMs,
        better: 'less',
      },
      {
        what: `memory for each of ${count} open browsers (resident, nothing collected)`,
        value: perSocket,
        unit: 'KiB',
        goal: '≤ 40 KiB',
        limit: 40,
        better: 'less',
      },
    ]
  } finally {
    await endProcess(floor.child)
    await samtale.remove()
  }
}

/** A conversation, made by a mail as any is. */
async function firstThread(samtale: Samtale, account: BenchAccount): Promise<string> {
  const [threadId = ''] = await receiveThreads(samtale, account, 1)
  return threadId
}

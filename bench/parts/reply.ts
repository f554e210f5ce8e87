import type { Figure } from '../figures.ts'
import { openHttpClient, rateOf } from '../http-client.ts'
import { median, percentile } from '../numbers.ts'
import type { Plan } from '../plan.ts'
import { receiveThreads } from '../receive-threads.ts'
import { type Relay, startRelay } from '../relay.ts'
import { openBenchAccount, startSamtale } from '../samtale.ts'

/** From a posted reply to the whole mail at the relay; and how many replies a second leave. */
export async function measureReply(plan: Plan): Promise<Figure[]> {
  const relay = await startRelay()
  const samtale = await startSamtale({ env: { SMTP_URL: relay.url } })
  try {
    const account = await openBenchAccount(samtale)
    // Agents answer different conversations: two replies to one wait for each other.
    const threadIds = await receiveThreads(samtale, account, 100)
    const channel = await samtale.database.db
      .selectFrom('channel_account')
      .select('id')
      .where('account_id', '=', account.accountId)
      .executeTakeFirstOrThrow()
    let posted = 0
    const client = openHttpClient(samtale.address, { authorization: `Bearer ${account.token}` }, 8)
    const post = () =>
      client.send(
        'POST',
        `/conversations/v3/conversations/threads/${threadIds[posted++ % threadIds.length]}/messages`,
        {
          type: 'MESSAGE',
          text: 'Hei, varmepumpen er på vei og kommer på torsdag. '.repeat(8),
          senderActorId: `A-${account.userId}`,
          channelId: '1002',
          channelAccountId: channel.id,
          recipients: [{ deliveryIdentifiers: [{ type: 'HS_EMAIL_ADDRESS', value: 'kari@customer.example' }] }],
        },
      )
    const runs: { p50: number; p99: number; rate: number }[] = []
    await timesToRelay(relay, post, 30)
    for (let run = 0; run < plan.runs; run++) {
      const times = await timesToRelay(relay, post, plan.isQuick ? 30 : 150)
      const count = plan.isQuick ? 100 : 600
      const all = relay.received(count)
      const begunAt = performance.now()
      await rateOf(8, count, post)
      const rate = (count * 1000) / ((await all) - begunAt)
      runs.push({ p50: median(times), p99: percentile(times, 99), rate })
    }
    client.close()
    const of = (key: 'p50' | 'p99' | 'rate') => median(runs.map((run) => run[key]))
    const what = 'reply posted → whole mail at the relay'
    return [
      { what: `${what}, p50`, value: of('p50'), unit: 'ms', goal: '≤ 20 ms', limit: 20, better: 'less' },
      { what: `${what}, p99`, value: of('p99'), unit: 'ms', goal: '≤ 100 ms', limit: 100, better: 'less' },
      { what: `${what}, sustained`, value: of('rate'), unit: '/s', goal: '≥ 150/s', limit: 150, better: 'more' },
    ]
  } finally {
    await samtale.remove()
    await relay.close()
  }
}

async function timesToRelay(relay: Relay, post: () => Promise<unknown>, count: number): Promise<number[]> {
  const times: number[] = []
  for (let number = 0; number < count; number++) {
    const there = relay.received(1)
    const begunAt = performance.now()
    await post()
    times.push((await there) - begunAt)
  }
  return times
}

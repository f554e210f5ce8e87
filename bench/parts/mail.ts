import { sql } from 'kysely'
import { type Agents, agentHeaders, openAgents, realtimeUrl } from '../agents.ts'
import type { Figure } from '../figures.ts'
import { median, percentile } from '../numbers.ts'
import type { Plan } from '../plan.ts'
import { endProcess, startHelper } from '../processes.ts'
import { openBenchAccount, startSamtale } from '../samtale.ts'
import { benchMail, type OutMail, openSmtpSession, sendAll } from '../smtp-sender.ts'
import { sendBySmtpSource } from '../smtp-source.ts'

/** A mail server with agents behind it: Samtale, or the pipeline floor. */
type Target = { smtpPort: number; mailAddress: string; agents: Agents }

const agentCount = 20
const senders = 4

/** From SMTP to the agents' sockets: rates and latencies, beside the shortest honest pipeline and a bare SMTP server. */
export async function measureMail(plan: Plan): Promise<Figure[]> {
  const samtale = await startSamtale()
  try {
    const account = await openBenchAccount(samtale, agentCount)
    await sql`create database floor`.execute(samtale.database.db)
    const floorUrl = new URL(samtale.database.url)
    floorUrl.pathname = '/floor'
    const pipeline = await startHelper<{ smtpPort: number; socketPort: number }>(
      new URL('../floors/pipeline.ts', import.meta.url),
      [floorUrl.href],
    )
    const discard = await startHelper<{ smtpPort: number }>(new URL('../floors/discard.ts', import.meta.url), [])
    const ours: Target = {
      smtpPort: samtale.smtpPort,
      mailAddress: account.mailAddress,
      agents: await openAgents(
        realtimeUrl(samtale.address),
        account.cookies.map((cookie) => agentHeaders(samtale.address, cookie)),
        { hello: '{"after":null}', thing: '{"type":"item"' },
      ),
    }
    const floor: Target = {
      smtpPort: pipeline.ready.smtpPort,
      mailAddress: 'a@localhost',
      agents: await openAgents(
        new URL(`ws://127.0.0.1:${pipeline.ready.socketPort}`),
        account.cookies.map(() => ({})),
        { thing: '"message.created"' },
      ),
    }
    const figures = [
      ...(await measureLatency(plan, ours, floor)),
      ...(await measureRates(plan, ours, floor, discard.ready.smtpPort)),
      ...(await measureBySmtpSource(plan, ours)),
    ]
    ours.agents.close()
    floor.agents.close()
    await Promise.all([endProcess(pipeline.child), endProcess(discard.child)])
    return figures
  } finally {
    await samtale.remove()
  }
}

async function measureRates(plan: Plan, ours: Target, floor: Target, discardPort: number): Promise<Figure[]> {
  const count = plan.isQuick ? 400 : 3000
  const kept = { ours: [] as number[], floor: [] as number[] }
  const fresh = { ours: [] as number[], floor: [] as number[] }
  // What is compiled on the first mails is not the rate of the rest.
  await rateOf(ours, 300, true)
  await rateOf(floor, 300, true)
  for (let run = 0; run < plan.runs; run++) {
    kept.floor.push(await rateOf(floor, count, true))
    kept.ours.push(await rateOf(ours, count, true))
    fresh.floor.push(await discardRate(discardPort, count))
    fresh.ours.push(await rateOf(ours, count, false))
  }
  const keptFloor = median(kept.floor)
  const freshFloor = median(fresh.floor)
  return [
    {
      what: `mails accepted, stored and on ${agentCount} sockets, ${senders} kept-open connections, 2 KB`,
      value: median(kept.ours),
      unit: '/s',
      floor: keptFloor,
      goal: '≥ 0.35 × pipeline',
      limit: 0.35 * keptFloor,
      better: 'more',
    },
    {
      what: `the same, a new connection for each, ${senders} senders (floor: bare smtp-server)`,
      value: median(fresh.ours),
      unit: '/s',
      floor: freshFloor,
      goal: '≥ 0.25 × floor',
      limit: 0.25 * freshFloor,
      better: 'more',
    },
  ]
}

async function rateOf({ smtpPort, mailAddress, agents }: Target, count: number, keepsOpen: boolean): Promise<number> {
  const begunAt = performance.now()
  const received = agents.received(count)
  await sendAll(smtpPort, benchMails(count, mailAddress), senders, keepsOpen)
  return (count * 1000) / ((await received) - begunAt)
}

async function discardRate(smtpPort: number, count: number): Promise<number> {
  const begunAt = performance.now()
  await sendAll(smtpPort, benchMails(count, 'a@localhost'), senders, false)
  return (count * 1000) / (performance.now() - begunAt)
}

/** The same load by a program that is not ours: where it is far from our own sender's figure, that one is to be doubted. */
async function measureBySmtpSource(plan: Plan, ours: Target): Promise<Figure[]> {
  const count = plan.isQuick ? 400 : 3000
  const figures: Figure[] = []
  for (const keepsOpen of [true, false]) {
    const rates: number[] = []
    for (let run = 0; run < plan.runs; run++) {
      const begunAt = performance.now()
      const received = ours.agents.received(count)
      if (!(await sendBySmtpSource(ours.smtpPort, ours.mailAddress, { count, sessions: senders, keepsOpen }))) break
      rates.push((count * 1000) / ((await received) - begunAt))
    }
    const isMeasured = rates.length > 0
    figures.push({
      what: `the same, sent by smtp-source, ${keepsOpen ? 'kept-open connections' : 'a new connection for each'}`,
      value: isMeasured ? median(rates) : null,
      unit: isMeasured ? '/s' : 'smtp-source is not installed (Debian: postfix)',
      goal: '',
      limit: null,
      better: 'more',
    })
  }
  return figures
}

let batches = 0

function* benchMails(count: number, to: string): Generator<OutMail> {
  const batch = ++batches
  for (let number = 0; number < count; number++) yield benchMail(`batch-${batch}-${number}-`, number, to)
}

async function measureLatency(plan: Plan, ours: Target, floor: Target): Promise<Figure[]> {
  const count = plan.isQuick ? 60 : 300
  const runs = { ours: [] as Latency[], floor: [] as Latency[] }
  for (let run = 0; run <= plan.runs; run++) {
    const [floorLatency, ourLatency] = [await latencyOf(floor, count), await latencyOf(ours, count)]
    // The first run warms both up.
    if (run === 0) continue
    runs.floor.push(floorLatency)
    runs.ours.push(ourLatency)
  }
  const of = (latencies: readonly Latency[], key: keyof Latency) => median(latencies.map((one) => one[key]))
  const line = (what: string, key: keyof Latency, goal: string, limit: number): Figure => ({
    what,
    value: of(runs.ours, key),
    unit: 'ms',
    floor: of(runs.floor, key),
    goal,
    limit,
    better: 'less',
  })
  return [
    line('end of data → 250, durable, p50', 'accepted50', '≤ 5 × floor', 5 * of(runs.floor, 'accepted50')),
    line('end of data → 250, durable, p99', 'accepted99', '≤ 5 × floor', 5 * of(runs.floor, 'accepted99')),
    line(`end of data → ${agentCount} sockets, p50`, 'seen50', '≤ 6 × floor', 6 * of(runs.floor, 'seen50')),
    line(`end of data → ${agentCount} sockets, p99`, 'seen99', '≤ 50 ms', 50),
  ]
}

type Latency = { accepted50: number; accepted99: number; seen50: number; seen99: number }

/** One mail at a time, each when the one before is on all sockets. */
async function latencyOf({ smtpPort, mailAddress, agents }: Target, count: number): Promise<Latency> {
  const session = await openSmtpSession(smtpPort)
  const accepted: number[] = []
  const seen: number[] = []
  for (const mail of benchMails(count, mailAddress)) {
    const mark = /Subject: (\S+)/.exec(mail.raw)?.[1] ?? ''
    const seenAt = agents.seen(mark)
    const { sentAt, acceptedAt } = await session.send(mail)
    accepted.push(acceptedAt - sentAt)
    seen.push((await seenAt) - sentAt)
  }
  await session.quit()
  return {
    accepted50: median(accepted),
    accepted99: percentile(accepted, 99),
    seen50: median(seen),
    seen99: percentile(seen, 99),
  }
}

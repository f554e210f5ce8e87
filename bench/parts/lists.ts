import pg from 'pg'
import { seedAccount } from '../../server/seed/seed-account.ts'
import type { Figure } from '../figures.ts'
import { openHttpClient, rateOf, timesOf } from '../http-client.ts'
import { median, percentile } from '../numbers.ts'
import type { Plan } from '../plan.ts'
import { type BenchAccount, openBenchAccount, type Samtale, startSamtale } from '../samtale.ts'

/** Lists and threads over HTTP in a small and a large account of one installation, and how fast the large one is filled. */
export async function measureLists(plan: Plan): Promise<Figure[]> {
  const samtale = await startSamtale()
  try {
    const small = await filled(samtale, plan, 10_000)
    const long = await longThreads(samtale, small.account)
    const ofSmall = await measureList(plan, samtale, small.account)
    const threads = await measureThreads(plan, samtale, small.account, long)
    const large = await filled(samtale, plan, plan.isQuick ? 50_000 : 1_000_000)
    const ofLarge = await measureList(plan, samtale, large.account)
    const name = large.conversations.toLocaleString('en')
    return [
      {
        what: `seed: ${name} conversations of 3 messages`,
        value: large.seconds,
        unit: 's',
        goal: plan.isQuick ? '' : '≤ 300 s',
        limit: plan.isQuick ? null : 300,
        better: 'less',
      },
      listFigure('list of 50 with unread flag, HTTP, 10,000 conversations, p95', ofSmall),
      listFigure(`list of 50 with unread flag, HTTP, ${name} conversations, p95`, ofLarge),
      {
        what: `the same, p50, ${name} beside 10,000 as floor`,
        value: ofLarge.p50,
        unit: 'ms',
        floor: ofSmall.p50,
        goal: '≤ 1.5 × 10,000',
        limit: 1.5 * ofSmall.p50,
        better: 'less',
      },
      {
        what: `lists by 10 clients at once, ${name} conversations`,
        value: ofLarge.rate,
        unit: '/s',
        goal: '≥ 1,250/s',
        limit: 1250,
        better: 'more',
      },
      ...threads,
    ]
  } finally {
    await samtale.remove()
  }
}

async function filled(samtale: Samtale, plan: Plan, conversations: number) {
  const account = await openBenchAccount(samtale)
  const { seconds } = await seedAccount(samtale.database.url, account.accountId, { conversations }, plan.onProgress)
  return { account, conversations, seconds }
}

type ListTimes = { p50: number; p95: number; floor95: number; rate: number }

async function measureList(plan: Plan, samtale: Samtale, account: BenchAccount): Promise<ListTimes> {
  const count = plan.isQuick ? 100 : 500
  const path = '/api/threads?view=open&limit=50'
  const headers = { cookie: account.cookies[0] ?? '' }
  const one = openHttpClient(samtale.address, headers)
  const ten = openHttpClient(samtale.address, headers, 10)
  const floor = new pg.Client({ connectionString: samtale.database.url })
  await floor.connect()
  const runs: ListTimes[] = []
  for (let run = 0; run < plan.runs; run++) {
    const floorTimes = await timesOf(count, () => bareList(floor, account))
    const times = await timesOf(count, () => one.get(path))
    const rate = await rateOf(10, count * 4, () => ten.get(path))
    runs.push({ p50: median(times), p95: percentile(times, 95), floor95: percentile(floorTimes, 95), rate })
  }
  await floor.end()
  one.close()
  ten.close()
  const of = (key: keyof ListTimes) => median(runs.map((run) => run[key]))
  return { p50: of('p50'), p95: of('p95'), floor95: of('floor95'), rate: of('rate') }
}

/** What the list asks at least: one page of one inbox by index, with the thread, its contact's name and the unread flag. */
function bareList(client: pg.Client, { accountId, inboxId, userId }: BenchAccount) {
  return client.query({
    name: 'bare-list',
    text: `select t.id, t.subject, t.snippet, t.status, t.assignee_user_id, t.latest_message_at, c.name,
        coalesce(r.seq, 0) < t.received_seq as unread
      from (
        select thread_id, latest_message_at from thread_inbox
        where account_id = $1 and inbox_id = $2 and status = 'open'
        order by latest_message_at desc, thread_id desc limit 50
      ) l
      join thread t on t.account_id = $1 and t.id = l.thread_id
      join contact c on c.account_id = $1 and c.id = t.contact_id
      left join thread_read r on r.account_id = $1 and r.user_id = $3 and r.thread_id = t.id
      order by l.latest_message_at desc, l.thread_id desc`,
    values: [accountId, inboxId, userId],
  })
}

function listFigure(what: string, { p95, floor95 }: ListTimes): Figure {
  const limit = 3 * floor95 + 3
  return { what, value: p95, unit: 'ms', floor: floor95, goal: '≤ 3 × bare SQL + 3 ms', limit, better: 'less' }
}

/** A conversation of 200 messages and one of 5,000. */
async function longThreads({ database }: Samtale, { accountId }: BenchAccount): Promise<[string, string]> {
  const ids: string[] = []
  for (const messages of [200, 5000]) {
    await seedAccount(database.url, accountId, { conversations: 1, messages, contacts: 1 })
    const newest = database.db.selectFrom('thread').select('id').where('account_id', '=', accountId)
    ids.push((await newest.orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()).id)
  }
  return [ids[0] ?? '', ids[1] ?? '']
}

async function measureThreads(
  plan: Plan,
  samtale: Samtale,
  account: BenchAccount,
  [short, long]: [string, string],
): Promise<Figure[]> {
  const client = openHttpClient(samtale.address, { cookie: account.cookies[0] ?? '' })
  const open = (id: string) =>
    timesOf(plan.isQuick ? 50 : 200, () => client.get(`/api/threads/${id}/timeline?limit=50`))
  const shorts: number[] = []
  const longs: number[] = []
  for (let run = 0; run < plan.runs; run++) {
    shorts.push(median(await open(short)))
    longs.push(median(await open(long)))
  }
  client.close()
  const ofShort = median(shorts)
  return [
    {
      what: 'open a thread, 50 of 200 messages, p50',
      value: ofShort,
      unit: 'ms',
      goal: '≤ 4 ms',
      limit: 4,
      better: 'less',
    },
    {
      what: 'open a thread, 50 of 5,000 messages, p50',
      value: median(longs),
      unit: 'ms',
      floor: ofShort,
      goal: '≤ 1.3 × 200',
      limit: 1.3 * ofShort,
      better: 'less',
    },
  ]
}

import { sql } from 'kysely'
import { foldCounts } from '../../server/conversation/counters.ts'
import { seedAccount } from '../../server/seed/seed-account.ts'
import type { Figure } from '../figures.ts'
import { type HttpClient, openHttpClient, timesOf } from '../http-client.ts'
import { median } from '../numbers.ts'
import type { Plan } from '../plan.ts'
import { type BenchAccount, openBenchAccount, type Samtale, startSamtale } from '../samtale.ts'

const people = 30
const inboxes = 200
const ofOneInbox = 5000

/**
 * List and counters of somebody who sees 1 of 200 inboxes, beside those of somebody whose account has that inbox alone:
 * the same conversations, as many colleagues. The others' inboxes must cost him nothing.
 */
export async function measureAccess(plan: Plan): Promise<Figure[]> {
  const samtale = await startSamtale()
  try {
    const alone = await openBenchAccount(samtale, people)
    await seedAccount(samtale.database.url, alone.accountId, { conversations: ofOneInbox }, plan.onProgress)
    const among = await openBenchAccount(samtale, people)
    const conversations = plan.isQuick ? 10_000 : 50_000
    await seedAccount(samtale.database.url, among.accountId, { conversations }, plan.onProgress)
    await spread(samtale, among)
    const paths = { list: '/api/threads?view=open&limit=50', 'overview with counters': '/api/inbox' }
    const clients = [clientOf(samtale, alone), clientOf(samtale, among)] as const
    const figures: Figure[] = []
    for (const [name, path] of Object.entries(paths)) figures.push(await compare(plan, name, path, clients))
    for (const client of clients) client.close()
    return figures
  } finally {
    await samtale.remove()
  }
}

/** The second of the account's people, an ordinary user. */
function clientOf({ address }: Samtale, { cookies }: BenchAccount): HttpClient {
  return openHttpClient(address, { cookie: cookies[1] ?? '' })
}

/** Both in turn, so that what else the machine does meets both alike. */
async function compare(
  plan: Plan,
  name: string,
  path: string,
  [alone, among]: readonly [HttpClient, HttpClient],
): Promise<Figure> {
  const times: { alone: number[]; among: number[] } = { alone: [], among: [] }
  for (let round = 0; round < plan.runs * 10; round++) {
    times.alone.push(...(await timesOf(plan.isQuick ? 10 : 50, () => alone.get(path))))
    times.among.push(...(await timesOf(plan.isQuick ? 10 : 50, () => among.get(path))))
  }
  const floor = median(times.alone)
  return {
    what: `${name}, HTTP, access to 1 of ${inboxes} inboxes beside the only one, p50`,
    value: median(times.among),
    unit: 'ms',
    floor,
    goal: '≤ 1.2 × the only one',
    limit: 1.2 * floor,
    better: 'less',
  }
}

/** 199 more inboxes with an address each, for half of the people each; of the conversations the first keeps its share. */
async function spread({ database }: Samtale, { accountId, inboxId }: BenchAccount): Promise<void> {
  await database.transaction(async (tx) => {
    await sql`
      insert into inbox (account_id, name, access)
      select ${accountId}::bigint, 'Inbox ' || n, 'specific' from generate_series(2, ${inboxes}::int) n`.execute(tx)
    await sql`
      insert into channel_account (account_id, inbox_id, channel_id, type, name, address)
      select account_id, id, 1002, 'fallback-email', name, 'i' || id || '@bench.example' from inbox
      where account_id = ${accountId} and id <> ${inboxId}`.execute(tx)
    // Everybody but the one who is measured.
    await sql`
      insert into inbox_access (account_id, inbox_id, user_id)
      select i.account_id, i.id, u.id from inbox i
      join (select account_id, id, row_number() over (order by id) as place from "user" where account_id = ${accountId}) u
        on u.account_id = i.account_id and u.place <> 2 and (u.place + i.id) % 2 = 0
      where i.account_id = ${accountId} and i.id <> ${inboxId}`.execute(tx)
    await sql`
      with other as (select array_agg(id order by id) as ids from inbox where account_id = ${accountId} and id <> ${inboxId}),
        numbered as (
          select id, row_number() over (order by id) as place, count(*) over () / ${ofOneInbox} as each_nth
          from thread where account_id = ${accountId}
        ),
        -- Every nth stays, old and new alike, so that as many of them are open.
        moving as (
          select id, other.ids[1 + place % ${inboxes - 1}] as to_id from numbered, other where place % each_nth <> 0
        )
      update thread t set inbox_id = m.to_id, inbox_ids = array[m.to_id]
      from moving m where t.account_id = ${accountId} and t.id = m.id`.execute(tx)
  })
  while ((await foldCounts(database.db)) > 0);
  for (const table of ['thread', 'thread_inbox', 'thread_count', 'inbox_access'])
    await sql`analyze ${sql.table(table)}`.execute(database.db)
}

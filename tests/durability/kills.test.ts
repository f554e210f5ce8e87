import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import {
  type ChildServer,
  inDatabase,
  type KillScope,
  openTestAccount,
  startChildServer,
} from '../harness/child-server.ts'
import { aMail } from '../harness/mails.ts'
import { openSmtp, type SmtpConnection } from '../harness/smtp-client.ts'
import { type Chance, chanceOf } from './chance.ts'
import { listInconsistencies } from './inconsistencies.ts'
import { isSoak, reportSoak, seed, tellProgress } from './soaking.ts'

const mails = 400
const kills = isSoak ? 20 : 4
const senders = 5
const scopes: readonly KillScope[] = ['server', 'database', 'everything', 'server']
const domain = 'nordmark.example'
const idOf = (number: number) => `burst-${number}@${domain}`

/** One mail of the burst: from one of 40 customers, some in the conversation of an earlier one, some large, some with files. */
function burstMail(chance: Chance, number: number, to: string): string {
  const customer = chance.below(40)
  const earlier = number > 40 && chance.oneIn(3) ? chance.below(number) : null
  const isLarge = chance.oneIn(25)
  return aMail({
    from: `Customer ${customer} <customer${customer}@${domain}>`,
    to,
    subject: `Burst ${number}`,
    messageId: idOf(number),
    // Beyond 256 KB the raw mail goes to the file store, and only its name into the row.
    text: isLarge
      ? `The log of the pump.\r\n${'E7 0000 pressure low\r\n'.repeat(15_000)}`
      : `Mail ${number} of the burst.`,
    ...(earlier === null ? {} : { references: `<${idOf(earlier)}>` }),
  })
}

type Burst = { acknowledged: Set<number>; answers: number; resent: number }

/**
 * Sends everything over several connections as mail servers do: what was not answered 250 is sent again, over a new
 * connection, until it is. One in seven senders gives up instead: that mail may be there or not.
 */
async function sendBurst(child: ChildServer, chance: Chance, to: string, burst: Burst): Promise<void> {
  const waiting = Array.from({ length: mails }, (_, number) => ({ number, mail: burstMail(chance, number, to) }))
  const send = async () => {
    let connection: SmtpConnection | null = null
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      for (;;) {
        try {
          connection ??= await openSmtp(child.smtpPort)
          const { code } = await connection.send(next.mail, { from: `sender@${domain}`, to })
          burst.answers += code === 250 ? 1 : 0
          if (code === 250) burst.acknowledged.add(next.number)
          if (code < 400) break
          await sleep(20)
        } catch {
          connection = null
          burst.resent++
          if (next.number % 7 === 0) break
          await sleep(20)
        }
      }
    }
    connection?.close()
  }
  await Promise.all(Array.from({ length: senders }, send))
}

/** Kills it each time another share of the burst is acknowledged, a few milliseconds later. */
async function killDuring(child: ChildServer, chance: Chance, burst: Burst): Promise<Record<KillScope, number>> {
  const done = { server: 0, database: 0, everything: 0 }
  for (let number = 0; number < kills; number++) {
    const share = mails / (kills + 1)
    const due = Math.floor(share * number + chance.below(share) + 1)
    await expect.poll(() => burst.acknowledged.size, { interval: 1, timeout: 60_000 }).toBeGreaterThanOrEqual(due)
    await sleep(chance.below(15))
    const scope = scopes[number % scopes.length] as KillScope
    await child.kill(scope)
    done[scope]++
    if (!child.isRunning()) await child.restart()
    tellProgress(`Kill ${number + 1} of ${kills}, ${burst.acknowledged.size} mails answered 250.`)
  }
  return done
}

test(
  `every mail that was answered 250 is there exactly once after ${kills} kills in a burst of ${mails}`,
  async () => {
    const chance = chanceOf(seed)
    const child = await startChildServer()
    const { fallbackAddress } = await inDatabase(child, openTestAccount)
    const burst: Burst = { acknowledged: new Set(), answers: 0, resent: 0 }
    const [, killed] = await Promise.all([
      sendBurst(child, chanceOf(seed + 1), fallbackAddress, burst),
      killDuring(child, chance, burst),
    ])

    await inDatabase(child, async ({ db }) => {
      const waiting = () => sql`select id from arrival where state = 'received' or is_checking`.execute(db)
      await expect.poll(async () => (await waiting()).rows.length, { timeout: 60_000 }).toBe(0)

      const { rows: stored } = await sql<{ id: string; times: number }>`
        select internet_message_id as id, count(*)::int as times from message where direction = 'incoming'
        group by 1`.execute(db)
      const times = new Map(stored.map((row) => [row.id, row.times]))
      const lost = [...burst.acknowledged].filter((number) => !times.has(idOf(number)))
      expect({ lost, doubled: stored.filter((row) => row.times > 1) }).toEqual({ lost: [], doubled: [] })

      // Each 250 is a delivery of its own that is kept, also that of a mail which was stored already.
      const { rows: arrivals } = await sql<{ kept: number; again: number }>`
        select count(*)::int as kept, (count(*) filter (where state = 'duplicate'))::int as again from arrival`.execute(
        db,
      )
      expect(arrivals[0]?.kept).toBeGreaterThanOrEqual(burst.answers)
      expect(await listInconsistencies(db)).toEqual([])
      reportSoak('Mails in a burst, killed by -9', {
        seed,
        'kills of the server alone': killed.server,
        'kills of PostgreSQL alone': killed.database,
        'kills of both': killed.everything,
        'mails sent': mails,
        'answered 250': burst.acknowledged.size,
        'tries that met a stopped server or a broken connection': burst.resent,
        'stored twice': 0,
        'answered 250 and lost': lost.length,
        'second deliveries recognised': arrivals[0]?.again ?? 0,
      })
    })
  },
  isSoak ? 900_000 : 120_000,
)

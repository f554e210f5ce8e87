import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createMailParser } from '../../server/mail/mail-parser.ts'
import { UnreadableMail } from '../../server/mail/unreadable-mail.ts'
import { chanceOf } from '../durability/chance.ts'
import { isSoak, reportSoak, seed, tellProgress } from '../durability/soaking.ts'
import { startSamtale } from '../harness/samtale.ts'
import { openSmtp } from '../harness/smtp-client.ts'
import { corpusFolder } from './measure-corpus.ts'
import { mutated } from './mutations.ts'

/**
 * Wild mail, broken further: 15 seconds in `npm test`, an hour in `npm run soak`, or SAMTALE_FUZZ_SECONDS. The seed is
 * fixed in `npm test`; SAMTALE_SOAK_SEED takes another. From our own mails where the corpus is not on this machine.
 */
const seconds = Number(process.env.SAMTALE_FUZZ_SECONDS ?? (isSoak ? 3_600 : 15))
const seeds = seedMails()

function seedMails(): Buffer[] {
  const corpus = corpusFolder()
  const folder = corpus ?? join(import.meta.dirname, 'eml')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.eml'))
    .toSorted()
    .map((name) => readFileSync(join(folder, name)))
}

/** What the parser says of a mail that lies beyond its limits. A crash, a hang or eaten memory is something else. */
function isFair(error: unknown): boolean {
  return (
    error instanceof UnreadableMail &&
    error.cause === undefined &&
    ['tooManyParts', 'tooDeep', 'malformed'].includes(error.reason)
  )
}

test(
  'abuse-13 broken mail is read, or refused for its size: no crash, no hang, no eaten memory',
  async () => {
    const parser = createMailParser({ threads: 2 })
    const chance = chanceOf(seed)
    const begun = performance.now()
    const failures: { number: number; how: string; error: string }[] = []
    let mails = 0
    let refused = 0
    const told = { at: begun }
    const readOne = async () => {
      while (performance.now() - begun < seconds * 1_000 && failures.length < 5) {
        const number = mails++
        const { mail, how } = mutated(seeds, chance)
        try {
          await parser.parse(mail)
        } catch (error) {
          refused++
          if (!isFair(error)) {
            const cause = error instanceof Error && error.cause instanceof Error ? error.cause.stack : ''
            failures.push({ number, how, error: `${error} ${cause}\n${mail.toString('base64').slice(0, 20_000)}` })
          }
        }
        if (performance.now() - told.at > 60_000) {
          told.at = performance.now()
          tellProgress(`fuzz: ${mails} mails, ${failures.length} failures`)
        }
      }
    }
    await Promise.all([readOne(), readOne(), readOne(), readOne()])
    await parser.close()
    process.stdout.write(
      `Fuzz: seed ${seed}, ${mails} broken mails read in ${seconds} s, ${refused} refused for their size.\n`,
    )
    reportSoak('broken mail', { mails, refused, failures: failures.length })
    expect(failures).toEqual([])
    expect(mails).toBeGreaterThan(seconds)
  },
  (seconds + 60) * 1_000,
)

test(
  'abuse-13 whatever is broken about a mail, its conversation appears, with the raw mail',
  async () => {
    const samtale = await startSamtale()
    const chance = chanceOf(seed + 1)
    const smtp = await openSmtp(samtale.smtpPort)
    const count = isSoak ? 2_000 : 60
    for (let i = 0; i < count; i++) {
      const { mail, how } = mutated(seeds, chance)
      const answer = await smtp.send(mail, { from: `fuzz${i}@sender.example`, to: samtale.account.fallbackAddress })
      expect(answer, `seed ${seed}, mail ${i}: ${how}`).toMatchObject({ code: 250 })
    }
    smtp.close()
    await samtale.settled()
    const { rows } = await sql<{ state: string; thread: string | null; messages: number }>`
    select a.state, a.thread_id as thread, a.message_id is not null and (r.bytes is not null or a.storage_key is not null) as "hasAll"
    from arrival a left join arrival_raw r on r.account_id = a.account_id and r.arrival_id = a.id
    where a.state not in ('stored', 'duplicate') or a.thread_id is null or a.message_id is null`.execute(
      samtale.database.db,
    )
    expect(rows, `seed ${seed}`).toEqual([])
    const arrivals = await sql<{ count: number }>`select count(*)::int as count from arrival`.execute(
      samtale.database.db,
    )
    expect(arrivals.rows).toEqual([{ count }])
  },
  isSoak ? 600_000 : 60_000,
)

import { deflateRawSync } from 'node:zlib'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { answerBudgets } from '../../server/conversation/automatic-answers.ts'
import { answersOf } from '../harness/answers-of.ts'
import { mailWithFiles } from '../harness/files.ts'
import { aMail } from '../harness/mails.ts'
import { type Samtale, startSamtale } from '../harness/samtale.ts'
import { openSmtp } from '../harness/smtp-client.ts'

/** 2,000 with SOAK=1. */
const mails = process.env.SOAK ? 2000 : 300

test('abuse-12 a burst from one address, from many, and to plus addresses is taken whole, and the inbox is usable meanwhile', async () => {
  const samtale = await startSamtale()
  const { fallbackAddress } = samtale.account
  const plusAddress = (number: number) => fallbackAddress.replace('@', `+spam${number}@`)
  let isOver = false
  const agent = (async () => {
    const answers = []
    while (!isOver) {
      answers.push(
        (await samtale.admin.get('/api/threads?limit=50')).status,
        (await samtale.admin.get('/api/inbox')).status,
      )
    }
    return answers
  })()
  const flood = async (part: number) => {
    const smtp = await openSmtp(samtale.smtpPort)
    const codes = []
    for (let number = part; number < mails; number += 4) {
      const from = number % 3 === 0 ? `mallory${number}@elsewhere.example` : 'mallory@elsewhere.example'
      const to = number % 5 === 0 ? plusAddress(number) : fallbackAddress
      codes.push((await smtp.send(aMail({ from, to, subject: `Buy ${number}` }), { from, to })).code)
    }
    smtp.close()
    return codes
  }
  const codes = (await Promise.all([0, 1, 2, 3].map(flood))).flat()
  await samtale.settled()
  isOver = true
  expect(new Set(codes)).toEqual(new Set([250]))
  expect(new Set(await agent)).toEqual(new Set([200]))
  expect(await samtale.counts()).toEqual({ threads: mails, messages: mails })
  const { rows } = await sql<{ contacts: number; leaving: number }>`
    select (select count(*) from contact)::int as contacts, (select count(*) from recipient)::int as leaving`.execute(
    samtale.database.db,
  )
  // Nothing is answered by itself, and one sender is one contact.
  expect(rows).toEqual([{ contacts: 1 + Math.ceil(mails / 3), leaving: 0 }])
  const { body } = await samtale.admin.get('/api/inbox')
  await expect.poll(async () => (await samtale.admin.get('/api/inbox')).body.counters.all.open).toBe(mails)
  expect(body.hasThreads).toBe(true)
})

test('abuse-12 one mail to a hundred of our plus addresses is one message; beyond a hundred recipients the rest must wait', async () => {
  const samtale = await startSamtale()
  const to = Array.from({ length: 105 }, (_, number) => samtale.account.fallbackAddress.replace('@', `+${number}@`))
  const answer = await samtale.deliver(aMail(), { to })
  expect(answer.code).toBe(250)
  expect(answer.recipients.map((reply) => reply.slice(0, 3))).toEqual([
    ...Array(100).fill('250'),
    ...Array(5).fill('452'),
  ])
  await samtale.settled()
  expect(await samtale.counts()).toEqual({ threads: 1, messages: 1 })
})

const megabyte = 1024 * 1024
const mallory = 'mallory@elsewhere.example'

/** What one sender throws: ordinary mails, and every twelfth one is made to cost. */
function aBomb(number: number): string {
  const kind = number % 12 === 0 ? (number / 12) % 3 : -1
  if (kind === 0) {
    const files = Array.from({ length: 40 }, (_, at) => ({
      name: `f${at}.txt`,
      type: 'text/plain',
      bytes: Buffer.alloc(2_000, 'a'),
    }))
    return mailWithFiles({ from: mallory, subject: `Files ${number}`, files })
  }
  if (kind === 1) {
    const levels = Array.from(
      { length: 500 },
      (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
    )
    return `From: ${mallory}\r\nSubject: Levels ${number}\r\nMIME-Version: 1.0\r\n${levels.join('')}Content-Type: text/plain\r\n\r\na\r\n`
  }
  if (kind === 2) {
    const files = [{ name: 'zeros.zip', type: 'application/zip', bytes: zeros }]
    return mailWithFiles({ from: mallory, subject: `Zeros ${number}`, files })
  }
  return aMail({ from: mallory, subject: `Buy ${number}` })
}

/** 64 MB of zeros, packed as a ZIP packs them. */
const zeros = deflateRawSync(Buffer.alloc(64 * megabyte))

/** Milliseconds from the first byte of a mail of somebody else's until his conversation is there, for each of `count`. */
async function timesToAppear(samtale: Samtale, name: string, count: number): Promise<number[]> {
  const times: number[] = []
  for (let number = 0; number < count; number++) {
    const from = `${name}${number}@nordmark.example`
    const begun = performance.now()
    expect((await samtale.deliver(aMail({ from, subject: from }), { from })).code).toBe(250)
    const isThere = async () => {
      const { rows } = await sql`select from thread where subject = ${from}`.execute(samtale.database.db)
      return rows.length
    }
    await expect.poll(isThere, { interval: 5, timeout: 60_000 }).toBe(1)
    times.push(performance.now() - begun)
  }
  return times.toSorted((a, b) => a - b)
}

async function flood(samtale: Samtale, mailOf: (number: number) => string, count: number): Promise<void> {
  const connections = [0, 1, 2, 3].map(async (part) => {
    const smtp = await openSmtp(samtale.smtpPort)
    for (let number = part; number < count; number += 4) {
      const answer = await smtp.send(mailOf(number), { from: mallory, to: samtale.account.fallbackAddress })
      expect(answer.code).toBe(250)
    }
    smtp.close()
  })
  await Promise.all(connections)
}

test('abuse-12 abuse-13 500 mails of one sender, bombs among them, and two machines that answer: others wait no longer, and each is answered once', async () => {
  const samtale = await startSamtale()
  const answer = await answersOf(samtale, samtale.account)
  // Modules are loaded and statements planned with the first mails.
  await timesToAppear(samtale, 'first', 5)
  // The floor: as many ordinary mails at once, on this machine as busy as it is.
  const ordinary = flood(samtale, (number) => aMail({ from: mallory, subject: `Hello ${number}` }), 200)
  const floor = median(await timesToAppear(samtale, 'floor', 8))
  await ordinary
  await samtale.settled()

  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 50)
  let isOver = false
  const machines = (async () => {
    for (let number = 0; !isOver; number++) {
      // Without a mark on what they write, and with new conversations all the time.
      const from = number % 2 === 0 ? 'left@machine.example' : 'right@machine.example'
      await samtale.deliver(aMail({ from, subject: `Re: ${number}` }), { from })
    }
  })()
  const begun = performance.now()
  const bombs = flood(samtale, aBomb, 500).then(() => performance.now() - begun)
  const times = await timesToAppear(samtale, 'under', 8)
  const duration = await bombs
  isOver = true
  await machines
  await samtale.settled()
  clearInterval(watch)

  expect(median(times)).toBeLessThan(10 * floor)
  expect(times.at(-1)).toBeLessThan(duration)
  expect(most - before).toBeLessThan(250 * megabyte)
  await answer()
  const { rows } = await sql<{ address: string; answers: number }>`
    select address, count(*)::int as answers from automatic_answer group by address`.execute(samtale.database.db)
  expect(rows.filter(({ answers }) => answers > answerBudgets.perHour)).toEqual([])
  expect(rows.length).toBeLessThanOrEqual(answerBudgets.perInboxAndHour)
  for (const address of ['left@machine.example', 'right@machine.example', mallory])
    expect(rows).toContainEqual({ address, answers: 1 })
}, 180_000)

const median = (times: readonly number[]) => times[Math.floor(times.length / 2)] ?? 0

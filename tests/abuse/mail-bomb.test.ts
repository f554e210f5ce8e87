import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSamtale } from '../harness/samtale.ts'
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

import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'
import { openSmtp } from '../harness/smtp-client.ts'
import { answering, type Conversation } from './answering.ts'
import { chanceOf } from './chance.ts'
import { isSoak, reportSoak, seed, tellProgress } from './soaking.ts'

const relay = await startScriptedSmtp()
afterAll(() => relay.close())
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url, API_RATE_LIMIT: '0' } })
const { admin, account } = samtale
const { db } = samtale.database
const { aConversation } = answering(samtale)
const address = account.fallbackAddress
const [channel] = (await admin.get(`/api/inboxes/${account.inboxId}/channels`, { expects: 200 })).body.results

const turn = (isOn: boolean) => admin.put(`/api/channels/${channel.id}/status`, { isOn }, { expects: 200 })
const settings = async () => (await admin.get(`/api/channels/${channel.id}`, { expects: 200 })).body

function post(thread: Conversation | undefined, to: string) {
  return admin.post(`/conversations/v3/conversations/threads/${thread?.id}/messages`, {
    type: 'MESSAGE',
    text: 'It is the sensor.',
    senderActorId: `A-${account.userId}`,
    channelId: '1002',
    channelAccountId: channel.id,
    recipients: { deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: to } },
  })
}

async function statesOf(messageIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ address: string; state: string }>`
    select address, state from recipient where message_id = any(${messageIds}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.address, row.state]))
}

test(
  'S51 the race: switched off while 100 replies are queued and 100 mails arrive, nothing is lost and nothing leaves after',
  async () => {
    const chance = chanceOf(seed)
    const rounds = isSoak ? 100 : 2
    const seen = { sent: 0, held: 0, refusedReplies: 0, stored: 0, refusedMails: 0 }
    for (let round = 0; round < rounds; round++) {
      // In turn: among the replies as they are written, and among the mails as they leave.
      const one = await race(`r${round}`, { step: round % 2 === 0 ? 'written' : 'offered', after: chance.below(80) })
      for (const key of Object.keys(seen) as (keyof typeof seen)[]) seen[key] += one[key]
      tellProgress(`round ${round + 1} of ${rounds}: ${JSON.stringify(one)}`)
    }
    expect(seen.held + seen.refusedReplies, 'the switch came in between').toBeGreaterThan(0)
    reportSoak('S51 the race', { seed, rounds, ...seen })
  },
  isSoak ? 3_600_000 : 120_000,
)

/** Over one connection: a server takes only so many from one place. */
async function fiveMails(lane: string) {
  const connection = await openSmtp(samtale.smtpPort)
  const answers = []
  for (let i = 0; i < 5; i++) {
    const from = `${lane}-${i}@nordmark.example`
    answers.push(await connection.send(aMail({ from, to: address }), { from, to: address }))
  }
  connection.close()
  return answers
}

type Moment = { step: 'written' | 'offered'; after: number }

/** 100 replies and 100 mails at once; the channel goes off when so many replies are written, or the relay was offered so many. */
async function race(name: string, { step, after }: Moment) {
  const threads: Conversation[] = []
  for (let i = 0; i < 5; i++) threads.push(await aConversation(`${name}-${i}@solvik.example`))
  const before = await samtale.counts()
  const moment = Promise.withResolvers<void>()
  const count = { written: 0, offered: 0 }
  const reach = (reached: Moment['step']) => {
    count[reached]++
    if (reached === step && count[reached] > after) moment.resolve()
  }
  relay.watch((at) => at === 'rcpt' && reach('offered'))
  const replies = Promise.all(
    Array.from({ length: 100 }, async (_, i) => {
      const to = `${name}-${i}@nordmark.example`
      const answer = await post(threads[i % threads.length], to)
      reach('written')
      return { to, answer }
    }),
  )
  const mails = Promise.all(Array.from({ length: 20 }, (_, lane) => fiveMails(`${name}-in-${lane}`)))
  await moment.promise
  await turn(false)
  // What had been allowed to leave when the switch was committed.
  const { rows } = await sql<{ address: string }>`
    select address from recipient where state in ('sending', 'sent') and address like ${`${name}-%`}`.execute(db)
  const allowed = new Set(rows.map((row) => row.address))
  const [answered, lanes] = await Promise.all([replies, mails])
  const delivered = lanes.flat()
  await samtale.settled()
  relay.watch(() => {})

  const took = (to: string) => relay.taken.filter((mail) => mail.to.includes(to)).length
  const accepted = answered.filter((one) => one.answer.status === 201)
  const refused = answered.filter((one) => one.answer.status !== 201)
  for (const one of refused) expect(one.answer).toMatchObject({ status: 400, body: { code: 'channelOff' } })
  const states = await statesOf(accepted.map((one) => one.answer.body.id))
  const left = accepted.filter((one) => states.get(one.to) === 'sent')
  const held = accepted.filter((one) => states.get(one.to) === 'held')
  expect(left.length + held.length).toBe(accepted.length)
  expect(left.filter((one) => !allowed.has(one.to)).map((one) => one.to)).toEqual([])
  for (const one of left) expect(took(one.to)).toBe(1)
  for (const one of [...held, ...refused]) expect(took(one.to)).toBe(0)

  const stored = delivered.filter((one) => one.code === 250).length
  const refusedMails = delivered.filter((one) => /^550[ -]5\.2\.1/.test(one.recipients[0] ?? '')).length
  expect(stored + refusedMails).toBe(100)
  const now = await samtale.counts()
  expect(now.threads - before.threads).toBe(stored)
  expect(await settings()).toMatchObject({ refused: refusedMails, held: held.length, isOn: false })

  await turn(true)
  await samtale.settled()
  for (const one of accepted) expect(took(one.to)).toBe(1)
  for (const one of refused) expect(took(one.to)).toBe(0)
  expect(new Set((await statesOf(accepted.map((one) => one.answer.body.id))).values())).toEqual(new Set(['sent']))
  return {
    sent: left.length,
    held: held.length,
    refusedReplies: refused.length,
    stored,
    refusedMails,
  }
}

import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { answerBudgets, takeAutomaticAnswer } from '../../server/conversation/automatic-answers.ts'
import { newUuid } from '../../server/platform/uuid.ts'
import { answersOf } from '../harness/answers-of.ts'
import { aMail } from '../harness/mails.ts'
import { aDeliveryReport } from '../harness/reports.ts'
import { startSamtale, startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'

/** Two installations; a post office between them carries what leaves each to the other, as `change` leaves it. */
async function twoInstallations(change: (raw: string) => string) {
  const office = await startScriptedSmtp()
  onTestFinished(() => office.close())
  const env = { SMTP_URL: office.url }
  const ours = await startSamtale({ env })
  const theirs = await startSamtale({ env, isEmpty: true })
  const other = await theirs.openAccount('Nordmark Eiendom')
  let carried = 0
  const carry = async () => {
    for (const mail of office.accepted.slice(carried)) {
      carried++
      const to = mail.to.filter((address) => /solvik-varme|nordmark-eiendom/.test(address))
      if (to.length === 0) continue
      const receiver = to.every((address) => address.includes('solvik-varme')) ? ours : theirs
      await receiver.deliver(change(mail.raw), { from: mail.from, to })
    }
    await Promise.all([ours.settled(), theirs.settled()])
  }
  return { ours, theirs, other, carry, leftOnes: () => office.accepted }
}

/** What an old gateway between the two leaves of our marks. */
const withoutMarks = (raw: string) => raw.replace(/^(?:Auto-Submitted|X-[\w-]+): .*(?:\r\n[ \t].*)*\r\n/gim, '')

test.each([
  { because: 'two instances that answer each other stop after one', change: (raw: string) => raw, most: 1 },
  { because: 'where every mark is lost on the way, after one each', change: withoutMarks, most: 2 },
  {
    because: 'unless the words alone say that a machine wrote them',
    change: withoutMarks,
    text: 'Takk for din henvendelse. Vi svarer så snart vi kan.',
    most: 1,
  },
])('pains-37 abuse-15 $because', async ({ change, text, most }) => {
  const { ours, theirs, other, carry, leftOnes } = await twoInstallations(change)
  const answerOurs = await answersOf(ours, ours.account, text)
  const answerTheirs = await answersOf(theirs, other, text)
  // They write to us, as to anybody.
  await theirs.deliver(aMail({ from: ours.account.fallbackAddress }), {
    from: ours.account.fallbackAddress,
    to: other.fallbackAddress,
  })
  await theirs.settled()
  let answers = 0
  let inARow = 0
  while (inARow < 2) {
    const given = (await answerTheirs()) + (await answerOurs())
    answers += given
    inARow = given === 0 ? inARow + 1 : 0
    await carry()
    expect(answers).toBeLessThanOrEqual(most)
  }
  expect(answers).toBe(most)
  expect(leftOnes()).toHaveLength(most)
  const [first] = leftOnes()
  expect(first?.raw).toMatch(/^Auto-Submitted: auto-replied\r$/m)
  expect(first?.raw).toMatch(/^X-Auto-Response-Suppress: All\r$/m)
  const admin = await theirs.signIn(other.email)
  const { body } = await admin.get('/api/threads', { expects: 200 })
  // It goes on waiting for a person, and nobody has taken it over.
  expect(body.results[0]).toMatchObject({ status: 'open', assigneeId: null, waitingSince: expect.any(String) })
})

const machines = await startSharedSamtale()
const answerMachines = await answersOf(machines, machines.account)
const to = machines.account.fallbackAddress

test.each([
  { because: 'a person gets one', mail: () => aMail({ from: 'hanne@solsiden.example' }), answers: 1 },
  {
    because: 'a mailer daemon gets none',
    mail: () => aMail({ from: 'mailer-daemon@mx.example', subject: 'Hello', text: 'Hello' }),
  },
  {
    because: 'a bounce gets none',
    mail: () =>
      aDeliveryReport({ action: 'failed', recipient: 'x@y.example', returned: null, to, from: 'kari@x.example' }),
  },
  { because: 'an out-of-office gets none', mail: () => aMail({ from: 'a@x.example', headers: ['X-Autoreply: yes'] }) },
  {
    because: 'one that only its words betray gets none',
    mail: () =>
      aMail({ from: 'b@x.example', text: 'Jeg er ute av kontoret til mandag. Ved hastesaker, kontakt sentralbordet.' }),
  },
  {
    because: 'a mailing list gets none',
    mail: () => aMail({ from: 'c@x.example', headers: ['List-Id: <l.x.example>', 'List-Post: <mailto:l@x.example>'] }),
  },
  { because: 'our own address in From gets none', mail: () => aMail({ from: to }) },
  { because: 'one of our people gets none', mail: () => aMail({ from: machines.account.email }) },
  { because: 'the null return path gets none', mail: () => aMail({ from: 'd@x.example' }), from: '' },
])('abuse-15 $because', async ({ mail, from = 'somebody@x.example', answers = 0 }) => {
  await machines.deliver(mail(), { from, to })
  await machines.settled()
  expect(await answerMachines()).toBe(answers)
})

const samtale = await startSharedSamtale()
const { accountId } = samtale.account
const { db } = samtale.database

/** Messages as they were received, made by the hundred: of a thread, from an address. */
async function addMessages(rows: readonly { threadId: string; address: string }[]): Promise<string[]> {
  const messages = rows.map((row) => ({ id: newUuid(), thread_id: row.threadId, from_address: row.address }))
  await sql`
    insert into message (account_id, id, thread_id, kind, direction, from_address, seq, may_answer)
    select ${accountId}::bigint, id, thread_id, 'message', 'incoming', from_address, 2, true
    from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as x (id uuid, thread_id bigint, from_address text)`.execute(
    db,
  )
  return messages.map(({ id }) => id)
}

async function threadsOf(count: number): Promise<string[]> {
  for (let at = 0; at < count; at++) await samtale.deliver(aMail({ from: `t${newUuid()}@nordmark.example` }))
  await samtale.settled()
  const { rows } = await sql<{
    id: string
  }>`select id from thread where account_id = ${accountId} order by id desc limit ${count}`.execute(db)
  return rows.map(({ id }) => id)
}

const take = (messageId: string) => samtale.database.transaction((tx) => takeAutomaticAnswer(tx, accountId, messageId))
const forget = () => sql`delete from automatic_answer where account_id = ${accountId}`.execute(db)

test('abuse-12 of many that ask at once for one sender one is given, plus parts or not; of 140 senders a hundred', async () => {
  const [threadId = ''] = await threadsOf(1)
  const one = await addMessages(
    Array.from({ length: 30 }, (_, at) => ({
      threadId,
      address: at % 2 ? `Mallory+${at}@x.example` : 'mallory@x.example',
    })),
  )
  const taken = await Promise.all(one.map(take))
  expect(taken.filter((refusal) => refusal === null)).toHaveLength(1)
  await forget()
  const many = await addMessages(Array.from({ length: 140 }, (_, at) => ({ threadId, address: `m${at}@x.example` })))
  const results = await Promise.all(many.map(take))
  expect(results.filter((refusal) => refusal === null)).toHaveLength(answerBudgets.perInboxAndHour)
  expect(new Set(results)).toEqual(new Set([null, 'perInboxAndHour']))
  await forget()
})

test('abuse-12 what is given is what a model of the budgets gives', async () => {
  const threads = await threadsOf(4)
  const minutes = fc.constantFrom(1, 20, 59, 61, 300, 1441)
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ thread: fc.nat(3), sender: fc.nat(2), again: fc.boolean() }) },
    { weight: 2, arbitrary: minutes },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      await forget()
      let now = 0
      const given: { thread: number; sender: number; at: number }[] = []
      const asked: { id: string; thread: number; sender: number; isGiven: boolean }[] = []
      for (const one of steps) {
        if (typeof one === 'number') {
          now += one
          await sql`update automatic_answer set at = at - make_interval(mins => ${one}) where account_id = ${accountId}`.execute(
            db,
          )
          continue
        }
        const earlier = one.again ? asked.at(-1) : undefined
        const { thread, sender } = earlier ?? one
        const [id = ''] = earlier
          ? [earlier.id]
          : await addMessages([{ threadId: threads[thread] ?? '', address: `s${sender}@x.example` }])
        const within = (span: number) => given.filter((each) => each.sender === sender && now - each.at < span)
        const day = within(1440)
        const isModelGiven =
          !earlier?.isGiven &&
          !day.some((each) => each.thread === thread) &&
          within(60).length < answerBudgets.perHour &&
          day.length < answerBudgets.perDay
        const refusal = await take(id)
        expect(refusal === null).toBe(isModelGiven)
        if (refusal === null) given.push({ thread, sender, at: now })
        if (earlier) earlier.isGiven ||= refusal === null
        else asked.push({ id, thread, sender, isGiven: refusal === null })
      }
    }),
    { numRuns: 25, seed: 12 },
  )
})

test('abuse-12 ten a day to one sender, however many conversations he opens', async () => {
  await forget()
  const threads = await threadsOf(12)
  const results = []
  for (const threadId of threads) {
    const [id = ''] = await addMessages([{ threadId, address: 'busy@x.example' }])
    results.push(await take(id))
    await sql`update automatic_answer set at = at - interval '61 minutes' where account_id = ${accountId}`.execute(db)
  }
  expect(results).toEqual([...Array<null>(10).fill(null), 'perDay', 'perDay'])
})

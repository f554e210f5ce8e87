import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { listInconsistencies } from '../durability/inconsistencies.ts'
import type { Client } from '../harness/api-client.ts'
import { startDnsServer } from '../harness/dns-server.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale, type TestAccount } from '../harness/samtale.ts'
import { signedBy, signingZone } from '../harness/signed-mail.ts'
import { openStream } from './open-stream.ts'

const dns = await startDnsServer()
afterAll(() => dns.close())
const samtale = await startSharedSamtale({ env: { DNS_SERVERS: dns.address } })
const { db } = samtale.database

let number = 0

/**
 * A domain of its own that refuses what is not proven: what comes with its envelope is, at once; whether a signature is
 * its own is answered when `answer` is called.
 */
function aDomain(): { domain: string; answer(): void } {
  const domain = `domain${++number}.example`
  const { promise: after, resolve: answer } = Promise.withResolvers<void>()
  Object.assign(dns.zone, {
    [domain]: { TXT: ['v=spf1 ip4:127.0.0.1 -all'] },
    [`_dmarc.${domain}`]: { TXT: ['v=DMARC1; p=reject'] },
    ...signingZone(domain, { selector: 'slow', after }),
    ...signingZone(domain),
  })
  return { domain, answer }
}

type World = { account: TestAccount; admin: Client; domain: string; answer(): void; customer: string }

async function aWorld(): Promise<World> {
  const account = await samtale.openAccount('Solvik Varme')
  const { domain, answer } = aDomain()
  return {
    account,
    admin: await samtale.signIn(account.email),
    domain,
    answer,
    customer: `Ingrid Haugen <ingrid@${domain}>`,
  }
}

const deliver = ({ account }: World, mail: string, from = 'list@elsewhere.example', to = account.fallbackAddress) =>
  samtale.deliver(mail, { from, to })

const listThreads = async ({ admin }: World, view = 'open') =>
  (await admin.get(`/api/threads?view=${view}`, { expects: 200 })).body.results
const detailsOf = async ({ admin }: World, id: string) => (await admin.get(`/api/threads/${id}`, { expects: 200 })).body
const timelineOf = async ({ admin }: World, id: string) =>
  (await admin.get(`/api/threads/${id}/timeline`, { expects: 200 })).body.results

/** A proven first mail that was answered: our ids and the customer's. */
async function answered(world: World) {
  const { account, admin, domain, customer } = world
  const first = `first-${domain}`
  await deliver(world, aMail({ from: customer, messageId: first, subject: 'E7 on the display' }), `ingrid@${domain}`)
  await samtale.settled()
  const [thread] = await listThreads(world)
  const details = await detailsOf(world, thread.id)
  const sent = await admin.post(
    `/conversations/v3/conversations/threads/${thread.id}/messages`,
    {
      type: 'MESSAGE',
      text: 'It is the sensor.',
      senderActorId: `A-${account.userId}`,
      channelId: '1002',
      channelAccountId: details.channelAccount.id,
      recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: `ingrid@${domain}` } }],
    },
    { expects: 201 },
  )
  const raw = (await admin.get(`/api/messages/${sent.body.id}/raw`, { expects: 200 })).body.replace(/\r?\n[ \t]+/g, ' ')
  const header = (name: string) => new RegExp(`^${name}: .*?<([^>]+)>`, 'im').exec(raw)?.[1] ?? ''
  return { threadId: thread.id as string, first, messageId: header('Message-ID'), replyTo: header('Reply-To') }
}

const close = ({ admin }: World, id: string) =>
  admin.patch(`/conversations/v3/conversations/threads/${id}`, { status: 'CLOSED' }, { expects: 200 })

const slowly = (domain: string, mail: string, { isForged = false } = {}) =>
  signedBy(domain, mail, { selector: 'slow', isForged })

/** Waits until the mail is stored, while its sender is still being looked up. */
async function stored(world: World, messages: number): Promise<void> {
  await expect
    .poll(async () => (await samtale.counts(world.account.accountId)).messages, { interval: 5 })
    .toBe(messages)
}

/** The row without what every change raises. */
const lasting = ({ seq: _, ...row }: Record<string, unknown>) => row

test.each([
  { because: 'proven', isForged: false, ends: 'verified' },
  { because: 'refuted', isForged: true, ends: 'failed' },
])('W10 a mail is stored and shown at once as checking, and is then $because in place', async ({ isForged, ends }) => {
  const world = await aWorld()
  const stream = await openStream(samtale.origin, world.admin.cookie())
  await deliver(world, await slowly(world.domain, aMail({ from: world.customer }), { isForged }))
  await stored(world, 1)
  const [shown] = await listThreads(world)
  expect(await timelineOf(world, shown.id)).toMatchObject([{ sender: { state: 'checking', signs: ['firstTime'] } }])
  world.answer()
  await samtale.settled()
  const items = () =>
    stream
      .patches()
      .flatMap((patch) =>
        patch.type === 'item' ? [{ id: patch.item.id, seq: patch.item.seq, state: patch.item.sender?.state }] : [],
      )
  await expect.poll(() => items().at(-1)?.state).toBe(ends)
  // A busy machine may tell both in one stretch of the stream, and so only what is true by then.
  const [before, after = before] = items()
  expect(items().length === 1 || before?.state === 'checking').toBe(true)
  expect([after?.id, after?.seq]).toEqual([before?.id, items().length === 1 ? after?.seq : (before?.seq ?? 0) + 1])
  const [thread] = await listThreads(world)
  const [item] = await timelineOf(world, thread.id)
  // The patched cache equals a fresh fetch.
  const last = stream.patches().findLast((patch) => patch.type === 'item')
  expect(last?.type === 'item' && last.item).toEqual(item)
  const row = stream.patches().findLast((patch) => patch.type === 'thread')
  expect(row?.type === 'thread' && row.row.seq).toBe(thread.seq)
  stream.close()
  const { rows } = await sql<{ state: string }>`select payload->>'state' as state from event
    where account_id = ${world.account.accountId} and type = 'message.checked'`.execute(db)
  expect(rows).toEqual([{ state: ends }])
})

test('W10 another’s Message-ID joins once its sender is proven, as if it had joined at once', async () => {
  const world = await aWorld()
  const { threadId, first } = await answered(world)
  await close(world, threadId)
  const before = (await detailsOf(world, threadId)).thread
  await deliver(
    world,
    await slowly(world.domain, aMail({ from: world.customer, references: `<${first}>`, text: 'It is cold.' })),
  )
  await stored(world, 3)
  expect((await samtale.counts(world.account.accountId)).threads).toBe(2)
  world.answer()
  await samtale.settled()
  expect(await samtale.counts(world.account.accountId)).toEqual({ threads: 1, messages: 3 })
  const { thread, suggestions } = await detailsOf(world, threadId)
  expect(thread).toMatchObject({ status: 'open', messageCount: 3, snippet: 'It is cold.', snippetBy: 'contact' })
  expect(thread.receivedSeq).toBeGreaterThan(before.receivedSeq)
  expect(suggestions).toEqual([])
  expect((await world.admin.get('/api/inbox')).body.counters.all.open).toBe(1)
  expect(await listInconsistencies(db)).toEqual([])
})

test('W10 what somebody has begun to work on meanwhile is not joined, but suggested', async () => {
  const world = await aWorld()
  const { threadId, first } = await answered(world)
  await deliver(world, await slowly(world.domain, aMail({ from: world.customer, references: `<${first}>` })))
  await stored(world, 3)
  const other = (await listThreads(world)).find((one: { id: string }) => one.id !== threadId)
  await world.admin.put(
    `/conversations/v3/conversations/threads/${other.id}/assignee`,
    { actorId: `A-${world.account.userId}` },
    { expects: 200 },
  )
  world.answer()
  await samtale.settled()
  expect((await samtale.counts(world.account.accountId)).threads).toBe(2)
  expect((await detailsOf(world, other.id)).suggestions).toMatchObject([{ threadId, because: 'messageId' }])
})

test.each([
  { because: 'an open conversation', isClosed: false, later: false },
  { because: 'a closed one, which it had reopened', isClosed: true, later: false },
  { because: 'one in which somebody has written since', isClosed: true, later: true },
])('abuse-06 who is refuted is moved out again, and leaves $because as it was', async ({ isClosed, later }) => {
  const world = await aWorld()
  const { threadId, replyTo } = await answered(world)
  if (isClosed) await close(world, threadId)
  const before = (await detailsOf(world, threadId)).thread
  const timeline = await timelineOf(world, threadId)
  const forged = aMail({
    from: world.customer,
    to: replyTo,
    cc: 'mallory@elsewhere.example',
    text: 'Pay to another account.',
  })
  await deliver(world, await slowly(world.domain, forged, { isForged: true }), undefined, replyTo)
  await stored(world, 3)
  const joined = (await detailsOf(world, threadId)).thread
  expect(joined).toMatchObject({ messageCount: 3, status: 'open', snippet: 'Pay to another account.' })
  if (later) {
    const comment = { type: 'COMMENT', text: 'Who is Mallory?' }
    await world.admin.post(`/conversations/v3/conversations/threads/${threadId}/messages`, comment, { expects: 201 })
  }
  world.answer()
  await samtale.settled()

  const after = (await detailsOf(world, threadId)).thread
  if (later)
    expect(after).toMatchObject({ messageCount: 3, snippet: 'Who is Mallory?', status: 'open', waitingSince: null })
  else {
    expect(lasting(after)).toEqual(lasting(before))
    expect((await timelineOf(world, threadId)).map((one: { id: string }) => one.id)).toEqual(
      timeline.map((one: { id: string }) => one.id),
    )
  }
  const apart = (await listThreads(world)).find((one: { id: string }) => one.id !== threadId)
  expect(apart).toMatchObject({ status: 'open', messageCount: 1, snippet: 'Pay to another account.' })
  expect((await detailsOf(world, apart.id)).suggestions).toMatchObject([{ threadId, because: 'replyAddress' }])
  expect(await timelineOf(world, apart.id)).toMatchObject([{ sender: { state: 'failed' } }])
  const { rows } = await sql<{
    address: string
  }>`select address from thread_participant where thread_id = ${threadId}`.execute(db)
  expect(rows.map((row) => row.address)).not.toContain('mallory@elsewhere.example')
  expect(await listInconsistencies(db)).toEqual([])
})

test.each([
  { because: 'abuse-06 a participant who is refuted at once is anybody else', isForged: true, threads: 2 },
  { because: 'abuse-06 one who is proven joins', isForged: false, threads: 1 },
])('$because', async ({ isForged, threads }) => {
  const world = await aWorld()
  const { messageId } = await answered(world)
  const mail = aMail({ from: world.customer, inReplyTo: messageId })
  await deliver(world, await signedBy(world.domain, mail, { isForged }))
  await samtale.settled()
  expect((await samtale.counts(world.account.accountId)).threads).toBe(threads)
})

type Ids = Awaited<ReturnType<typeof answered>>
const forgedId = (id: string) =>
  id.replace(/^(.*)([a-z2-7])@/, (_, start, last) => `${start}${last === 'a' ? 'b' : 'a'}@`)

test.each([
  { because: 'without a MAC', inReplyTo: ({ first }: Ids) => first },
  { because: 'with a wrong MAC', inReplyTo: ({ messageId }: Ids) => forgedId(messageId) },
  { because: 'with the MAC of another conversation', inReplyTo: (_: Ids, other: Ids) => other.messageId },
  { because: 'with the right MAC, but failing DMARC', inReplyTo: ({ messageId }: Ids) => messageId, isForged: true },
  { because: 'with the right MAC and proven', inReplyTo: ({ messageId }: Ids) => messageId, isProven: true },
])('abuse-06 a mail in the name of one of us $because', async ({ inReplyTo, isForged, isProven }) => {
  const world = await aWorld()
  const [ids, other] = [await answered(world), await answered(world)]
  const { domain: agents, answer } = aDomain()
  await sql`update login set email = ${`kari@${agents}`}, email_key = ${`kari@${agents}`}
    where id = (select login_id from "user" where id = ${world.account.userId})`.execute(db)
  const mail = aMail({ from: `Kari Solheim <kari@${agents}>`, inReplyTo: inReplyTo(ids, other) })
  const isSigned = isForged || isProven
  await deliver(world, isSigned ? await slowly(agents, mail, { isForged: !isProven }) : mail)
  await stored(world, 5)
  expect((await samtale.counts(world.account.accountId)).threads).toBe(3)
  answer()
  await samtale.settled()
  expect((await samtale.counts(world.account.accountId)).threads).toBe(isProven ? 2 : 3)
  const [thread] = await listThreads(world)
  const [item] = await timelineOf(world, thread.id)
  expect(item.direction).toBe('incoming')
  expect(item.sender.signs.includes('claimsUser')).toBe(!isProven)
  // Nothing of it was sent on.
  const { rows } =
    await sql`select from recipient where account_id = ${world.account.accountId} and message_id = ${item.id}`.execute(
      db,
    )
  expect(rows).toEqual([])
})

test('W10 what a process leaves behind that ends while it checks is checked by the next', async () => {
  const world = await aWorld()
  await deliver(world, aMail({ from: world.customer }), `ingrid@${world.domain}`)
  await samtale.settled()
  // As the rows are between the commit that stores the mail and the one that brings the verdict.
  const dead = crypto.randomUUID()
  await sql`update message set sender = sender || '{"state": "checking"}' where account_id = ${world.account.accountId}`.execute(
    db,
  )
  await sql`update arrival set is_checking = true, leased_by = ${dead} where account_id = ${world.account.accountId}`.execute(
    db,
  )
  await samtale.settled()
  const [thread] = await listThreads(world)
  expect((await timelineOf(world, thread.id))[0].sender).toMatchObject({ state: 'verified', by: 'dmarc' })
})

test('W10 a mail that ends every process which checks it ends as not checked', async () => {
  const world = await aWorld()
  await deliver(world, aMail({ from: world.customer }), `ingrid@${world.domain}`)
  await samtale.settled()
  await sql`update message set sender = sender || '{"state": "checking"}' where account_id = ${world.account.accountId}`.execute(
    db,
  )
  await sql`update arrival set is_checking = true, leased_by = null, check_attempts = 3 where account_id = ${world.account.accountId}`.execute(
    db,
  )
  await samtale.settled()
  const [thread] = await listThreads(world)
  expect((await timelineOf(world, thread.id))[0].sender).toMatchObject({ state: 'notChecked', because: 'timeUp' })
})

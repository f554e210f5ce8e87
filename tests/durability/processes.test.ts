import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { insertLogin } from '../../server/account/login-store.ts'
import { hashPassword } from '../../server/account/password.ts'
import { insertUser } from '../../server/account/user-store.ts'
import { insertInbox } from '../../server/inbox/inbox-store.ts'
import type { Database } from '../../server/platform/database.ts'
import type { Patch, ServerFrame } from '../../shared/api/realtime.ts'
import type { Client } from '../harness/api-client.ts'
import { type ChildServer, inDatabase, openTestAccount, signIn, startChildServer } from '../harness/child-server.ts'
import { aMail } from '../harness/mails.ts'
import { createTestDatabase } from '../harness/postgres.ts'
import { password, type TestAccount } from '../harness/samtale.ts'
import { type ScriptedSmtp, startScriptedSmtp } from '../harness/scripted-smtp.ts'
import { deliverMail, openSmtp } from '../harness/smtp-client.ts'
import { listInconsistencies } from './inconsistencies.ts'
import { isSoak, reportSoak } from './soaking.ts'

/** Processes that each run a part, on one PostgreSQL and one data folder, as behind a load balancer. */
async function startSplit(relay: ScriptedSmtp) {
  const database = await createTestDatabase()
  const dataFolder = await mkdtemp(join(tmpdir(), 'samtale-split-'))
  onTestFinished(async () => {
    await database.drop()
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 10 })
  })
  const env = {
    DATABASE_URL: database.url,
    SMTP_URL: relay.url,
    SAMTALE_SECRET: randomBytes(32).toString('base64'),
  }
  const start = (roles: string) => startChildServer({ dataFolder, env: { ...env, SAMTALE_ROLES: roles } })
  const first = await start('web')
  const [second, smtp] = await Promise.all([start('web'), start('smtp')])
  return { url: database.url, webs: [first, second], smtp, startWorker: () => start('worker') }
}

type Listening = { patches: Patch[]; close(): void }

/** What an open browser hears from one web process. */
async function listenTo(web: ChildServer, api: Client): Promise<Listening> {
  const socket = new WebSocket(`${web.origin.replace(/^http/, 'ws')}/api/realtime`, {
    headers: { cookie: api.cookie(), origin: web.origin },
  })
  const patches: Patch[] = []
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  socket.on('error', reject)
  socket.on('open', () => socket.send(JSON.stringify({ after: null })))
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as ServerFrame
    if (frame.type === 'patches') patches.push(...frame.patches)
    if (frame.type === 'ready') resolve()
  })
  await ready
  return { patches, close: () => socket.close() }
}

type Core = { web: ChildServer; smtpPort: number; account: TestAccount; admin: Client; relay: ScriptedSmtp }

const burstSize = 200

/** Over four connections; each mail is answered 250. */
async function sendBurst(port: number, to: string): Promise<void> {
  const connections = await Promise.all(Array.from({ length: 4 }, () => openSmtp(port)))
  await Promise.all(
    connections.map(async (connection, first) => {
      for (let number = first; number < burstSize; number += connections.length) {
        const from = `burst${number}@nordmark.example`
        const { code } = await connection.send(aMail({ from, to, subject: `Burst ${number}` }), { from, to })
        expect(code).toBe(250)
      }
      connection.close()
    }),
  )
}

/** The walk that everything rests on: a mail in, seen, answered, and its answer in the same conversation. */
async function walkTheCore({ smtpPort, account, admin, relay }: Core, customer: string): Promise<string> {
  const to = account.fallbackAddress
  await deliverMail(smtpPort, aMail({ from: customer, to }), { from: customer, to })
  const rows = async () => (await admin.get('/api/threads', { expects: 200 })).body.results
  const find = async () =>
    (await rows()).find((row: { contact: { address: string } }) => row.contact.address === customer)
  await expect.poll(find).toBeTruthy()
  const { id } = await find()
  const details = await admin.get(`/api/threads/${id}`, { expects: 200 })
  const message = {
    type: 'MESSAGE',
    text: 'It is the sensor.',
    senderActorId: `A-${account.userId}`,
    channelId: '1002',
    channelAccountId: details.body.channelAccount.id,
    recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: customer } }],
  }
  await admin.post(`/conversations/v3/conversations/threads/${id}/messages`, message, { expects: 201 })
  const answers = () => relay.accepted.filter((mail) => mail.to.includes(customer))
  await expect.poll(() => answers().length).toBe(1)
  const replyTo = /^Reply-To:[^<]*<([^>]+)>/im.exec(answers()[0]?.raw.replace(/\r\n[ \t]+/g, ' ') ?? '')?.[1] ?? ''
  await deliverMail(smtpPort, aMail({ from: customer, to: replyTo }), { from: customer, to: replyTo })
  await expect.poll(async () => (await find()).messageCount).toBe(3)
  return id
}

test('the embedded PostgreSQL carries the core', async () => {
  const relay = await startScriptedSmtp()
  const child = await startChildServer({ env: { SMTP_URL: relay.url } })
  const account = await inDatabase(child, openTestAccount)
  const admin = await signIn(child.origin, account.email)
  await walkTheCore({ web: child, smtpPort: child.smtpPort, account, admin, relay }, 'ingrid@nordmark.example')
  expect(await inDatabase(child, ({ db }) => listInconsistencies(db))).toEqual([])
  expect(await child.stop()).toBe(0)
  await relay.close()
})

test('abuse-34 access that one web process takes away is gone from the other within 2 s, for its listeners and its requests', async () => {
  const relay = await startScriptedSmtp()
  const { url, webs } = await startSplit(relay)
  const [web, otherWeb] = webs as [ChildServer, ChildServer]
  const { account, sales, jonas } = await inDatabase(web, openWithSales, url)
  const admin = await signIn(web.origin, account.email)
  const here = await signIn(otherWeb.origin, jonas.email)
  const choose = (userIds: string[]) =>
    admin.put(`/api/inboxes/${sales}/access`, { access: 'specific', userIds, teamIds: [] }, { expects: 200 })
  const names = async () =>
    (await here.get('/api/inbox', { expects: 200 })).body.inboxes.map((inbox: { name: string }) => inbox.name)

  const took: number[] = []
  for (let round = 0; round < 5; round += 1) {
    await choose([account.userId, jonas.userId])
    await expect.poll(names).toEqual(['Support', 'Sales'])
    const browser = await listenTo(otherWeb, here)
    const takenAt = performance.now()
    await choose([account.userId])
    const lost = { type: 'access-lost', inboxIds: [sales] }
    await expect.poll(() => browser.patches, { interval: 2 }).toContainEqual(lost)
    // Who is told asks at once, and must not hear what this process knew a moment ago.
    expect(await names()).toEqual(['Support'])
    took.push(Math.round(performance.now() - takenAt))
    browser.close()
  }
  expect(Math.max(...took)).toBeLessThan(2000)
  reportSoak('Access taken away over processes', { 'told by the other web process after (ms)': took.join(', ') })
  await relay.close()
}, 60_000)

/** An account with a second inbox, Sales, and a user besides the super admin. */
async function openWithSales(database: Database) {
  const account = await openTestAccount(database)
  const { accountId } = account
  const email = 'jonas@solvik.example'
  const passwordHash = await hashPassword(password)
  return database.transaction(async (tx) => {
    const loginId = await insertLogin(tx, { email, key: email, passwordHash })
    const userId = await insertUser(tx, { accountId, loginId, name: 'Jonas Berg', role: 'user', seat: 'service' })
    const sales = await insertInbox(tx, { accountId, name: 'Sales', isDefault: false })
    return { account, sales, jonas: { userId, email } }
  })
}

test('split over processes on one database: both web processes tell it, and a killed worker’s work goes on', async () => {
  const relay = await startScriptedSmtp()
  const { url, webs, smtp, startWorker } = await startSplit(relay)
  const [web, otherWeb] = webs as [ChildServer, ChildServer]
  const worker = await startWorker()
  const account = await inDatabase(web, openTestAccount, url)
  const admin = await signIn(web.origin, account.email)
  const id = await walkTheCore({ web, smtpPort: smtp.smtpPort, account, admin, relay }, 'ingrid@nordmark.example')

  // Seen from both web processes.
  const browsers = await Promise.all([listenTo(web, admin), listenTo(otherWeb, admin)])
  const subject = 'Seen everywhere'
  const sent = performance.now()
  await deliverMail(smtp.smtpPort, aMail({ subject, to: account.fallbackAddress }), {
    from: 'ingrid@nordmark.example',
    to: account.fallbackAddress,
  })
  const hasHeard = ({ patches }: Listening) =>
    patches.some((patch) => patch.type === 'thread' && patch.row.subject === subject)
  await expect.poll(() => browsers.every(hasHeard), { interval: 2 }).toBe(true)
  const heardAfterMs = Math.round(performance.now() - sent)

  // A change made through one process is told by the other.
  await admin.patch(`/conversations/v3/conversations/threads/${id}`, { status: 'CLOSED' }, { expects: 200 })
  const hasClosed = ({ patches }: Listening) =>
    patches.some((patch) => patch.type === 'thread' && patch.row.id === id && patch.row.status === 'closed')
  await expect.poll(() => browsers.every(hasClosed)).toBe(true)

  // The worker dies with work in hand; another takes it over.
  await startWorker()
  const sending = sendBurst(smtp.smtpPort, account.fallbackAddress)
  await expect
    .poll(() => browsers[0]?.patches.filter((patch) => patch.type === 'item').length ?? 0, { interval: 1 })
    .toBeGreaterThan(5)
  const pid = worker.pid()
  await worker.kill('server')
  await sending
  await inDatabase(
    web,
    async ({ db }) => {
      // In the soak its silence is waited for (20 s); else the clock is moved.
      if (!isSoak) await sql`update process set seen_at = now() - interval '1 hour' where pid = ${pid}`.execute(db)
      const stored = async () => {
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from message where subject like 'Burst %'`.execute(db)
        return rows[0]?.n
      }
      await expect.poll(stored, { timeout: 50_000 }).toBe(burstSize)
      expect(await listInconsistencies(db)).toEqual([])
    },
    url,
  )
  for (const browser of browsers) browser.close()
  await relay.close()
  reportSoak('Roles split over processes', {
    'processes of web, smtp and worker': '2, 1, 2 (one killed by -9 in a burst)',
    'mail in at smtp, heard from both web processes after (ms)': heardAfterMs,
    'mails of the burst stored': burstSize,
  })
}, 120_000)

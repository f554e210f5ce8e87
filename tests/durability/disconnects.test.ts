import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { insertLogin } from '../../server/account/login-store.ts'
import { hashPassword } from '../../server/account/password.ts'
import { insertUser } from '../../server/account/user-store.ts'
import type { Client } from '../harness/api-client.ts'
import { type ChildServer, inDatabase, openTestAccount, signIn, startChildServer } from '../harness/child-server.ts'
import { aMail } from '../harness/mails.ts'
import { password } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'
import { deliverMail } from '../harness/smtp-client.ts'
import { type Chance, chanceOf } from './chance.ts'
import { listInconsistencies } from './inconsistencies.ts'
import { BrowserSocket, openScreen, type ScreenModel } from './screen-model.ts'
import { isSoak, reportSoak, seed } from './soaking.ts'

vi.stubGlobal('WebSocket', BrowserSocket)

const disconnects = isSoak ? 200 : 40
const restarts = isSoak ? 4 : 1
const threads = '/conversations/v3/conversations/threads'

type Person = { userId: string; api: Client }
type Scene = { child: ChildServer; people: Person[]; to: string; chance: Chance; sent: number }
type Row = { id: string; originalChannelAccountId: string; archived: boolean }

/** One thing that happens in an inbox. What is refused (somebody was quicker) is refused; nothing may fail. */
async function somethingHappens(scene: Scene): Promise<void> {
  const { chance, child } = scene
  const person = chance.pick(scene.people)
  const { api, userId } = person
  if (chance.below(10) < 4 || scene.sent < 8) return mailArrives(scene)
  const { body } = await api.get(`${threads}?limit=100`)
  const rows: Row[] = body.results ?? []
  if (rows.length === 0) return
  const row = chance.pick(rows)
  const colleague = chance.pick(scene.people)
  const actions: (() => Promise<{ status: number }>)[] = [
    () => api.put(`${threads}/${row.id}/assignee`, { actorId: `A-${colleague.userId}` }),
    () => api.delete(`${threads}/${row.id}/assignee`),
    () => api.patch(`${threads}/${row.id}`, { status: chance.oneIn(3) ? 'OPEN' : 'CLOSED' }),
    () => api.post(`/api/threads/${row.id}/read`, { seq: 1 + chance.below(30) }),
    () => api.put(`/api/threads/${row.id}/drafts/${chance.pick(['reply', 'comment'])}`, aDraft(chance)),
    () => api.delete(`/api/threads/${row.id}/drafts/${chance.pick(['reply', 'comment'])}`),
    () => api.post(`${threads}/${row.id}/messages`, { type: 'COMMENT', text: `Comment ${chance.below(1000)}` }),
    () => api.post(`${threads}/${row.id}/messages`, aReply(chance, userId, row)),
    () => api.post(`${threads}/${row.id}/messages`, aReply(chance, userId, row)),
    () =>
      chance.oneIn(2)
        ? api.delete(`${threads}/${row.id}`)
        : api.post(`/api/threads/${row.id}/join`, { threadId: chance.pick(rows).id }),
  ]
  const { status } = await chance.pick(actions)()
  expect(child.isRunning() ? status : 0, 'no fault').toBeLessThan(500)
}

async function mailArrives(scene: Scene): Promise<void> {
  const { chance, child, to } = scene
  const number = scene.sent++
  const earlier = number > 8 && !chance.oneIn(3) ? chance.below(Math.min(number, 60)) : null
  const customer = (earlier ?? number) % 25
  const mail = aMail({
    from: `Customer ${customer} <customer${customer}@nordmark.example>`,
    to,
    messageId: `arrives-${number}@nordmark.example`,
    ...(earlier === null ? {} : { references: `<arrives-${earlier}@nordmark.example>` }),
  })
  await deliverMail(child.smtpPort, mail, { from: `customer${customer}@nordmark.example`, to })
}

function aReply(chance: Chance, userId: string, row: Row) {
  // One in four addresses does not exist, and the relay says so.
  const value = `${chance.oneIn(4) ? 'gone' : 'reader'}${chance.below(30)}@nordmark.example`
  return {
    type: 'MESSAGE',
    text: 'It is the sensor.',
    senderActorId: `A-${userId}`,
    channelId: '1002',
    channelAccountId: row.originalChannelAccountId,
    recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value } }],
  }
}

const aDraft = (chance: Chance) => ({
  mode: 'reply',
  html: '<p>Not yet</p>',
  text: `Not yet ${chance.below(1000)}`,
  to: [],
  cc: [],
  bcc: [],
  attachments: [],
  answersMessageId: null,
  idempotencyKey: crypto.randomUUID(),
})

async function aColleague(child: ChildServer, accountId: string, number: number): Promise<Person> {
  const email = `colleague${number}@solvik.example`
  const userId = await inDatabase(child, async (database) => {
    const passwordHash = await hashPassword(password)
    return database.transaction(async (tx) => {
      const loginId = await insertLogin(tx, { email, key: email, passwordHash })
      return insertUser(tx, { accountId, loginId, name: `Colleague ${number}`, role: 'user', seat: 'service' })
    })
  })
  return { userId, api: await signIn(child.origin, email) }
}

test(
  `what ${disconnects} lost connections and ${restarts} killed servers leave on each screen equals a fresh fetch`,
  async () => {
    const chance = chanceOf(seed)
    const relay = await startScriptedSmtp()
    relay.script((to) => (to.startsWith('gone') ? { rcpt: '550 5.1.1 Unknown' } : {}))
    const child = await startChildServer({ env: { SMTP_URL: relay.url } })
    const account = await inDatabase(child, openTestAccount)
    const people: Person[] = [{ userId: account.userId, api: await signIn(child.origin, account.email) }]
    for (const number of [1, 2]) people.push(await aColleague(child, account.accountId, number))
    const scene: Scene = { child, people, to: account.fallbackAddress, chance, sent: 0 }
    for (let number = 0; number < 8; number++) await mailArrives(scene)

    // The first person has two browsers: what he does in one is seen in the other.
    const screens = [...people, people[0] as Person].map((person) => openScreen({ origin: child.origin, ...person }))
    await expect.poll(() => screens.every((screen) => screen.isLive())).toBe(true)
    const restartAt = new Set(
      Array.from({ length: restarts }, (_, n) => Math.floor(((n + 1) * disconnects) / (restarts + 1))),
    )
    let happened = 0
    for (let number = 0; number < disconnects; number++) {
      if (restartAt.has(number)) {
        await child.kill('server')
        await child.restart()
      }
      const many = 1 + chance.below(3)
      const ids = (await people[0]?.api.get(`${threads}?limit=20`))?.body.results.map((row: Row) => row.id) ?? []
      if (ids.length > 0) chance.pick(screens).open(chance.pick(ids))
      const happening = Array.from({ length: many }, () => somethingHappens(scene))
      chance.pick(screens).disconnect()
      await Promise.all(happening)
      happened += many
    }

    await inDatabase(child, async ({ db }) => {
      const waiting = () =>
        sql`select id from arrival where state = 'received' or is_checking union all
          select id from recipient where state in ('queued', 'sending')`.execute(db)
      await expect.poll(async () => (await waiting()).rows.length).toBe(0)
      expect(await listInconsistencies(db)).toEqual([])
    })
    await expect.poll(() => differencesOf(screens), { timeout: 30_000, interval: 500 }).toEqual([])
    expect(screens.flatMap((screen) => screen.fallen)).toEqual([])
    for (const screen of screens) screen.close()
    await relay.close()
    reportSoak('Lost connections of open browsers', {
      seed,
      browsers: screens.length,
      'lost connections': disconnects,
      'servers killed': restarts,
      'things that happened': happened,
      'mails among them': scene.sent,
      'differences from a fresh fetch': 0,
    })
  },
  isSoak ? 900_000 : 120_000,
)

async function differencesOf(screens: readonly ScreenModel[]): Promise<string[]> {
  const found = await Promise.all(screens.map((screen) => screen.differences()))
  return found.flatMap((differences, number) => differences.map((one) => `browser ${number}: ${one}`))
}

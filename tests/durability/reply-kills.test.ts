import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Client } from '../harness/api-client.ts'
import { type ChildServer, inDatabase, openTestAccount, signIn, startChildServer } from '../harness/child-server.ts'
import { aMail } from '../harness/mails.ts'
import type { TestAccount } from '../harness/samtale.ts'
import { type ScriptedSmtp, type SmtpStep, startScriptedSmtp } from '../harness/scripted-smtp.ts'
import { deliverMail } from '../harness/smtp-client.ts'
import { type Chance, chanceOf } from './chance.ts'
import { listInconsistencies } from './inconsistencies.ts'
import { isSoak, reportSoak, seed, tellProgress } from './soaking.ts'

const replies = 100
const conversations = 10
const steps: readonly SmtpStep[] = ['mail', 'rcpt', 'data', 'body', 'end', 'answered']
/** Each step of SMTP at least once in the soak; in the short form those around the data. */
const killSteps = (chance: Chance): SmtpStep[] =>
  isSoak ? Array.from({ length: 20 }, (_, number) => steps[number] ?? chance.pick(steps)) : ['body', 'end', 'answered']

type Conversation = { id: string; channelAccountId: string }

async function openConversations(child: ChildServer, account: TestAccount, admin: Client): Promise<Conversation[]> {
  for (let number = 0; number < conversations; number++) {
    const from = `customer${number}@nordmark.example`
    await deliverMail(child.smtpPort, aMail({ from, to: account.fallbackAddress }), {
      from,
      to: account.fallbackAddress,
    })
  }
  const list = async () => (await admin.get('/conversations/v3/conversations/threads', { expects: 200 })).body.results
  await expect.poll(async () => (await list()).length).toBe(conversations)
  return (await list()).map((thread: { id: string; originalChannelAccountId: string }) => ({
    id: thread.id,
    channelAccountId: thread.originalChannelAccountId,
  }))
}

/** So many replies may be posted; each kill lets another share go, so that there are some left for the last. */
type Share = { released: number }

/** Posts all replies, each again with its own key until it is answered 201, as the screen does after a lost connection. */
async function postReplies(
  admin: Client,
  account: TestAccount,
  threads: readonly Conversation[],
  share: Share,
): Promise<void> {
  const waiting = Array.from({ length: replies }, (_, number) => number)
  const post = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const number = next
      await expect.poll(() => share.released, { timeout: 120_000 }).toBeGreaterThan(number)
      const thread = threads[number % threads.length] as Conversation
      const value = `reader${number}@nordmark.example`
      const body = {
        type: 'MESSAGE',
        text: `Answer ${number}`,
        senderActorId: `A-${account.userId}`,
        channelId: '1002',
        channelAccountId: thread.channelAccountId,
        recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value } }],
      }
      const headers = { 'idempotency-key': randomUUID() }
      const path = `/conversations/v3/conversations/threads/${thread.id}/messages`
      for (;;) {
        const status = await admin.post(path, body, { headers }).then(
          (answer) => answer.status,
          () => 0,
        )
        if (status === 201) break
        expect([0, 500, 503]).toContain(status)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }
  await Promise.all(Array.from({ length: 4 }, post))
}

/** Kills at the given steps of SMTP, each at some mail further on, before the relay answers the step. */
async function killAt(
  child: ChildServer,
  relay: ScriptedSmtp,
  chance: Chance,
  plan: readonly SmtpStep[],
  share: Share,
): Promise<void> {
  const each = Math.floor(replies / (plan.length + 1))
  for (const step of plan) {
    let before = chance.below(Math.min(4, each))
    const { promise, resolve } = Promise.withResolvers<void>()
    relay.watch((reached) => {
      if (reached !== step || before-- > 0) return
      relay.watch(() => {})
      child.killNow()
      resolve()
    })
    share.released += each
    await promise
    await child.kill(chance.oneIn(3) ? 'everything' : 'server')
    await child.restart()
    tellProgress(`Killed at ${step}, ${share.released} replies let go, ${relay.accepted.length} accepted.`)
  }
  share.released = replies
}

const plan = killSteps(chanceOf(seed))

test(
  `of ${replies} replies each reaches the relay once or is shown as uncertain, after ${plan.length} kills`,
  async () => {
    const relay = await startScriptedSmtp()
    const child = await startChildServer({ env: { SMTP_URL: relay.url } })
    const account = await inDatabase(child, openTestAccount)
    const admin = await signIn(child.origin, account.email)
    const threads = await openConversations(child, account, admin)
    const share: Share = { released: 0 }
    await Promise.all([
      postReplies(admin, account, threads, share),
      killAt(child, relay, chanceOf(seed + 1), plan, share),
    ])

    await inDatabase(child, async ({ db }) => {
      const open = () => sql`select id from recipient where state in ('queued', 'sending')`.execute(db)
      await expect.poll(async () => (await open()).rows.length, { timeout: 60_000 }).toBe(0)
      const { rows } = await sql<{ state: string; address: string }>`select state, address from recipient`.execute(db)
      expect(rows).toHaveLength(replies)
      const copies = (mails: readonly { to: string[] }[], address: string) =>
        mails.filter(({ to }) => to.includes(address)).length
      const uncertain = rows.filter(({ state }) => state === 'uncertain')
      const sent = rows.filter(({ state }) => state === 'sent')
      expect(sent.length + uncertain.length).toBe(replies)
      // `taken` holds whatever arrived whole, also what was not answered any more.
      expect(sent.filter(({ address }) => copies(relay.accepted, address) !== 1)).toEqual([])
      expect(rows.filter(({ address }) => copies(relay.taken, address) > 1)).toEqual([])
      // At most what was in hand at each kill.
      expect(uncertain.length).toBeLessThanOrEqual(8 * plan.length)
      expect(await listInconsistencies(db)).toEqual([])
      reportSoak('Replies through a relay, killed by -9', {
        seed,
        kills: plan.length,
        'steps of SMTP at which it was killed': [...new Set(plan)].join(', '),
        replies,
        'reached the relay once': sent.length,
        'shown as uncertain': uncertain.length,
        'of those at the relay once': uncertain.filter(({ address }) => copies(relay.taken, address) === 1).length,
        'reached the relay twice': 0,
      })
    })
    await relay.close()
  },
  isSoak ? 900_000 : 120_000,
)

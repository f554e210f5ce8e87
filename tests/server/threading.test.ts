import { expect, test } from 'vitest'
import type { Client } from '../harness/api-client.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale, type TestAccount } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()

/** An account of its own for a case, and its super admin signed in. */
async function aCase(): Promise<{ account: TestAccount; admin: Client }> {
  const account = await samtale.openAccount('Solvik Varme')
  return { account, admin: await samtale.signIn(account.email) }
}

/** Answers the newest conversation, so that there are signed ids of ours, and says which they are. */
async function answeredThread({ account, admin }: Awaited<ReturnType<typeof aCase>>) {
  const first = aMail({ messageId: 'first@nordmark.example', subject: 'E7 on the display' })
  await samtale.deliver(first, { to: account.fallbackAddress })
  await samtale.settled()
  const { body } = await admin.get('/api/threads', { expects: 200 })
  const thread = body.results[0]
  const details = await admin.get(`/api/threads/${thread.id}`, { expects: 200 })
  const sent = await admin.post(
    `/conversations/v3/conversations/threads/${thread.id}/messages`,
    {
      type: 'MESSAGE',
      text: 'It is the sensor.',
      senderActorId: `A-${account.userId}`,
      channelId: '1002',
      channelAccountId: details.body.channelAccount.id,
      recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'ingrid@nordmark.example' } }],
    },
    { expects: 201 },
  )
  const raw = await admin.get(`/api/messages/${sent.body.id}/raw`, { expects: 200 })
  const header = (name: string) =>
    new RegExp(`^${name}: .*?<([^>]+)>`, 'im').exec(raw.body.replace(/\r?\n[ \t]+/g, ' '))?.[1] ?? ''
  return { thread, first, account, messageId: header('Message-ID'), replyTo: header('Reply-To') }
}

const stranger = 'Mallory <mallory@elsewhere.example>'

test.each([
  {
    because: 'an answer to our reply address joins',
    mail: (x: Ids) => aMail({ to: x.replyTo }),
    to: (x: Ids) => x.replyTo,
    threads: 1,
  },
  {
    because: 'In-Reply-To names our signed Message-ID',
    mail: (x: Ids) => aMail({ inReplyTo: x.messageId }),
    threads: 1,
  },
  {
    because: 'References name the first mail',
    mail: () => aMail({ references: '<first@nordmark.example>' }),
    threads: 1,
  },
  { because: 'an equal subject proves nothing', mail: () => aMail({ subject: 'Re: E7 on the display' }), threads: 2 },
  { because: 'a mail delivered twice is stored once', mail: (x: Ids) => x.first, threads: 1, messages: 2 },
  {
    because: 'abuse-17 a reused Message-ID with other content is kept',
    mail: () => aMail({ messageId: 'first@nordmark.example', text: 'Something else altogether.' }),
    threads: 2,
  },
  {
    because: 'abuse-08 a stranger with the right References opens his own',
    mail: (x: Ids) => aMail({ from: stranger, references: `<first@nordmark.example> <${x.messageId}>` }),
    threads: 2,
    suggests: 'replyAddress',
  },
  {
    because: 'abuse-08 a stranger with our reply address opens his own',
    mail: (x: Ids) => aMail({ from: stranger, to: x.replyTo }),
    to: (x: Ids) => x.replyTo,
    threads: 2,
    suggests: 'replyAddress',
  },
  {
    because: 'abuse-06 a reply address with another MAC proves nothing',
    mail: (x: Ids) => aMail({ from: stranger, to: forged(x.replyTo) }),
    to: (x: Ids) => forged(x.replyTo),
    threads: 2,
  },
  {
    because: 'abuse-06 a mail that says it is from one of us never joins',
    mail: (x: Ids) => aMail({ from: `Kari Solheim <${x.account.email}>`, inReplyTo: x.messageId }),
    threads: 2,
    suggests: 'replyAddress',
  },
  {
    because: 'a number in a subject is never proof',
    mail: (x: Ids) => aMail({ from: stranger, subject: `[#${x.thread.id}] E7 on the display` }),
    threads: 2,
  },
  {
    because: 'the case of a reply address does not matter',
    mail: (x: Ids) => aMail({ to: x.replyTo.toUpperCase() }),
    to: (x: Ids) => x.replyTo.toUpperCase(),
    threads: 1,
  },
])('$because', async ({ mail, to, threads, messages = 3, suggests }) => {
  const { account, admin } = await aCase()
  const ids = await answeredThread({ account, admin })
  const answer = await samtale.deliver(mail(ids), { to: to ? to(ids) : account.fallbackAddress })
  expect(answer.code).toBe(250)
  await samtale.settled()
  expect(await samtale.counts(account.accountId)).toEqual({ threads, messages })
  if (threads === 1) return
  const { body } = await admin.get('/api/threads', { expects: 200 })
  const details = await admin.get(`/api/threads/${body.results[0].id}`, { expects: 200 })
  expect(details.body.suggestions.map((one: { because: string }) => one.because)).toEqual(
    suggests ? [suggests] : subjectSuggestion(body.results[0].subject, details.body.contact.addresses[0]),
  )
})

type Ids = Awaited<ReturnType<typeof answeredThread>>

/** The same contact with the same subject is suggested, and no more. */
const subjectSuggestion = (subject: string, address: string) =>
  subject === 'Re: E7 on the display' && address === 'ingrid@nordmark.example' ? ['subject'] : []

/** The last character of the token is another one. */
function forged(replyTo: string): string {
  const [local = '', domain] = replyTo.split('@')
  const at = local.length - 3
  const other = local[at] === 'a' ? 'b' : 'a'
  return `${local.slice(0, at)}${other}${local.slice(at + 1)}@${domain}`
}

test('joining a suggested conversation moves its messages, and answers follow', async () => {
  const { account, admin } = await aCase()
  const to = account.fallbackAddress
  const ids = await answeredThread({ account, admin })
  await samtale.deliver(aMail({ from: stranger, inReplyTo: ids.messageId, messageId: 'other@elsewhere.example' }), {
    to,
  })
  await samtale.settled()
  const { body } = await admin.get('/api/threads')
  const other = body.results[0].id
  const joined = await admin.post(`/api/threads/${other}/join`, { threadId: ids.thread.id }, { expects: 200 })
  expect(joined.body.thread).toMatchObject({ id: ids.thread.id, messageCount: 3 })
  expect((await admin.get(`/api/threads/${other}`)).status).toBe(404)
  // The agent said that they are one: he is a participant now.
  await samtale.deliver(aMail({ from: stranger, inReplyTo: 'other@elsewhere.example' }), { to })
  await samtale.settled()
  expect(await samtale.counts(account.accountId)).toEqual({ threads: 1, messages: 4 })
  expect((await admin.get('/api/inbox')).body.counters.all.open).toBe(1)
})

test('one mail to two of our addresses is one message, in one account; in two accounts one in each', async () => {
  const { account } = await aCase()
  const other = await samtale.openAccount('Nordmark Eiendom')
  const free = account.fallbackAddress.replace('inbox.localhost', 'free.inbox.localhost')
  const mail = aMail({ to: `${account.fallbackAddress}, ${free}, ${other.fallbackAddress}` })
  await samtale.deliver(mail, { to: [account.fallbackAddress, free, other.fallbackAddress] })
  await samtale.deliver(mail, { to: free })
  await samtale.settled()
  expect(await samtale.counts(account.accountId)).toEqual({ threads: 1, messages: 1 })
  expect(await samtale.counts(other.accountId)).toEqual({ threads: 1, messages: 1 })
})

import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { aDeliveryReport, aReadReceipt, fieldOf, headerOf } from '../harness/reports.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'

const relay = await startScriptedSmtp()
afterAll(() => relay.close())
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })

const ingrid = 'ingrid@nordmark.example'
const ole = 'ole@rud.example'

/** A conversation in an account of its own that was answered to these people and closed. */
async function aSentReply(to: string[] = [ingrid]) {
  const account = await samtale.openAccount('Solvik Varme')
  const admin = await samtale.signIn(account.email)
  const before = relay.accepted.length
  await samtale.deliver(aMail({ subject: 'E7 on the display' }), { to: account.fallbackAddress })
  await samtale.settled()
  const threadId = (await admin.get('/api/threads', { expects: 200 })).body.results[0].id as string
  const details = await admin.get(`/api/threads/${threadId}`, { expects: 200 })
  await admin.post(
    `/conversations/v3/conversations/threads/${threadId}/messages`,
    {
      type: 'MESSAGE',
      text: 'It is the sensor.',
      senderActorId: `A-${account.userId}`,
      channelId: '1002',
      channelAccountId: details.body.channelAccount.id,
      recipients: to.map((value) => ({ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value } })),
    },
    { expects: 201 },
  )
  await samtale.settled()
  await admin.patch(`/conversations/v3/conversations/threads/${threadId}`, { status: 'CLOSED' }, { expects: 200 })
  const copies = relay.accepted.slice(before)
  const copyTo = (address: string) => {
    const copy = copies.find((mail) => mail.to[0] === address)
    if (!copy) throw new Error(`nothing went to ${address}`)
    return copy
  }
  const row = async () => (await admin.get(`/api/threads/${threadId}`, { expects: 200 })).body.thread
  const deliveries = async () => {
    const { body } = await admin.get(`/api/threads/${threadId}/timeline`, { expects: 200 })
    const item = body.results.find((one: { direction: string | null }) => one.direction === 'outgoing')
    return Object.fromEntries(
      item.deliveries.map((one: { address: string; state: string }) => [one.address, one]),
    ) as Record<string, { state: string; reply: string | null; delayedAt: string | null }>
  }
  const report = async (raw: string, recipient = account.fallbackAddress) => {
    const answer = await samtale.deliver(raw, { from: '', to: recipient })
    expect(answer.code).toBe(250)
    await samtale.settled()
  }
  return { account, admin, threadId, copyTo, row, deliveries, report, to: account.fallbackAddress }
}

const said = '550 5.1.1 <ingrid@nordmark.example>: No such person'

test.each([
  {
    because: 'the Message-ID in the header that came back',
    report: ({ raw, to }: Sent) =>
      aDeliveryReport({ action: 'failed', recipient: ingrid, diagnostic: said, returned: headerOf(raw), to }),
  },
  {
    because: 'the address that it was sent to, where it went on from there',
    report: ({ raw, to }: Sent) =>
      aDeliveryReport({
        action: 'failed',
        recipient: 'ih@office.example',
        originalRecipient: ingrid,
        diagnostic: said,
        returned: headerOf(raw),
        to,
      }),
  },
  {
    because: 'our own mark of the copy, where only an alias of his is named',
    report: ({ raw, to }: Sent) =>
      aDeliveryReport({
        action: 'failed',
        recipient: 'ih@office.example',
        diagnostic: said,
        returned: headerOf(raw),
        to,
      }),
  },
  {
    because: 'References of the report',
    report: ({ raw, to }: Sent) =>
      aDeliveryReport({ action: 'failed', recipient: ingrid, diagnostic: said, returned: null, to }).replace(
        'Auto-Submitted',
        `References: ${fieldOf(raw, 'Message-ID')}\r\nAuto-Submitted`,
      ),
  },
  {
    because: 'words alone, with the mail below them',
    report: ({ raw, to }: Sent) =>
      aMail({
        from: 'Mail Delivery System <mailer-daemon@mx.nordmark.example>',
        to,
        subject: 'Mail delivery failed: returning message to sender',
        text: `A message that you sent could not be delivered to one or more of its recipients.\n\n  ${ingrid}\n    host mx.nordmark.example: ${said}\n\n------ This is a copy of the message ------\n\n${headerOf(raw)}`,
      }),
  },
])('pains-37 a bounce to the ordinary address finds its delivery by $because', async ({ report }) => {
  const sent = await aSentReply()
  await sent.report(report({ raw: sent.copyTo(ingrid).raw, to: sent.to }))
  expect((await sent.deliveries())[ingrid]).toMatchObject({ state: 'failed', reply: said })
  expect(await sent.row()).toMatchObject({ status: 'open', failedCount: 1, messageCount: 2 })
  expect(await samtale.counts(sent.account.accountId)).toEqual({ threads: 1, messages: 2 })
})

type Sent = { raw: string; to: string }

test('each of several recipients by the mark of his copy', async () => {
  const sent = await aSentReply([ingrid, ole])
  const failed = { action: 'failed', recipient: ole, returned: headerOf(sent.copyTo(ole).raw), to: sent.to } as const
  await sent.report(aDeliveryReport(failed))
  const deliveries = await sent.deliveries()
  expect([deliveries[ingrid]?.state, deliveries[ole]?.state]).toEqual(['sent', 'failed'])
  expect(await sent.row()).toMatchObject({ failedCount: 1, status: 'open' })
})

test.each([
  {
    because: 'an id that we did not make',
    forge: ({ raw, to }: Sent) =>
      aDeliveryReport({ action: 'failed', recipient: ingrid, returned: withOtherMac(raw), to }),
  },
  {
    because: 'a recipient that the mail did not go to',
    forge: ({ raw, to }: Sent) =>
      aDeliveryReport({ action: 'failed', recipient: 'lars@vik.example', returned: withoutMarks(raw), to }),
  },
  {
    because: 'nothing of ours at all',
    forge: ({ to }: Sent) => aDeliveryReport({ action: 'failed', recipient: ingrid, returned: null, to }),
  },
])('abuse-20 a bounce with $because is a conversation, and changes no delivery', async ({ forge }) => {
  const sent = await aSentReply()
  await sent.report(forge({ raw: sent.copyTo(ingrid).raw, to: sent.to }))
  expect((await sent.deliveries())[ingrid]?.state).toBe('sent')
  expect(await sent.row()).toMatchObject({ status: 'closed', failedCount: 0 })
  expect(await samtale.counts(sent.account.accountId)).toEqual({ threads: 2, messages: 3 })
  const { body } = await sent.admin.get('/api/threads', { expects: 200 })
  expect(body.results[0]).toMatchObject({ waitingSince: null, status: 'open' })
})

test('abuse-20 who got a copy can mark no copy but his own as failed', async () => {
  const sent = await aSentReply([ingrid, ole])
  const { raw } = sent.copyTo(ole)
  for (const returned of [headerOf(raw), withoutMarks(raw)])
    await sent.report(aDeliveryReport({ action: 'failed', recipient: ingrid, returned, to: sent.to, from: ole }))
  expect((await sent.deliveries())[ingrid]?.state).toBe('sent')
  // The second of them proves nothing, and is shown.
  await sent.report(aReadReceipt({ recipient: ingrid, messageId: idOf(raw), to: sent.to, from: ole }))
  expect((await sent.deliveries())[ingrid]?.state).toBe('sent')
})

test('abuse-20 a bounce that quotes our signed reply address gives its reader no right to write', async () => {
  const sent = await aSentReply()
  const { raw } = sent.copyTo(ingrid)
  const replyTo = /<([^>]+)>/.exec(fieldOf(raw, 'Reply-To'))?.[1] ?? ''
  const stranger = 'postmaster@mx.nordmark.example'
  await samtale.deliver(aMail({ from: stranger, to: replyTo, inReplyTo: idOf(raw) }), { from: stranger, to: replyTo })
  // A report that says it is from the participant does not join either.
  await sent.report(
    aDeliveryReport({
      action: 'failed',
      recipient: 'lars@vik.example',
      returned: withoutMarks(raw),
      to: replyTo,
      from: ingrid,
    }),
    replyTo,
  )
  expect(await sent.row()).toMatchObject({ status: 'closed', messageCount: 2 })
  expect(await samtale.counts(sent.account.accountId)).toEqual({ threads: 3, messages: 4 })
})

test('a delay is noted and changes nothing; a receipt says that it came, and that it was read', async () => {
  const sent = await aSentReply()
  const { raw } = sent.copyTo(ingrid)
  const about = { recipient: ingrid, returned: headerOf(raw), to: sent.to }
  await sent.report(aDeliveryReport({ ...about, action: 'delayed', diagnostic: '451 4.4.1 Try later' }))
  expect((await sent.deliveries())[ingrid]).toMatchObject({
    state: 'sent',
    reply: '451 4.4.1 Try later',
    delayedAt: expect.any(String),
  })
  await sent.report(aDeliveryReport({ ...about, action: 'relayed' }))
  expect((await sent.deliveries())[ingrid]?.state).toBe('sent')
  await sent.report(aDeliveryReport({ ...about, action: 'delivered' }))
  expect((await sent.deliveries())[ingrid]).toMatchObject({ state: 'delivered', delayedAt: null })
  await sent.report(aReadReceipt({ recipient: ingrid, messageId: idOf(raw), to: sent.to, from: ingrid }))
  expect((await sent.deliveries())[ingrid]?.state).toBe('read')
  await sent.report(aDeliveryReport({ ...about, action: 'failed' }))
  expect((await sent.deliveries())[ingrid]?.state).toBe('read')
  expect(await sent.row()).toMatchObject({ status: 'closed', failedCount: 0, messageCount: 2 })
})

test('pains-37 an absence notice joins without reopening, to whichever address it goes', async () => {
  const sent = await aSentReply()
  const { raw, from } = sent.copyTo(ingrid)
  const replyTo = /<([^>]+)>/.exec(fieldOf(raw, 'Reply-To'))?.[1] ?? ''
  const notice = (to: string) =>
    aMail({
      to,
      subject: 'Autosvar: Re: E7 on the display',
      text: `Jeg er ute av kontoret. Til ${to}`,
      inReplyTo: idOf(raw),
    })
  await sent.report(notice(replyTo), replyTo)
  // RFC 3834 §4: to the return path.
  await sent.report(notice(from), from)
  await sent.report(notice(sent.to))
  expect(await sent.row()).toMatchObject({ status: 'closed', messageCount: 5, waitingSince: null })
  expect(await samtale.counts(sent.account.accountId)).toEqual({ threads: 1, messages: 5 })
  // Anybody else's, to the return path, is nothing.
  await samtale.deliver(notice(from).replace('ingrid@', 'mallory@'), { from: 'mallory@nordmark.example', to: from })
  await samtale.settled()
  expect(await samtale.counts(sent.account.accountId)).toEqual({ threads: 1, messages: 5 })
})

test.each([
  { because: 'a mail of ours that comes back', loops: (raw: string) => raw },
  {
    because: 'a mail that has passed fifty servers',
    loops: (raw: string) =>
      aMail({
        inReplyTo: idOf(raw),
        headers: Array<string>(51).fill('Received: from a.example by b.example; Tue, 10 Mar 2026 12:00:00 +0000'),
      }),
  },
])('abuse-15 $because is kept and marked, and reopens nothing', async ({ loops }) => {
  const sent = await aSentReply()
  await samtale.deliver(loops(sent.copyTo(ingrid).raw), { from: ingrid, to: sent.to })
  await samtale.settled()
  expect(await sent.row()).toMatchObject({ status: 'closed', waitingSince: null })
  expect((await samtale.counts(sent.account.accountId)).messages).toBe(3)
  const { rows } = await sql<{ traits: string[] }>`
    select traits from message where account_id = ${sent.account.accountId} order by id desc limit 1`.execute(
    samtale.database.db,
  )
  expect(rows[0]?.traits).toContain('loop')
})

const idOf = (raw: string) => /<([^>]+)>/.exec(fieldOf(raw, 'Message-ID'))?.[1] ?? ''

/** What a relay that rewrites headers leaves: the Message-ID alone. */
const withoutMarks = (raw: string) => `Message-ID: <${idOf(raw)}>\r\nSubject: Re: E7 on the display`

function withOtherMac(raw: string): string {
  const [name = '', domain] = idOf(raw).split('@')
  return `Message-ID: <${name.slice(0, -1)}${name.endsWith('a') ? 'b' : 'a'}@${domain}>\r\nSubject: Re: E7`
}

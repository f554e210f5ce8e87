import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()

const stranger = 'Jonas Berg <jonas@nordmark.example>'
const stated = 'Ingrid Haugen <Ingrid@fjell.example>'

const inline = (from: string, messageId?: string) =>
  aMail({
    from,
    subject: 'Fwd: Varmepumpe',
    ...(messageId ? { messageId } : {}),
    text: `See below.\n\n---------- Forwarded message ---------\nFrom: ${stated}\nDate: Tue, 3 Mar 2026 10:12\nSubject: Varmepumpe\nTo: support@solvik.example\n\nThe display says E7.`,
  })

const attached = (from: string) =>
  [
    `From: ${from}`,
    'To: support@solvik-varme.inbox.localhost',
    'Subject: Fwd: Varmepumpe',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'See attached.',
    '--b',
    'Content-Type: message/rfc822',
    '',
    `From: ${stated}`,
    'Subject: Varmepumpe',
    'Content-Type: text/plain',
    '',
    'The display says E7.',
    '--b--',
    '',
  ].join('\r\n')

async function anAccount({ usesOriginalSender = true } = {}) {
  const account = await samtale.openAccount('Solvik Varme')
  const admin = await samtale.signIn(account.email)
  const inboxes = await admin.get('/api/inboxes', { expects: 200 })
  const channels = await admin.get(`/api/inboxes/${inboxes.body.results[0].id}/channels`, { expects: 200 })
  const channel = channels.body.results[0]
  expect(channel.usesOriginalSender).toBe(true)
  const turn = (isOn: boolean) => admin.patch(`/api/channels/${channel.id}`, { usesOriginalSender: isOn })
  if (!usesOriginalSender) expect((await turn(false)).body.usesOriginalSender).toBe(false)
  const deliver = async (mail: string) => {
    await samtale.deliver(mail, { from: 'envelope@nordmark.example', to: account.fallbackAddress })
    await samtale.settled()
  }
  const newest = async () => {
    const { body } = await admin.get('/api/threads', { expects: 200 })
    const row = body.results[0]
    const [details, timeline] = await Promise.all([
      admin.get(`/api/threads/${row.id}`, { expects: 200 }),
      admin.get(`/api/threads/${row.id}/timeline`, { expects: 200 }),
    ])
    return { row, details: details.body, item: timeline.body.results[0], count: body.results.length }
  }
  return { account, admin, turn, deliver, newest }
}

test.each([
  { because: 'inline, nobody knows the author', form: inline, isKnown: false },
  { because: 'inline, the author is a contact', form: inline, isKnown: true },
  { because: 'attached, nobody knows the author', form: attached, isKnown: false },
  { because: 'attached, the author is a contact', form: attached, isKnown: true },
])('S22 a forward is logged on who wrote it, and marked: $because', async ({ form, isKnown }) => {
  const { deliver, newest } = await anAccount()
  if (isKnown) await deliver(aMail({ from: 'Ingrid H. <ingrid@fjell.example>', subject: 'Before' }))
  await deliver(form(stranger))
  const { row, details, item } = await newest()
  const name = isKnown ? 'Ingrid H.' : 'Ingrid Haugen'
  expect(row).toMatchObject({ contact: { name, address: 'ingrid@fjell.example' }, isContactStated: true })
  expect(details.contact).toMatchObject({ name, isStated: !isKnown })
  expect(item).toMatchObject({
    author: { name: 'Jonas Berg', address: 'jonas@nordmark.example' },
    forwarded: { author: { address: 'Ingrid@fjell.example' }, isAuthors: true },
    reply: { to: [{ address: 'jonas@nordmark.example' }] },
    suggested: [{ kind: 'to', address: 'Ingrid@fjell.example', because: 'statedAuthor' }],
  })
})

test.each([
  { because: 'inline', form: inline },
  { because: 'attached', form: attached },
])('S22 with the switch off the forwarder is the sender: $because', async ({ form }) => {
  const { deliver, newest, turn } = await anAccount({ usesOriginalSender: false })
  await deliver(form(stranger))
  const before = await newest()
  expect(before.row).toMatchObject({ contact: { address: 'jonas@nordmark.example' }, isContactStated: false })
  expect(before.item).toMatchObject({
    forwarded: { author: { name: 'Ingrid Haugen' }, isAuthors: false },
    reply: { to: [{ address: 'jonas@nordmark.example' }] },
    suggested: [],
  })
  // What came before stays as it was logged.
  await turn(true)
  expect(await newest()).toEqual(before)
})

test('S22 a second delivery changes nothing, and the author’s next forward finds the same contact', async () => {
  const { deliver, newest } = await anAccount()
  await deliver(inline(stranger, 'one@nordmark.example'))
  const first = await newest()
  await deliver(inline(stranger, 'one@nordmark.example'))
  expect((await newest()).count).toBe(first.count)
  await deliver(inline('Elif Demir <elif@nordmark.example>', 'two@nordmark.example'))
  const second = await newest()
  expect(second.count).toBe(first.count + 1)
  expect(second.row.contact).toEqual(first.row.contact)
})

test('S22 abuse-11 who only pretends to be a colleague does not choose whom we answer', async () => {
  const { account, deliver, newest } = await anAccount()
  await deliver(inline(`The Boss <${account.email}>`))
  expect((await newest()).item).toMatchObject({
    sender: { signs: expect.arrayContaining(['claimsUser']) },
    reply: { to: [{ address: account.email }] },
    suggested: [{ kind: 'to', address: 'Ingrid@fjell.example' }],
  })
})

test('S22 a colleague’s forward is answered to its author, the colleague suggested in Cc, once his domain proves him', async () => {
  const { account, deliver, newest } = await anAccount()
  await deliver(inline(`Kari Solheim <${account.email}>`))
  await sql`update message set sender = sender || '{"state": "verified", "by": "dmarc", "signs": []}'
    where account_id = ${account.accountId} and from_address = ${account.email}`.execute(samtale.database.db)
  expect((await newest()).item).toMatchObject({
    reply: { to: [{ address: 'Ingrid@fjell.example' }] },
    suggested: [{ kind: 'cc', address: account.email, because: 'forwarder' }],
  })
})

test('S22 abuse-11 whoever was only named writes for the first time, under the name that he gives himself', async () => {
  const { deliver, newest } = await anAccount()
  await deliver(inline(stranger))
  await deliver(aMail({ from: 'Ingrid Fjell Haugen <ingrid@fjell.example>', subject: 'Hello' }))
  const { row, details, item } = await newest()
  expect(row).toMatchObject({ contact: { name: 'Ingrid Fjell Haugen' }, isContactStated: false })
  expect(details.contact.isStated).toBe(false)
  expect(item.sender.signs).toContain('firstTime')
  // The next forward that names him by another name says nothing about him.
  await deliver(inline('Elif Demir <elif@nordmark.example>'))
  expect((await newest()).row).toMatchObject({ contact: { name: 'Ingrid Fjell Haugen' }, isContactStated: true })
})

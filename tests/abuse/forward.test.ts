import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()

type Person = { name: string; address: string }
const kari: Person = { name: 'Kari Solheim', address: 'kari@vip.example' }
const mallory = 'Mallory Moen <mallory@elsewhere.example>'

/** A forward of which every word is made up. */
const craft = (stated: string, more: { subject?: string; separator?: string; labels?: string[] } = {}) => {
  const [from, date, subject, to] = more.labels ?? ['From', 'Date', 'Subject', 'To']
  return `Please see below.\n\n${more.separator ?? '---------- Forwarded message ---------'}\n${from}: ${stated}\n${date}: Tue, 3 Mar 2026 10:12\n${subject}: ${more.subject ?? 'Our contract'}\n${to}: support@solvik.example\n\nPay the invoice to account 1234.`
}

const attachedFrom = (stated: string) =>
  [
    `From: ${mallory}`,
    'To: support@solvik-varme.inbox.localhost',
    'Subject: Fwd: Our contract',
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
    'Subject: Our contract',
    `In-Reply-To: <first@vip.example>`,
    'Content-Type: text/plain',
    '',
    'Pay the invoice to account 1234.',
    '--b--',
    '',
  ].join('\r\n')

/** An account where the VIP has written, is known by a name, and has a conversation. */
async function anAccountWithVip() {
  const account = await samtale.openAccount('Solvik Varme')
  const admin = await samtale.signIn(account.email)
  const deliver = (mail: string) => samtale.deliver(mail, { to: account.fallbackAddress })
  await deliver(
    aMail({ from: `${kari.name} <${kari.address}>`, messageId: 'first@vip.example', subject: 'Our contract' }),
  )
  await samtale.settled()
  const facts = async () => {
    const { rows } = await sql`
      select
        (select json_agg(json_build_object('id', c.id, 'name', c.name, 'email', c.email) order by c.id)
          from contact c where c.account_id = a.id) as contacts,
        (select json_agg(json_build_object('value', i.value, 'contact', i.contact_id) order by i.value)
          from contact_identity i where i.account_id = a.id) as identities,
        (select json_agg(json_build_object('thread', p.thread_id, 'address', p.address) order by p.thread_id, p.address)
          from thread_participant p where p.account_id = a.id) as participants,
        (select json_agg(json_build_object('id', t.id, 'contact', t.contact_id, 'count', t.message_count) order by t.id)
          from thread t where t.account_id = a.id) as threads
      from account a where a.id = ${account.accountId}`.execute(samtale.database.db)
    return rows[0] as Record<'contacts' | 'identities' | 'participants' | 'threads', Record<string, unknown>[]>
  }
  return { account, admin, deliver, facts }
}

test.each([
  {
    because: 'written out',
    mail: aMail({ from: mallory, subject: 'Fwd: Our contract', text: craft(`${kari.name} <${kari.address}>`) }),
  },
  {
    because: 'another name for the VIP’s address',
    mail: aMail({
      from: mallory,
      subject: 'Fwd: Our contract',
      text: craft(`Somebody Else <${kari.address.toUpperCase()}>`),
    }),
  },
  {
    because: 'with ids of the VIP’s conversation in the text',
    mail: aMail({
      from: mallory,
      subject: 'Fwd: Our contract',
      text: `${craft(`${kari.name} <${kari.address}>`)}\nReferences: <first@vip.example>`,
    }),
  },
  {
    because: 'with References of the VIP’s conversation',
    mail: aMail({
      from: mallory,
      subject: 'Fwd: Our contract',
      references: '<first@vip.example>',
      text: craft(`${kari.name} <${kari.address}>`),
    }),
  },
  {
    because: 'without a mark in the subject, by the block alone',
    mail: aMail({
      from: mallory,
      subject: 'Our contract',
      text: craft(`${kari.name} <${kari.address}>`, { separator: '', labels: ['Fra', 'Sendt', 'Emne', 'Til'] }),
    }),
  },
  { because: 'attached', mail: attachedFrom(`${kari.name} <${kari.address}>`) },
  {
    because: 'a list that nobody runs',
    mail: aMail({
      from: '"Kari Solheim via Support" <mallory@elsewhere.example>',
      subject: 'Our contract',
      headers: ['List-Id: <support.elsewhere.example>', `X-Original-From: ${kari.name} <${kari.address}>`],
    }),
  },
])('abuse-11 a crafted forward is the forwarder’s: $because', async ({ mail }) => {
  const { admin, deliver, facts } = await anAccountWithVip()
  const before = await facts()
  await deliver(mail)
  await samtale.settled()
  const after = await facts()
  // The VIP: the same contact, the same name, the same conversation, nobody new in it.
  expect(after.contacts).toEqual([...before.contacts, expect.objectContaining({ email: 'mallory@elsewhere.example' })])
  expect(after.identities).toEqual(expect.arrayContaining(before.identities))
  expect(after.identities).toHaveLength(2)
  expect(after.threads.slice(0, 1)).toEqual(before.threads)
  expect(after.threads).toHaveLength(2)
  const [newest] = after.threads.slice(1)
  const inNewest = after.participants.filter(({ thread }) => thread === newest?.id)
  expect(after.participants.filter(({ thread }) => thread !== newest?.id)).toEqual(before.participants)
  expect(inNewest.map(({ address }) => address)).not.toContain(kari.address)
  expect(inNewest.map(({ address }) => address)).toContain('mallory@elsewhere.example')
  expect(newest?.contact).toBe(after.contacts[1]?.id)
  // What is stated is told as stated, beside the sender as he is; an answer goes to him.
  const { body } = await admin.get(`/api/threads/${newest?.id}/timeline`, { expects: 200 })
  expect(body.results[0]).toMatchObject({
    author: { address: 'mallory@elsewhere.example' },
    forwarded: {
      forwarder: { address: 'mallory@elsewhere.example' },
      author: { address: expect.stringMatching(/^kari@vip\.example$/i) },
    },
    reply: { to: [{ address: 'mallory@elsewhere.example' }] },
  })
})

test('abuse-11 an answer of the VIP opens no door of the conversation that named him', async () => {
  const { deliver, facts } = await anAccountWithVip()
  await deliver(
    aMail({
      from: mallory,
      subject: 'Fwd: Our contract',
      messageId: 'crafted@elsewhere.example',
      text: craft(`${kari.name} <${kari.address}>`),
    }),
  )
  await samtale.settled()
  await deliver(aMail({ from: `${kari.name} <${kari.address}>`, references: '<crafted@elsewhere.example>' }))
  await samtale.settled()
  expect((await facts()).threads).toHaveLength(3)
})

test.each([
  { because: 'the address of the inbox', address: (facts: { inbox: string; user: string }) => facts.inbox },
  {
    because: 'its plus address',
    address: (facts: { inbox: string; user: string }) => facts.inbox.replace('@', '+abc@').toUpperCase(),
  },
  { because: 'a user of the account', address: (facts: { inbox: string; user: string }) => facts.user },
])('abuse-11 one of us is no stated writer: $because', async ({ address }) => {
  const { account, admin, deliver } = await anAccountWithVip()
  const stated = address({ inbox: account.fallbackAddress, user: account.email })
  await deliver(aMail({ from: mallory, subject: 'Fwd: Our contract', text: craft(`The Boss <${stated}>`) }))
  await samtale.settled()
  const { body } = await admin.get('/api/threads', { expects: 200 })
  const timeline = await admin.get(`/api/threads/${body.results[0].id}/timeline`, { expects: 200 })
  expect(timeline.body.results[0].forwarded).toMatchObject({ method: 'inline', author: null })
})

test('S19 what a mail system sent on is its writer’s, and claims nothing; what was passed on by hand stays visible', async () => {
  const { account, admin, deliver } = await anAccountWithVip()
  await samtale.deliver(aMail({ from: 'Ingrid Haugen <ingrid@nordmark.example>', subject: 'Varmepumpe' }), {
    from: 'post+caf_=support=x.example@gmail.com',
    to: account.fallbackAddress,
  })
  await samtale.settled()
  const newest = async () => {
    const { body } = await admin.get('/api/threads', { expects: 200 })
    const timeline = await admin.get(`/api/threads/${body.results[0].id}/timeline`, { expects: 200 })
    return timeline.body.results[0]
  }
  expect(await newest()).toMatchObject({
    author: { address: 'ingrid@nordmark.example' },
    forwarded: { method: 'auto', author: null, forwarder: { address: 'post@gmail.com' } },
    traits: [],
  })
  await deliver(aMail({ from: mallory, subject: 'Fwd: Our contract', text: craft('Ingrid <ingrid@nordmark.example>') }))
  await samtale.settled()
  const item = await newest()
  expect(item.traits).toContain('forwarded')
  expect(item.parts).toMatchObject([{ text: expect.stringContaining('Pay the invoice'), fold: null }])
})

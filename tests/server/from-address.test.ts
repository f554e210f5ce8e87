import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import { afterAll, expect, test } from 'vitest'
import { apiClient, type Client } from '../harness/api-client.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'

const relay = await startScriptedSmtp()
afterAll(() => relay.close())
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url, API_RATE_LIMIT: '0' } })
const { origin } = samtale
const { db } = samtale.database
const expired = { status: 400, body: { code: 'linkExpired' } }
const anyone = () => apiClient(origin, {})
const forgetAttempts = () => sql`delete from throttle`.execute(db)

let number = 0

/** A company of its own with a conversation: its channel, and what it takes to answer. */
async function aCompany(name = `Firma ${++number}`) {
  await forgetAttempts()
  const account = await samtale.openAccount(name)
  const client = await samtale.signIn(account.email)
  const customer = `ingrid${++number}@nordmark.example`
  await samtale.deliver(aMail({ from: customer, to: account.fallbackAddress }), {
    from: customer,
    to: account.fallbackAddress,
  })
  await samtale.settled()
  const [thread] = (await client.get('/api/threads', { expects: 200 })).body.results
  const details = (await client.get(`/api/threads/${thread.id}`, { expects: 200 })).body
  const channelId = details.channelAccount.id as string
  const channel = `/api/channels/${channelId}`
  const answer = async (text: string) =>
    client.post(
      `/conversations/v3/conversations/threads/${thread.id}/messages`,
      {
        type: 'MESSAGE',
        text,
        senderActorId: `A-${account.userId}`,
        channelId: '1002',
        channelAccountId: channelId,
        recipients: { deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: customer } },
      },
      { expects: 201 },
    )
  /** From of the mail with these words, as a mail reader that is not ours reads it. */
  const fromOf = async (text: string) => (await mailTo(customer, text)).from?.value[0]
  return { ...account, client, customer, channelId, channel, threadId: thread.id as string, answer, fromOf }
}

async function mailTo(address: string, words: string) {
  const found = async () => {
    const mails = relay.accepted.filter(({ to }) => to.includes(address))
    const parsed = await Promise.all(mails.map(({ raw }) => simpleParser(Buffer.from(raw, 'latin1'))))
    return parsed.filter(({ text }) => text?.includes(words)).at(-1)
  }
  await expect.poll(async () => (await found()) !== undefined).toBe(true)
  return (await found()) as NonNullable<Awaited<ReturnType<typeof found>>>
}

/** Asks for an address, and answers the token that its mail brought. */
async function asked(client: Client, channel: string, address: string): Promise<string> {
  const before = relay.accepted.filter(({ to }) => to.includes(address)).length
  await client.post(`${channel}/from-address`, { address }, { expects: 200 })
  await expect.poll(() => relay.accepted.filter(({ to }) => to.includes(address)).length).toBe(before + 1)
  await samtale.settled()
  const raw = relay.accepted.filter(({ to }) => to.includes(address)).at(-1)?.raw ?? ''
  const { text = '' } = await simpleParser(Buffer.from(raw, 'latin1'))
  return /\/from-address#([\w-]{43})/.exec(text)?.[1] ?? ''
}

const confirm = (token: string) => anyone().post('/api/from-addresses/confirm', { token })
const stateOf = async (client: Client, channel: string) => {
  const { body } = await client.get(channel, { expects: 200 })
  return { chosen: body.fromAddress, sendsFrom: body.sendsFrom, states: body.fromAddresses }
}

test('S18 S30 only a proven address sends: asked, chosen, opened, confirmed, given up', async () => {
  const { client, channel, answer, fromOf, fallbackAddress } = await aCompany('Solvik.no Varme')
  const address = 'Post@solvik.example'
  expect(await client.patch(channel, { fromAddress: address })).toMatchObject({
    status: 409,
    body: { code: 'fromAddressUnasked' },
  })
  const token = await asked(client, channel, address)
  const mail = await mailTo(address, '24 hours')
  expect(mail.subject).toBe('Confirm this address for Samtale')
  expect(mail.text).toContain(`"Solvik no Varme" asks to send mail from ${address}`)
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
  await client.patch(channel, { fromAddress: 'post@SOLVIK.example' }, { expects: 200 })
  expect(await stateOf(client, channel)).toMatchObject({
    chosen: address,
    sendsFrom: fallbackAddress,
    states: [{ address, state: 'waiting', isAskedHere: true, isUndelivered: false }],
  })
  await answer('Not proven yet')
  expect(await fromOf('Not proven yet')).toMatchObject({ address: fallbackAddress })

  // To look at the page proves nothing, however often.
  for (let time = 0; time < 2; time++) {
    const { body } = await anyone().post('/api/from-addresses/open', { token }, { expects: 200 })
    expect(body).toEqual({ address, accountName: 'Solvik.no Varme' })
  }
  expect((await anyone().get('/from-address')).status).toBeLessThan(500)
  expect(await stateOf(client, channel)).toMatchObject({ states: [{ state: 'waiting' }] })

  const answers = await Promise.all([confirm(token), confirm(token), confirm(token)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
  expect(await confirm(token)).toMatchObject(expired)
  expect(await anyone().post('/api/from-addresses/open', { token })).toMatchObject(expired)
  const { body: written } = await client.get('/api/audit?action=channel.from_address_proven', { expects: 200 })
  expect(written.results).toMatchObject([{ who: { type: 'system', id: null }, after: { fromAddress: address } }])
  const proven = await stateOf(client, channel)
  expect(proven).toMatchObject({ chosen: address, sendsFrom: address, states: [{ state: 'proven' }] })
  await answer('Proven now')
  expect(await fromOf('Proven now')).toMatchObject({ address, name: 'Kari Solheim, Solvik.no Varme' })
  expect((await mailTo(relay.accepted.at(-1)?.to[0] ?? '', 'Proven now')).replyTo?.value[0]?.address).toContain(
    fallbackAddress.split('@')[1],
  )

  await client.delete(`${channel}/from-addresses/${proven.states[0].id}`, { expects: 200 })
  expect(await stateOf(client, channel)).toMatchObject({ chosen: null, sendsFrom: fallbackAddress, states: [] })
  await answer('Given up')
  expect(await fromOf('Given up')).toMatchObject({ address: fallbackAddress })
})

test('S30 what waits to be undone leaves as it was shown, unless its address is no longer proven', async () => {
  const { client, channel, answer, fromOf, fallbackAddress, accountId } = await aCompany()
  const address = 'kontor@solvik.example'
  await confirm(await asked(client, channel, address))
  await client.patch(channel, { fromAddress: address, companyName: 'Solvik Før' }, { expects: 200 })
  const hold = () =>
    sql`update recipient set due_at = now() + interval '1 hour', leased_by = null
    where account_id = ${accountId} and message_id is not null and state = 'queued'`.execute(db)
  const release = () =>
    sql`update recipient set due_at = now() where account_id = ${accountId} and state = 'queued'`.execute(db)
  relay.script({ mail: '451 4.3.0 Try later' })
  await answer('Shown as before')
  await expect
    .poll(
      async () =>
        (await sql`select from recipient where account_id = ${accountId} and attempts > 0`.execute(db)).rows.length,
    )
    .toBe(1)
  await hold()
  relay.script({})
  await client.patch(channel, { fromAddress: null, companyName: 'Solvik Etter' }, { expects: 200 })
  await release()
  expect(await fromOf('Shown as before')).toMatchObject({ address, name: 'Kari Solheim, Solvik Før' })

  await client.patch(channel, { fromAddress: address }, { expects: 200 })
  relay.script({ mail: '451 4.3.0 Try later' })
  await answer('No longer proven')
  await expect
    .poll(
      async () =>
        (
          await sql`select from recipient where account_id = ${accountId} and attempts > 0 and state = 'queued'`.execute(
            db,
          )
        ).rows.length,
    )
    .toBe(1)
  await hold()
  relay.script({})
  const { states } = await stateOf(client, channel)
  await client.delete(`${channel}/from-addresses/${states[0].id}`, { expects: 200 })
  await release()
  expect(await fromOf('No longer proven')).toMatchObject({ address: fallbackAddress })
})

test('S18 given up between the mail is composed and its first byte: it leaves from the default', async () => {
  const { client, channel, answer, fromOf, fallbackAddress, accountId } = await aCompany()
  await confirm(await asked(client, channel, 'sent@solvik.example'))
  await client.patch(channel, { fromAddress: 'sent@solvik.example' }, { expects: 200 })
  await samtale.database.transaction(async (tx) => {
    await sql`delete from from_address where account_id = ${accountId}`.execute(tx)
    // Composed as proven, it waits at the proof for what is not yet committed.
    await answer('Gone in between')
    const waiting = () =>
      sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    await expect.poll(async () => (await waiting()).rows.length).toBe(1)
  })
  expect(await fromOf('Gone in between')).toMatchObject({ address: fallbackAddress })
})

test('S18 a proof is of the account: another channel of it sends from the address, another company does not', async () => {
  const company = await aCompany()
  const other = await aCompany()
  const address = 'felles@solvik.example'
  await confirm(await asked(company.client, company.channel, address))
  const second = await company.client.post(
    `/api/inboxes/${company.inboxId}/channels`,
    { type: 'fallback-email', localPart: 'service' },
    { expects: 201 },
  )
  expect(second.body.fromAddresses).toMatchObject([{ address, state: 'proven', isAskedHere: false }])
  const sent = relay.accepted.length
  await company.client.post(`/api/channels/${second.body.id}/from-address`, { address }, { expects: 200 })
  await company.client.patch(`/api/channels/${second.body.id}`, { fromAddress: address }, { expects: 200 })
  expect((await company.client.get(`/api/channels/${second.body.id}`)).body.sendsFrom).toBe(address)
  await samtale.settled()
  expect(relay.accepted.length).toBe(sent)
  expect(await other.client.patch(other.channel, { fromAddress: address })).toMatchObject({ status: 409 })
  expect((await stateOf(other.client, other.channel)).states).toEqual([])
})

test.each([
  {
    because: 'a newer one was sent',
    spoil: async ({ client, channel }: Awaited<ReturnType<typeof aCompany>>, address: string) => {
      await asked(client, channel, address)
    },
  },
  {
    because: 'the channel asked for another address meanwhile',
    spoil: async ({ client, channel }: Awaited<ReturnType<typeof aCompany>>) => {
      await asked(client, channel, 'another@solvik.example')
    },
  },
  {
    because: 'a day went by',
    spoil: ({ accountId }: Awaited<ReturnType<typeof aCompany>>) =>
      sql`update from_address set expires_at = now() where account_id = ${accountId}`.execute(db),
  },
  {
    because: 'the channel was removed',
    spoil: ({ channelId }: Awaited<ReturnType<typeof aCompany>>) =>
      sql`update channel_account set archived_at = now() where id = ${channelId}`.execute(db),
  },
  {
    because: 'the address became another company’s here',
    spoil: async (_: unknown, address: string) => {
      const { accountId, channelId } = await aCompany()
      await sql`insert into mail_address (address, account_id, channel_account_id)
        values (${address}, ${accountId}, ${channelId})`.execute(db)
    },
  },
])('abuse-10 a link proves nothing once $because', async ({ spoil }) => {
  const company = await aCompany()
  const address = `post${++number}@solvik.example`
  const token = await asked(company.client, company.channel, address)
  const { rows } = await sql<{ row: string; hours: number }>`select f::text as row,
    round(extract(epoch from expires_at - now()) / 3600)::int as hours from from_address f
    where address_key = ${address}`.execute(db)
  expect(rows).toMatchObject([{ hours: 24 }])
  expect(rows[0]?.row).not.toContain(token)
  await spoil(company, address)
  expect(await confirm(token)).toMatchObject(expired)
  expect((await stateOf(company.client, company.channel).catch(() => null))?.sendsFrom).not.toBe(address)
})

test('abuse-9 abuse-10 no address of this installation but one’s own is proven, however it is written', async () => {
  const victim = await aCompany()
  const { client, channel, fallbackAddress } = await aCompany()
  const [local, domain = ''] = victim.fallbackAddress.split('@')
  const before = relay.accepted.length
  const written = [
    victim.fallbackAddress,
    victim.fallbackAddress.toUpperCase(),
    `${local}+tag@${domain}`,
    `${local}@${domain.replace(/[a-z]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0))}`,
    `nobody@${domain}`,
    `anybody@nobody-here.${samtale.server.settings.mailDomains.paid}`,
    `reply@${samtale.server.settings.mailDomains.free}`,
  ]
  for (const address of written) {
    const answer = await client.post(`${channel}/from-address`, { address })
    expect([address, answer.status, answer.body.code]).toEqual([address, 409, 'fromAddressOurs'])
  }
  // One's own needs no proof: its mail is the account's already.
  await client.post(`${channel}/from-address`, { address: fallbackAddress }, { expects: 200 })
  expect((await stateOf(client, channel)).states).toMatchObject([{ address: fallbackAddress, state: 'proven' }])
  await samtale.settled()
  expect(relay.accepted.length).toBe(before)
})

test('abuse-22 what could end or add a header, or be decoded to another address, is no from address', async () => {
  const { client, channel, answer, customer } = await aCompany()
  const texts = [
    'post@solvik.example\r\nBcc: all@nordmark.example',
    'post\r\n@solvik.example',
    'post\u2028x@solvik.example',
    'post\u0000@solvik.example',
    '=?utf-8?q?ceo?=@solvik.example',
    '"post x"@solvik.example',
    'post@solvik.example, ceo@solvik.example',
    'Post <post@solvik.example>',
    'pøst@solvik.example',
    'post@[127.0.0.1]',
    'post@127.0.0.1',
    'post@localhost',
    'post(x)@solvik.example',
    `${'p'.repeat(65)}@solvik.example`,
    '',
  ]
  for (const address of texts) {
    const { status, body } = await client.post(`${channel}/from-address`, { address })
    expect([address, status, body.category]).toEqual([address, 400, 'VALIDATION_ERROR'])
  }
  const names = ['Solvik\r\nBcc: all@nordmark.example', 'Solvik\u2028Bcc: x', '=?utf-8?q?Bank?= <ceo@bank.example>']
  for (const [index, companyName] of names.entries()) {
    await client.patch(channel, { companyName, fromNameMode: 'company' }, { expects: 200 })
    await answer(`Named ${index}`)
    const mail = await mailTo(customer, `Named ${index}`)
    expect(mail.bcc).toBeUndefined()
    expect(mail.from?.value).toHaveLength(1)
    expect(mail.from?.value[0]).toMatchObject({
      address: (await stateOf(client, channel)).sendsFrom,
      name: companyName.replace(/\r\n|\u2028/, ' ').replace('=?', '= ?'),
    })
  }
})

test('abuse-24 abuse-54 nobody mails strangers at will: few an hour to an address, and few of a company', async () => {
  const { client, channel } = await aCompany()
  const statuses = async (addresses: string[]) => {
    const answers = []
    for (const address of addresses) answers.push((await client.post(`${channel}/from-address`, { address })).status)
    return answers
  }
  const one = (index: number) => (index % 2 ? 'Stranger@nordmark.example' : 'stranger@nordmark.example')
  expect(await statuses(Array.from({ length: 4 }, (_, index) => one(index)))).toEqual([200, 200, 200, 429])
  await forgetAttempts()
  const many = Array.from({ length: 11 }, (_, index) => `stranger${index}@nordmark.example`)
  expect(await statuses(many)).toEqual([...Array(10).fill(200), 429])
})

test('S17 abuse-23 while it is typed, a name that reads like another address’s is named with that address', async () => {
  const { client, channel, inboxId, fallbackAddress } = await aCompany()
  await client.patch(channel, { companyName: 'Solvik Varme' }, { expects: 200 })
  const path = `/api/inboxes/${inboxId}/channels`
  const { body: second } = await client.post(path, { type: 'fallback-email', localPart: 'sales' }, { expects: 201 })
  const check = async (id: string, text: string) =>
    (await client.get(`/api/channels/${id}/company-names/${encodeURIComponent(text)}`, { expects: 200 })).body
  const same = [
    'Solvik Varme',
    'SOLVIK varme',
    'Ｓｏｌｖｉｋ Varme',
    'Sоlvik Vаrme',
    ' Solvik  Varme ',
    'Solvik\u200bVarme',
    'So1vik Varrne',
  ]
  for (const text of same) {
    expect([text, await check(second.id, text)]).toEqual([
      text,
      { isFree: false, takenBy: { address: fallbackAddress, name: 'Solvik Varme' } },
    ])
  }
  expect(await check(second.id, 'Solvik 24/7?')).toEqual({ isFree: true, takenBy: null })
  // Its own name is free for itself.
  expect(await check(channel.split('/').at(-1) ?? '', 'Solvik Varme')).toEqual({ isFree: true, takenBy: null })
})

import { Client } from '@hubspot/api-client'
import { expect, test } from 'vitest'
import { createAppToken } from '../../server/account/app-token.ts'
import { aMail } from '../harness/mails.ts'
import { startSamtale, startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { account, origin } = samtale
const jonas = await samtale.addUser({ name: 'Jonas Berg' })
const client = new Client({ accessToken: account.token, basePath: origin })

const base = '/conversations/v3/conversations'
const swapped = '/conversations/conversations/v3'
type Query = Record<string, string | number | boolean | string[]>

/** As integrations call what the client has no functions for (hubspot-api 0.4): it does not throw on an error's status. */
async function call(method: string, path: string, { body, qs }: { body?: unknown; qs?: Query } = {}, by = client) {
  const response = await by.apiRequest({ method, path, ...(body === undefined ? {} : { body }), ...(qs ? { qs } : {}) })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

const answered = async (subject: string, from = 'Ingrid Haugen <ingrid@nordmark.example>') => {
  await samtale.deliver(aMail({ subject, from }))
  await samtale.settled()
  const { body } = await call('GET', `${base}/threads`, { qs: { sort: '-id', limit: 1 } })
  return body.results[0] as { id: string; associatedContactId: string; originalChannelAccountId: string }
}

const first = await answered('E7 on the display')
const second = await answered('An invoice', 'Jonas Lie <jonas@fjellvarme.example>')
const third = await answered('When do you come?')
const message = (fields: object = {}) => ({
  type: 'MESSAGE',
  text: 'It is the sensor.',
  senderActorId: `A-${account.userId}`,
  channelId: '1002',
  channelAccountId: first.originalChannelAccountId,
  recipients: [{ deliveryIdentifiers: [{ type: 'HS_EMAIL_ADDRESS', value: 'ingrid@nordmark.example' }] }],
  ...fields,
})

test('inboxes, channels and channel accounts, in a list and alone', async () => {
  const inboxes = await call('GET', `${base}/inboxes`)
  const inbox = { id: account.inboxId, name: 'Support', type: 'INBOX', archived: false }
  expect(inboxes).toMatchObject({ status: 200, body: { total: 1, results: [inbox] } })
  expect(await call('GET', `${base}/inboxes/${account.inboxId}`)).toMatchObject({ status: 200, body: inbox })

  const channel = { id: '1002', name: 'Email' }
  expect((await call('GET', `${base}/channels`)).body).toEqual({ total: 1, results: [channel] })
  expect((await call('GET', `${base}/channels/1002`)).body).toEqual(channel)

  const mail = {
    id: first.originalChannelAccountId,
    channelId: '1002',
    inboxId: account.inboxId,
    active: true,
    authorized: true,
    deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: account.fallbackAddress },
    archived: false,
  }
  const accounts = await call('GET', `${base}/channel-accounts`, { qs: { channelId: ['1002', '1000'] } })
  expect(accounts).toMatchObject({ status: 200, body: { total: 1, results: [mail] } })
  expect((await call('GET', `${base}/channel-accounts`, { qs: { channelId: 1000 } })).body.results).toEqual([])
  expect((await call('GET', `${base}/channel-accounts/${mail.id}`)).body).toMatchObject(mail)
})

const ids = (answer: { body: { results: { id: string }[] } }) => answer.body.results.map((one) => one.id)
const all = [first.id, second.id, third.id]

test.each<{ because: string; qs: () => Query; finds: string[] }>([
  { because: 'ascending by id, as HubSpot does', qs: () => ({}), finds: all },
  { because: 'sort=-id turns it round', qs: () => ({ sort: '-id' }), finds: all.toReversed() },
  {
    because: 'by the latest message',
    qs: () => ({ sort: 'latestMessageTimestamp', latestMessageTimestampAfter: '2020-01-01T00:00:00.000Z' }),
    finds: all,
  },
  {
    because: 'milliseconds are an instant too, and the sort may be turned round',
    qs: () => ({ sort: '-latestMessageTimestamp', latestMessageTimestampAfter: 1_577_836_800_000 }),
    finds: all.toReversed(),
  },
  {
    because: 'after an instant that is still to come there is nothing',
    qs: () => ({ latestMessageTimestampAfter: '2100-01-01T00:00:00Z' }),
    finds: [],
  },
  { because: 'of one contact', qs: () => ({ associatedContactId: second.associatedContactId }), finds: [second.id] },
  { because: 'of an inbox', qs: () => ({ inboxId: account.inboxId }), finds: all },
  { because: 'of several inboxes, repeated', qs: () => ({ inboxId: [account.inboxId, '999999'] }), finds: all },
  {
    because: 'of several inboxes, joined with commas',
    qs: () => ({ inboxId: `${account.inboxId},999999` }),
    finds: all,
  },
  { because: 'of an inbox that is not there', qs: () => ({ inboxId: 999_999 }), finds: [] },
  { because: 'open', qs: () => ({ threadStatus: 'OPEN' }), finds: all },
  { because: 'closed', qs: () => ({ threadStatus: 'CLOSED' }), finds: [] },
  { because: 'in the trash', qs: () => ({ archived: true }), finds: [] },
  { because: 'of a ticket, of which there is none', qs: () => ({ associatedTicketId: 5 }), finds: [] },
])('threads $because', async ({ qs, finds }) => {
  const answer = await call('GET', `${base}/threads`, { qs: qs() })
  expect(answer.status).toBe(200)
  expect(ids(answer)).toEqual(finds)
})

test.each<Query>([{}, { sort: '-id' }, { sort: 'latestMessageTimestamp', latestMessageTimestampAfter: 0 }])(
  'threads page by page are all of them, each once: %j',
  async (qs) => {
    const pages: string[][] = []
    let after: string | undefined
    do {
      const page = await call('GET', `${base}/threads`, { qs: { ...qs, limit: 1, ...(after ? { after } : {}) } })
      pages.push(ids(page))
      after = page.body.paging?.next.after
    } while (after)
    expect(pages).toEqual((qs.sort === '-id' ? all.toReversed() : all).map((id) => [id]))
  },
)

test('one thread, all of it or the properties asked for', async () => {
  const whole = await call('GET', `${base}/threads/${first.id}`, { qs: { association: 'TICKET' } })
  const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  expect(whole.body).toEqual({
    id: first.id,
    status: 'OPEN',
    inboxId: account.inboxId,
    associatedContactId: first.associatedContactId,
    spam: false,
    archived: false,
    originalChannelId: '1002',
    originalChannelAccountId: first.originalChannelAccountId,
    createdAt: iso,
    latestMessageTimestamp: iso,
    latestMessageReceivedTimestamp: iso,
    threadAssociations: {},
  })
  for (const property of ['spam,inboxId', ['spam', 'inboxId']]) {
    const part = await call('GET', `${base}/threads/${first.id}`, { qs: { property } })
    expect(part.body).toEqual({ id: first.id, spam: false, inboxId: account.inboxId })
  }
})

test('status, trash and restore', async () => {
  const path = `${base}/threads/${third.id}`
  const closed = await call('PATCH', path, { body: { status: 'CLOSED' } })
  expect(closed).toMatchObject({ status: 200, body: { status: 'CLOSED', closedAt: expect.any(String) } })
  expect(await call('DELETE', path)).toMatchObject({ status: 204, body: null })
  expect((await call('GET', path)).status).toBe(404)
  expect((await call('GET', path, { qs: { archived: true } })).body).toMatchObject({ id: third.id, archived: true })
  expect(ids(await call('GET', `${base}/threads`, { qs: { archived: true } }))).toEqual([third.id])
  const restored = await call('PATCH', path, { qs: { archived: true }, body: { archived: false } })
  expect(restored).toMatchObject({ status: 200, body: { archived: false, status: 'CLOSED' } })
  expect((await call('PATCH', path, { body: { status: 'OPEN' } })).body.closedAt).toBeUndefined()
  expect((await call('PATCH', path, { body: { archived: true } })).status).toBe(400)
})

test.each(
  [base, swapped].flatMap((prefix) => [
    { method: 'PUT', prefix, actorId: () => `A-${jonas.userId}` },
    { method: 'POST', prefix, actorId: () => jonas.userId },
    { method: 'PUT', prefix, actorId: () => jonas.email.toUpperCase() },
  ]),
)('the assignee by $method $prefix', async ({ method, prefix, actorId }) => {
  const path = `${prefix}/threads/${second.id}/assignee`
  const given = await call(method, path, { body: { actorId: actorId() } })
  expect(given).toMatchObject({ status: 200, body: { id: second.id, assignedTo: `A-${jonas.userId}` } })
  expect(await call('DELETE', path)).toMatchObject({ status: 204, body: null })
  expect((await call('GET', `${base}/threads/${second.id}`)).body.assignedTo).toBeUndefined()
})

test('messages: newest first with what happened between them, pages, one alone, its whole content', async () => {
  const path = `${base}/threads/${second.id}/messages`
  const list = await call('GET', path)
  expect(list.body.results.at(-1)).toMatchObject({
    type: 'MESSAGE',
    conversationsThreadId: second.id,
    direction: 'INCOMING',
    status: { statusType: 'RECEIVED' },
    channelId: '1002',
    subject: 'An invoice',
    truncationStatus: 'NOT_TRUNCATED',
    createdBy: `V-${second.associatedContactId}`,
    senders: [
      {
        actorId: `V-${second.associatedContactId}`,
        name: 'Jonas Lie',
        senderField: 'FROM',
        deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'jonas@fjellvarme.example' },
      },
    ],
    recipients: [
      { recipientField: 'TO', deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: account.fallbackAddress } },
    ],
  })
  const newest = ids(list)
  expect(ids(await call('GET', path, { qs: { sort: 'createdAt' } }))).toEqual(newest.toReversed())
  const page = await call('GET', path, { qs: { limit: 1 } })
  expect(ids(page)).toEqual(newest.slice(0, 1))
  const rest = await call('GET', path, { qs: { limit: 500, after: page.body.paging.next.after } })
  expect(ids(rest)).toEqual(newest.slice(1))

  const id = newest.at(-1)
  const one = await call('GET', `${path}/${id}`, { qs: { property: 'text,direction' } })
  expect(one.body).toEqual({ id, text: expect.stringContaining('E7'), direction: 'INCOMING' })
  const content = await call('GET', `${path}/${id}/original-content`)
  expect(content).toMatchObject({ status: 200, body: { text: expect.stringContaining('the house is cold') } })
})

test('a mail that quotes: the reply as text and HTML, and the whole of both as its original content', async () => {
  const html = [
    '<p>It works <b>again</b>.<img src="https://nordmark.example/pixel.gif"></p>',
    '<div class="gmail_signature">Ingrid, Nordmark AS</div>',
    '<div class="gmail_quote">On Tue, 10 Mar 2026 at 12:00, Kari &lt;kari@solvik.example&gt; wrote:',
    '<blockquote>Did you press reset?</blockquote></div>',
  ].join('')
  const quoted = [
    'From: Ingrid Haugen <ingrid@nordmark.example>',
    'To: support@solvik-varme.inbox.localhost',
    'Subject: Re: Reset',
    'Message-ID: <quoting@nordmark.example>',
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    '',
    html,
    '',
  ]
  await samtale.deliver(quoted.join('\r\n'))
  await samtale.settled()
  const { body: threads } = await call('GET', `${base}/threads`, { qs: { sort: '-id', limit: 1 } })
  const path = `${base}/threads/${threads.results[0].id}/messages`
  const { body } = await call('GET', path)
  expect(body.results[0]).toMatchObject({
    text: 'It works again.',
    richText: '<p>It works <b>again</b>.<img /></p>',
    truncationStatus: 'TRUNCATED_TO_MOST_RECENT_REPLY',
  })
  expect((await call('GET', `${path}/${body.results[0].id}`)).body).toEqual(body.results[0])
  const original = await call('GET', `${path}/${body.results[0].id}/original-content`)
  expect(original.body.text).toMatch(/^It works again\..*Nordmark AS.*> Did you press reset\?$/s)
  expect(original.body.richText).toContain('Did you press reset?')
  expect(original.body.richText).not.toContain('pixel.gif')
})

test('events have the system for their sender and the agent for their author', async () => {
  await call('PUT', `${base}/threads/${second.id}/assignee`, { body: { actorId: `A-${jonas.userId}` } })
  await call('PATCH', `${base}/threads/${second.id}`, { body: { status: 'CLOSED' } })
  const { body } = await call('GET', `${base}/threads/${second.id}/messages`, { qs: { limit: 2 } })
  const system = { client: { clientType: 'SYSTEM' }, senders: [{ actorId: 'S-hubspot' }], recipients: [] }
  expect(body.results).toMatchObject([
    { type: 'THREAD_STATUS_CHANGE', newStatus: 'CLOSED', ...system },
    { type: 'ASSIGNMENT', assignedTo: `A-${jonas.userId}`, ...system },
  ])
})

const mailTo = (value: string) => ({ type: 'HS_EMAIL_ADDRESS', value })

test.each([
  { because: 'as the reference has it', fields: () => ({}), to: ['ingrid@nordmark.example'] },
  {
    because: 'recipients as one object, with deliveryIdentifier alone',
    fields: () => ({ recipients: { deliveryIdentifier: mailTo('liv@nordmark.example') } }),
    to: ['liv@nordmark.example'],
  },
  {
    because: 'a recipient by actor id',
    fields: () => ({
      recipients: [{ actorId: `V-${first.associatedContactId}` }, { actorId: 'E-liv@nordmark.example' }],
    }),
    to: ['ingrid@nordmark.example', 'liv@nordmark.example'],
  },
  {
    because: 'richText beside text',
    fields: () => ({ richText: '<p>It is <b>the sensor</b>.</p>' }),
    to: ['ingrid@nordmark.example'],
  },
  {
    because: 'a name, a subject and fields',
    fields: () => ({
      subject: 'The sensor',
      recipients: [
        { name: 'Ingrid', recipientField: 'TO', deliveryIdentifier: mailTo('ingrid@nordmark.example') },
        { recipientField: 'CC', deliveryIdentifier: mailTo('liv@nordmark.example') },
        { recipientField: 'BCC', deliveryIdentifier: mailTo('arkiv@solvik.example') },
      ],
    }),
    to: ['ingrid@nordmark.example', 'liv@nordmark.example', 'arkiv@solvik.example'],
  },
])('a message is sent: $because', async ({ fields, to }) => {
  const sent = await call('POST', `${base}/threads/${first.id}/messages`, { body: message(fields()) })
  expect(sent).toMatchObject({
    status: 201,
    body: { type: 'MESSAGE', direction: 'OUTGOING', createdBy: `A-${account.userId}`, conversationsThreadId: first.id },
  })
  // Before the other server has answered there is no status.
  expect(sent.body.status).toBeUndefined()
  type Recipient = { deliveryIdentifier: { value: string } }
  expect(sent.body.recipients.map((one: Recipient) => one.deliveryIdentifier.value)).toEqual(to)
  expect((await call('GET', `${base}/threads/${first.id}/messages/${sent.body.id}`)).body).toEqual(sent.body)
})

test('a comment stays inside', async () => {
  const body = { type: 'COMMENT', text: 'Ask Jonas.', richText: '<p>Ask <b>Jonas</b>.</p>' }
  const sent = await call('POST', `${base}/threads/${first.id}/messages`, { body })
  expect(sent).toMatchObject({ status: 201, body: { ...body, recipients: [], attachments: [] } })
})

test('a file is uploaded by the client’s own function and attached as the guide writes it', async () => {
  const options = JSON.stringify({ access: 'PRIVATE' })
  const data = Buffer.from('a letter')
  const file = await client.files.filesApi.upload(
    { data, name: 'brev.txt' },
    undefined,
    '/conversations',
    'brev.txt',
    undefined,
    options,
  )
  expect(file).toMatchObject({ name: 'brev', extension: 'txt', size: data.length, access: 'PRIVATE', archived: false })
  for (const attachments of [
    [{ type: 'FILE', fileId: file.id }],
    { fileId: file.id },
    { fileId: `${origin}/api/files/${file.id}/content` },
  ]) {
    const sent = await call('POST', `${base}/threads/${first.id}/messages`, { body: message({ attachments }) })
    expect(sent).toMatchObject({
      status: 201,
      body: { attachments: [{ type: 'FILE', fileId: file.id, name: 'brev.txt', fileUsageType: 'OTHER' }] },
    })
  }
})

test('actors: one of each kind, unknown ones, and a batch', async () => {
  const known = {
    [`A-${account.userId}`]: { type: 'AGENT', name: 'Kari Solheim', email: account.email },
    [`V-${first.associatedContactId}`]: { type: 'VISITOR', name: 'Ingrid Haugen', email: 'ingrid@nordmark.example' },
    'E-liv@nordmark.example': { type: 'EMAIL', email: 'liv@nordmark.example' },
    'S-hubspot': { type: 'SYSTEM' },
  }
  for (const [id, actor] of Object.entries(known)) {
    const answer = await call('GET', `${base}/actors/${encodeURIComponent(id)}`)
    expect(answer).toMatchObject({ status: 200, body: { id, ...actor } })
  }
  for (const id of ['A-999999', 'V-999999', 'X-1', 'A-', '1'])
    expect((await call('GET', `${base}/actors/${id}`)).status, id).toBe(404)

  const inputs = Object.keys(known)
  const batch = await call('POST', `${base}/actors/batch/read`, { body: { inputs } })
  expect(batch).toMatchObject({ status: 200, body: { status: 'COMPLETE', startedAt: expect.any(String) } })
  expect(ids(batch)).toEqual(inputs)
  const mixed = await call('POST', `${base}/actors/batch/read`, {
    body: { inputs: ['A-999999', ...inputs, 'V-999999'] },
  })
  expect(mixed).toMatchObject({
    status: 207,
    body: {
      numErrors: expect.any(Number),
      errors: [{ status: 'error', category: 'OBJECT_NOT_FOUND', context: { ids: ['A-999999', 'V-999999'] } }],
    },
  })
  expect(ids(mixed)).toEqual(inputs)
  const many = Array.from({ length: 101 }, (_, index) => `A-${index + 1}`)
  expect((await call('POST', `${base}/actors/batch/read`, { body: { inputs: many } })).status).toBe(400)
})

test.each([
  `${base}/threads/`,
  `${base}/inboxes/`,
  `${base}/channels/1002/`,
  `${base}/threads/${first.id}/`,
  `${base}/threads/${first.id}/messages/`,
  `/conversations%2Fv3/../${base.slice(1)}/threads`,
])('trailing slashes are routed without a redirect: %s', async (path) => {
  const { status } = await fetch(origin + path, {
    redirect: 'manual',
    headers: { authorization: `Bearer ${account.token}` },
  })
  expect(status).toBe(200)
})

const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/)
const stranger = new Client({ accessToken: 'pat-sam-nobody', basePath: origin })

test.each([
  { because: 'limit=0', path: `${base}/threads?limit=0`, field: 'limit' },
  { because: 'limit=-1', path: `${base}/threads?limit=-1`, field: 'limit' },
  { because: 'limit=501', path: `${base}/threads?limit=501`, field: 'limit' },
  { because: 'limit=many', path: `${base}/threads/${first.id}/messages?limit=many`, field: 'limit' },
  { because: 'limit=1.5', path: `${base}/inboxes?limit=1.5`, field: 'limit' },
  { because: 'an unknown sort', path: `${base}/threads?sort=subject`, field: 'sort' },
  {
    because: 'latestMessageTimestamp without its instant',
    path: `${base}/threads?sort=latestMessageTimestamp`,
    field: 'latestMessageTimestampAfter',
  },
  { because: 'an unknown status', path: `${base}/threads?threadStatus=DONE`, field: 'threadStatus' },
  { because: 'an inbox id that is none', path: `${base}/threads?inboxId=all`, field: 'inboxId' },
  {
    because: 'an instant that is none',
    path: `${base}/threads?latestMessageTimestampAfter=soon`,
    field: 'latestMessageTimestampAfter',
  },
  { because: 'a place that no page gave', path: `${base}/threads?after=5`, field: 'after' },
  { because: 'archived=perhaps', path: `${base}/threads?archived=perhaps`, field: 'archived' },
  { because: 'an association that is none', path: `${base}/threads?association=DEAL`, field: 'association' },
])('400 for $because', async ({ path, field }) => {
  const answer = await call('GET', path)
  expect(answer.status).toBe(400)
  expect(answer.body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR', correlationId: uuid })
  expect(answer.body.errors[0]).toMatchObject({ in: field, message: expect.stringContaining(field) })
  expect(answer.headers.get('x-hubspot-correlation-id')).toBe(answer.body.correlationId)
})

test.each([
  { because: 'nothing in it', body: {}, in: 'type' },
  { because: 'no text', body: message({ text: undefined }), in: 'text' },
  { because: 'a sender that is no agent', body: message({ senderActorId: 'V-1' }), in: 'senderActorId' },
  { because: 'an agent who is not there', body: message({ senderActorId: 'A-999999' }), in: 'senderActorId' },
  { because: 'another channel', body: message({ channelId: '1000' }), in: 'channelId' },
  { because: 'another channel account', body: message({ channelAccountId: '999999' }), in: 'channelAccountId' },
  { because: 'no recipients', body: message({ recipients: [] }), in: 'recipients' },
  { because: 'a recipient without an address', body: message({ recipients: [{ name: 'Ingrid' }] }), in: 'recipients' },
  {
    because: 'an address that is none',
    body: message({ recipients: { deliveryIdentifier: mailTo('ingrid') } }),
    in: 'recipients',
  },
  {
    because: 'a file that was never uploaded',
    body: message({ attachments: [{ fileId: 'brev.txt' }] }),
    in: 'attachments',
  },
])('400 for a message with $because', async ({ body, in: field }) => {
  const before = await samtale.counts()
  const answer = await call('POST', `${base}/threads/${first.id}/messages`, { body })
  expect(answer).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } })
  expect(answer.body.errors.map((one: { in: string }) => one.in).join()).toContain(field)
  expect(await samtale.counts()).toEqual(before)
})

test.each([
  `${base}/threads/999999`,
  `${base}/threads/first`,
  `${base}/threads/99999999999999999999`,
  `${base}/threads/${first.id}/messages/0190a3c2-7d0e-7c1b-9a3e-2f0a9d4b8c11`,
  `${base}/threads/${first.id}/messages/5`,
  `${base}/inboxes/999999`,
  `${base}/channels/1000`,
  `${base}/channel-accounts/999999`,
  '/crm/v3/objects/deals',
])('404 for %s', async (path) => {
  const answer = await call('GET', path)
  expect(answer.status).toBe(404)
  expect(answer.body).toMatchObject({
    status: 'error',
    message: 'resource not found',
    category: 'OBJECT_NOT_FOUND',
    correlationId: uuid,
  })
})

test('401 for a token that is none, 405 for a method that is none, 415 for what is no JSON', async () => {
  expect(await call('GET', `${base}/threads`, {}, stranger)).toMatchObject({
    status: 401,
    body: { category: 'INVALID_AUTHENTICATION', message: 'Authentication credentials not found.' },
  })
  expect(await call('DELETE', `${base}/inboxes`)).toMatchObject({
    status: 405,
    body: { category: 'METHOD_NOT_ALLOWED' },
  })
  const xml = await fetch(`${origin}${base}/threads/${first.id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${account.token}`, 'content-type': 'text/xml' },
    body: '<message/>',
  })
  expect(xml.status).toBe(415)
  expect(await xml.json()).toMatchObject({ category: 'UNSUPPORTED_MEDIA_TYPE' })
})

test('403 names the scope that is missing', async () => {
  const token = await samtale.database.transaction((tx) =>
    createAppToken(tx, account.accountId, 'reads', ['conversations.read']),
  )
  const reader = new Client({ accessToken: token, basePath: origin })
  expect((await call('GET', `${base}/threads/${first.id}`, {}, reader)).status).toBe(200)
  expect(await call('PATCH', `${base}/threads/${first.id}`, { body: { status: 'CLOSED' } }, reader)).toMatchObject({
    status: 403,
    body: {
      category: 'MISSING_SCOPES',
      message: "This app hasn't been granted all required scopes to make this call.",
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: ['conversations.write'] },
        },
      ],
    },
  })
  await expect(reader.files.filesApi.upload({ data: Buffer.from('a'), name: 'a.txt' })).rejects.toMatchObject({
    code: 403,
    body: { category: 'MISSING_SCOPES' },
  })
})

test('429 has the texts by which the client knows to wait, and each token its own count', async () => {
  const limited = await startSamtale({ env: { API_RATE_LIMIT: '3' } })
  const eager = new Client({ accessToken: limited.account.token, basePath: limited.origin })
  const remaining = []
  for (let i = 0; i < 3; i++) {
    const { headers } = await call('GET', `${base}/inboxes`, {}, eager)
    expect(headers.get('x-hubspot-ratelimit-max')).toBe('3')
    expect(headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000')
    remaining.push(headers.get('x-hubspot-ratelimit-remaining'))
  }
  expect(remaining).toEqual(['2', '1', '0'])
  const refused = await call('GET', `${base}/inboxes`, {}, eager)
  expect(refused).toMatchObject({
    status: 429,
    body: {
      status: 'error',
      message: 'You have reached your ten_secondly_rolling limit.',
      errorType: 'RATE_LIMIT',
      policyName: 'TEN_SECONDLY_ROLLING',
      category: 'RATE_LIMITS',
      requestId: uuid,
    },
  })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  // A browser's session is not a token.
  expect((await limited.admin.get('/api/inbox')).status).toBe(200)
  const { accountId } = limited.account
  const other = await limited.database.transaction((tx) =>
    createAppToken(tx, accountId, 'other', ['conversations.read']),
  )
  expect(
    (await call('GET', `${base}/inboxes`, {}, new Client({ accessToken: other, basePath: limited.origin }))).status,
  ).toBe(200)
})

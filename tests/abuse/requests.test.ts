import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { pathOf, rows } from '../server/matrix-rows.ts'
import { twoAccounts } from '../server/two-accounts.ts'

const samtale = await startSharedSamtale({ env: { API_RATE_LIMIT: '0' } })
const world = await twoAccounts(samtale)
const { admin, account } = samtale
const { db } = samtale.database
const bearer = samtale.withToken(account.token)
const asker = world.people['a super admin, chosen']

const hidden = [
  'accountId',
  'account_id',
  'role',
  'seat',
  'plan',
  'isFirst',
  'verified',
  'bcc_all',
  'assigneeId',
  'id',
  'userId',
]
const writes = rows.flatMap((row) => {
  const body = row.body?.(world.own, asker)
  return body === undefined || body instanceof FormData ? [] : [{ route: row.route, row, body: Object(body) as object }]
})

test.each(writes)('abuse-36 unknown keys are refused: $route', async ({ route, row, body }) => {
  const accepted = []
  for (const key of hidden) {
    if (key in body) continue
    await row.prepare?.(db, world.own)
    const answer = await admin.request(route.split(' ')[0] ?? '', pathOf(row, world.own), {
      ...row.body,
      [key]: '1',
    })
    if (answer.status !== 400 || answer.body.category !== 'VALIDATION_ERROR') accepted.push(`${key}: ${answer.status}`)
    if (!JSON.stringify(answer.body).includes(key)) accepted.push(`${key} is not named: ${JSON.stringify(answer.body)}`)
  }
  expect(accepted).toEqual([])
})

test.each(writes)('abuse-40 __proto__ and constructor are refused: $route', async ({ route, row, body }) => {
  for (const poison of ['"__proto__":{"polluted":true}', '"constructor":{"prototype":{"polluted":true}}']) {
    const json = `{${poison},${JSON.stringify(body).slice(1)}`
    for (const text of [
      json,
      json.replace('__proto__', '\\u005f_proto__').replace('"constructor', '"\\u0063onstructor'),
    ]) {
      const answer = await admin.request(route.split(' ')[0] ?? '', pathOf(row, world.own), text)
      expect(answer.status, text).toBe(400)
    }
  }
  expect({}).not.toHaveProperty('polluted')
})

const c = '/conversations/v3/conversations'
const lists = [
  {
    path: `${c}/threads`,
    keys: [
      'inboxId',
      'threadStatus',
      'associatedContactId',
      'associatedTicketId',
      'association',
      'latestMessageTimestampAfter',
      'sort',
      'archived',
      'property',
      'limit',
      'after',
    ],
  },
  { path: `${c}/threads/${world.own.threadId}/messages`, keys: ['limit', 'after', 'sort', 'archived', 'property'] },
  { path: `${c}/inboxes`, keys: ['sort', 'after', 'limit', 'archived'] },
  { path: `${c}/channel-accounts`, keys: ['channelId', 'inboxId', 'sort', 'after'] },
  { path: '/api/threads', keys: ['view', 'inboxId', 'limit', 'after'] },
  { path: '/api/outbox', keys: ['limit', 'after'] },
  {
    path: '/api/audit',
    keys: ['limit', 'after', 'action', 'userId', 'subjectType', 'subjectId', 'from', 'to'],
  },
  { path: `/api/threads/${world.own.threadId}/timeline`, keys: ['limit', 'after'] },
]
const payloads = [
  "1' or '1'='1",
  '1; drop table thread; --',
  '1) or 1=1 --',
  'id desc, (select pg_sleep(10))',
  'subject',
  'account_id',
  'constructor',
  '__proto__',
  '$1',
  '%',
  '\\',
  '\0',
  '\u2028',
  '\ud800',
  '-1',
  '1e9',
  '99999999999999999999',
  '{"$ne":1}',
  Buffer.from("2026-01-01' or 1=1|1").toString('base64url'),
  Buffer.from('|99999999999999999999').toString('base64url'),
  Buffer.from('infinity|1').toString('base64url'),
  'a'.repeat(1999),
]

test.each(lists)(
  'abuse-37 no value of a filter, sort or place reaches the database as SQL: $path',
  async ({ path, keys }) => {
    const client = path.startsWith('/api/') ? admin : bearer
    const broken = []
    for (const key of keys) {
      for (const payload of payloads) {
        const encoded = payload === '\ud800' ? '%ED%A0%80' : encodeURIComponent(payload)
        const others = [`${key}=1&${key}=${encoded}`, `${key}[]=${encoded}`, `${key}[${encoded}]=1`]
        for (const query of [`${key}=${encoded}`, ...(payload.includes("'") ? others : [])]) {
          const answer = await client.get(`${path}?${query}`)
          if (![200, 400, 404].includes(answer.status)) broken.push(`${query.slice(0, 80)}: ${answer.status}`)
          if (JSON.stringify(answer.body).includes(world.foreign.marker)) broken.push(`${query}: another account's`)
        }
      }
    }
    expect(broken).toEqual([])
    expect((await samtale.counts()).threads).toBe(4)
  },
)

test('abuse-37 what a mail or a path says is text', async () => {
  for (const text of ["'; drop table thread; --", '%', '_', '\\', '{{7*7}}', '$1']) {
    const subject = `E7 ${text}`
    await samtale.deliver(aMail({ subject, from: `"${text.replace(/["\\]/g, '')}" <ingrid@nordmark.example>` }), {
      to: account.fallbackAddress,
    })
    await samtale.settled()
    expect((await admin.get('/api/threads?limit=1')).body.results[0].subject).toBe(subject)
  }
  for (const id of ["1'--", '1%20or%201=1', '%00', '..%2f..', '1%27', '１'])
    for (const path of [
      `${c}/threads/${id}`,
      `${c}/inboxes/${id}`,
      `/api/files/${id}/content`,
      `/api/messages/${id}/raw`,
      `${c}/actors/V-${id}`,
      `${c}/actors/E-${id}`,
    ])
      expect([400, 404], path).toContain((await admin.get(path)).status)
})

test('abuse-40 a query or a form cannot reach a prototype', async () => {
  for (const query of [
    '__proto__[polluted]=1',
    '__proto__=1',
    'constructor[prototype][polluted]=1',
    'toString=1',
    'hasOwnProperty=1',
  ])
    expect((await bearer.get(`${c}/threads?${query}`)).status).toBe(200)
  const form = new FormData()
  for (const name of ['__proto__', 'constructor', 'hasOwnProperty']) form.append(name, 'polluted')
  form.append('file', new Blob(['text']), '__proto__')
  expect([201, 400]).toContain((await bearer.post('/files/v3/files', form)).status)
  expect({}).not.toHaveProperty('polluted')
  expect((await bearer.get(`${c}/threads`)).status).toBe(200)
})

test.each([
  '/<script>alert(1)</script>',
  '/inbox%0d%0aSet-Cookie:%20a=b',
  '/%2e%2e/%2e%2e/etc/passwd',
  '//mallory.example/%2f..',
  '/assets/..%2f..%2fpackage.json',
  '/assets/%2e%2e/index.html',
  '/api/nothing?next=https://mallory.example',
])('abuse-42 nothing of %s comes back, and nobody is sent elsewhere', async (path) => {
  const answer = await fetch(samtale.origin + path, { redirect: 'manual' })
  const text = await answer.text()
  expect(text).not.toMatch(/alert|mallory|root:|"devDependencies"/)
  expect(answer.headers.get('location')).toBeNull()
  expect(answer.headers.get('set-cookie')).toBeNull()
  // A page of the app stands where its own paths begin so; all else is told in JSON.
  if (answer.status !== 200) expect(answer.headers.get('content-type')).toContain('json')
})

import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { apiClient } from '../harness/api-client.ts'
import { root } from '../harness/checkout.ts'
import { startSamtale, startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'

const relay = await startScriptedSmtp()
afterAll(() => relay.close())
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { admin, origin, account } = samtale
const port = samtale.server.settings.port

const hostile = [
  'From: Mallory <mallory@elsewhere.example>',
  `To: ${account.fallbackAddress}`,
  'Subject: <img src=x onerror=alert(1)>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p onclick="alert(1)">Hello</p><script>alert(1)</script><img src="https://elsewhere.example/p.gif"><a href="javascript:alert(1)">here</a>',
  '<form action="https://elsewhere.example"><input name=a></form><iframe src="https://elsewhere.example"></iframe>',
  '--b',
  'Content-Type: text/html; name=page.html',
  'Content-Disposition: attachment; filename=page.html',
  '',
  '<script>alert(1)</script>',
  '--b',
  'Content-Type: image/svg+xml; name=picture.svg',
  'Content-Disposition: attachment; filename=picture.svg',
  '',
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  '--b--',
  '',
].join('\r\n')
await samtale.deliver(hostile)
await samtale.settled()
const { body: list } = await admin.get('/api/threads', { expects: 200 })
const { body: timeline } = await admin.get(`/api/threads/${list.results[0].id}/timeline`, { expects: 200 })
const [item] = timeline.results

/** The policy as a map from directive to its values. */
const policyOf = (headers: Headers) =>
  Object.fromEntries(
    (headers.get('content-security-policy') ?? '').split(';').map((part) => {
      const [name = '', ...values] = part.trim().split(/\s+/)
      return [name, values.join(' ')]
    }),
  )

test.skipIf(!existsSync(join(root, 'dist/web/index.html')))(
  'abuse-39 the app runs no inline script, loads nothing from elsewhere and is framed by nobody',
  async () => {
    for (const path of ['/', '/inbox', '/inbox/threads/1', '/reset', '/settings']) {
      const answer = await apiClient(origin, {}).get(path, { expects: 200 })
      const policy = policyOf(answer.headers)
      expect(policy).toMatchObject({
        'default-src': "'self'",
        'script-src': "'self'",
        'object-src': "'none'",
        'base-uri': "'none'",
        'frame-ancestors': "'none'",
      })
      expect(Object.values(policy).join(' ')).not.toMatch(/https?:|\*|unsafe-eval/)
      expect(answer.headers.get('x-frame-options')).toBe('DENY')
      expect(answer.body).not.toMatch(/<script(?![^>]* src=)/)
    }
  },
)

test('abuse-50 a mail is shown in a sandboxed page of its own, where nothing of it runs and nothing is fetched', async () => {
  const frame = await apiClient(origin, {}).get(item.frameUrl, { expects: 200 })
  const policy = policyOf(frame.headers)
  expect(policy).toMatchObject({
    'default-src': "'none'",
    'img-src': "'self' data:",
    'form-action': "'none'",
    'base-uri': "'none'",
    'frame-ancestors': "'self'",
  })
  expect(policy.sandbox).not.toMatch(/allow-(same-origin|forms|top-navigation|modals)/)
  expect(policy['script-src']).toMatch(/^'sha256-[\w+/=]+'$/)
  expect(frame.body).not.toMatch(/alert|javascript:|onclick|<form|<iframe|<input|elsewhere\.example/i)
  expect(frame.body.match(/<script>/g)).toHaveLength(1)
})

test('abuse-39 what came with a mail is downloaded, and never a page of ours', async () => {
  for (const attachment of item.attachments) {
    const file = await admin.get(attachment.url, { expects: 200 })
    expect(file.headers.get('content-type')).toBe('application/octet-stream')
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(policyOf(file.headers)).toEqual({ 'default-src': "'none'", sandbox: '' })
  }
  expect(item.attachments).toHaveLength(2)
})

test('abuse-39 no type is guessed, no address is told to others, and nothing personal stays in a cache', async () => {
  const paths = [
    '/',
    '/api/welcome',
    '/api/session',
    '/api/threads',
    '/nothing',
    '/healthz',
    '/api/docs/static/index.html',
    item.frameUrl,
    item.rawUrl,
    item.attachments[0].url,
  ]
  for (const path of paths) {
    const { headers } = await admin.get(path)
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(headers.get('referrer-policy'), path).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin')
    expect(headers.get('cache-control'), path).toMatch(/no-store|no-cache|private|immutable/)
    expect(headers.get('access-control-allow-origin'), path).toBeNull()
  }
})

/** A request as bytes, for what fetch does not let through. */
async function rawRequest(lines: string[], body = ''): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.write(
    `${[...lines, 'Connection: close', `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`,
  )
  return text(socket)
}

const reset = JSON.stringify({ email: account.email })
const post = (target: string, ...headers: string[]) => [
  `POST ${target} HTTP/1.1`,
  ...headers,
  'Content-Type: application/json',
]

test.each([
  { because: 'another Host', lines: post('/api/password-resets', 'Host: mallory.example') },
  { because: 'a Host with a port', lines: post('/api/password-resets', 'Host: mallory.example:443') },
  {
    because: 'X-Forwarded-Host',
    lines: post(
      '/api/password-resets',
      `Host: localhost:${port}`,
      'X-Forwarded-Host: mallory.example',
      'X-Forwarded-Proto: https',
      'Forwarded: host=mallory.example',
    ),
  },
  {
    because: 'an absolute address',
    lines: post('http://mallory.example/api/password-resets', `Host: localhost:${port}`),
  },
  { because: 'two hosts', lines: post('/api/password-resets', `Host: localhost:${port}`, 'Host: mallory.example') },
])('abuse-41 $because does not change a link in a mail', async ({ lines }) => {
  const before = relay.accepted.length
  const answer = await rawRequest(lines, reset)
  expect(answer).toMatch(/^HTTP\/1\.1 (204|400|404) /)
  expect(answer).not.toContain('mallory')
  if (!answer.startsWith('HTTP/1.1 204')) return
  await expect.poll(() => relay.accepted.length).toBe(before + 1)
  const raw = relay.accepted.at(-1)?.raw.replace(/=\r\n/g, '') ?? ''
  expect(raw).not.toContain('mallory')
  expect(raw).toContain(`http://localhost:${port}/reset`)
})

test('abuse-56 health pages tell their status alone, metrics only this machine or a bearer', async () => {
  const anonymous = apiClient(origin, {})
  expect((await anonymous.get('/healthz', { expects: 200 })).body).toEqual({ status: 'ok' })
  expect((await anonymous.get('/readyz', { expects: 200 })).body).toEqual({ status: 'ok' })
  const { body } = await anonymous.get('/metrics', { expects: 200 })
  expect(body).toContain('process_')
  expect(body).not.toContain(account.email)
  for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip'])
    expect((await anonymous.get('/metrics', { headers: { [header]: '127.0.0.1' } })).status).toBe(404)

  const guarded = await startSamtale({ env: { METRICS_TOKEN: 'a-token-of-the-monitoring' } })
  const metrics = (authorization: string) => apiClient(guarded.origin, { authorization }).get('/metrics')
  expect((await guarded.admin.get('/metrics')).status).toBe(404)
  expect((await metrics('Bearer a-token-of-the-monitorinG')).status).toBe(404)
  expect((await metrics('Bearer a-token-of-the-monitoring')).status).toBe(200)
})

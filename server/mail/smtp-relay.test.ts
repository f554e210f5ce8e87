import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ScriptedSmtp, type SmtpScript, startScriptedSmtp } from '../../tests/harness/scripted-smtp.ts'
import { createSmtpRelay, parseRelayUrl, type RelayMail, type SmtpRelay } from './smtp-relay.ts'

let server: ScriptedSmtp
let relay: SmtpRelay

beforeEach(async () => {
  server = await startScriptedSmtp()
  relay = createSmtpRelay({ url: server.url, connectTimeoutMs: 2_000, socketTimeoutMs: 500 })
})

afterEach(async () => {
  await relay.close()
  await server.close()
})

const aMail = (fields: Partial<RelayMail> = {}): RelayMail => ({
  envelopeFrom: 'bounces+token@solvik.example',
  recipient: 'ingrid.haugen@fjellvarme.example',
  raw: Buffer.from('Subject: Varmepumpe\r\n\r\nHei\r\n.dot\r\n'),
  ...fields,
})

describe('how an attempt ends', () => {
  test.each<{ because: string; script: SmtpScript; kind: string; response: RegExp }>([
    { because: '250 after the data is sent', script: {}, kind: 'sent', response: /^250 2\.0\.0 Queued as A1$/ },
    {
      because: 'an unknown recipient is never',
      script: { rcpt: '550 5.1.1 No such user' },
      kind: 'never',
      response: /^550 5\.1\.1 No such user$/,
    },
    {
      because: 'greylisting is later',
      script: { rcpt: '451 4.7.1 Greylisted' },
      kind: 'later',
      response: /^451 4\.7\.1 Greylisted$/,
    },
    {
      because: 'a refused sender is never',
      script: { mail: '553 5.1.8 Sender refused' },
      kind: 'never',
      response: /553 5\.1\.8/,
    },
    {
      because: 'missing sign-in is about the settings',
      script: { mail: '530 5.7.0 Authentication required' },
      kind: 'later',
      response: /530 5\.7\.0/,
    },
    { because: '5yz to DATA is never', script: { data: '554 5.6.0 No' }, kind: 'never', response: /554 5\.6\.0 No/ },
    { because: '4yz to DATA is later', script: { data: '452 4.3.1 Full' }, kind: 'later', response: /452 4\.3\.1/ },
    {
      because: 'the mail refused after its end is never',
      script: { end: '550 5.7.1 Looks like spam' },
      kind: 'never',
      response: /^550 5\.7\.1 Looks like spam$/,
    },
    {
      because: 'the mail deferred after its end is later',
      script: { end: '451 4.3.0 Try again' },
      kind: 'later',
      response: /451 4\.3\.0/,
    },
    {
      because: 'hung up after the end of data is uncertain',
      script: { end: 'drop' },
      kind: 'uncertain',
      response: /./,
    },
    {
      because: 'silence after the end of data is uncertain',
      script: { end: 'hang' },
      kind: 'uncertain',
      response: /./,
    },
    {
      because: 'hung up in the middle of the data is uncertain',
      script: { dropAfterBytes: 1 },
      kind: 'uncertain',
      response: /./,
    },
    { because: 'hung up at RCPT is later', script: { rcpt: 'drop' }, kind: 'later', response: /./ },
    { because: 'silence at RCPT is later', script: { rcpt: 'hang' }, kind: 'later', response: /./ },
    {
      because: 'hung up at DATA is later: nothing was handed over',
      script: { data: 'drop' },
      kind: 'later',
      response: /./,
    },
    {
      because: 'a server that is full at the greeting is later',
      script: { greeting: '554 5.3.2 Go away' },
      kind: 'later',
      response: /554 5\.3\.2/,
    },
    { because: 'hung up at the greeting is later', script: { greeting: 'drop' }, kind: 'later', response: /./ },
    {
      because: 'hung up after its 250 is sent all the same',
      script: { dropAfterAnswer: true },
      kind: 'sent',
      response: /^250/,
    },
  ])('$because', async ({ script, kind, response }) => {
    server.script(script)
    expect(await relay.send(aMail())).toEqual({ kind, response: expect.stringMatching(response) })
  })

  test('a server that is not there is later', async () => {
    await server.close()
    expect(await relay.send(aMail())).toMatchObject({ kind: 'later', response: expect.stringMatching(/ECONNREFUSED/) })
  })
})

test('the mail arrives byte for byte, dots and all', async () => {
  await relay.send(aMail())
  expect(server.accepted).toEqual([
    {
      from: 'bounces+token@solvik.example',
      to: ['ingrid.haugen@fjellvarme.example'],
      raw: 'Subject: Varmepumpe\r\n\r\nHei\r\n.dot\r\n',
    },
  ])
})

describe('beforeData', () => {
  test('is awaited after the recipient was taken and before the first byte', async () => {
    let takenBefore = -1
    const beforeData = async () => {
      await new Promise((resolve) => setImmediate(resolve))
      takenBefore = server.taken.length
    }
    expect(await relay.send(aMail({ beforeData }))).toMatchObject({ kind: 'sent' })
    expect([takenBefore, server.taken.length]).toEqual([0, 1])
  })

  test('is not called for a refused recipient', async () => {
    let called = false
    server.script({ rcpt: '550 5.1.1 No such user' })
    await relay.send(
      aMail({
        beforeData: async () => {
          called = true
        },
      }),
    )
    expect(called).toBe(false)
  })

  test('that fails hands nothing over, and its error comes out', async () => {
    const beforeData = () => Promise.reject(new Error('database is gone'))
    await expect(relay.send(aMail({ beforeData }))).rejects.toThrow('database is gone')
    expect(await relay.send(aMail({ recipient: 'next@fjellvarme.example' }))).toMatchObject({ kind: 'sent' })
    expect(server.taken.map(({ to }) => to)).toEqual([['next@fjellvarme.example']])
  })
})

describe('connections', () => {
  test('one serves mail after mail, also after a refusal', async () => {
    server.script((to) => (to.startsWith('nobody') ? { rcpt: '550 5.1.1 No such user' } : {}))
    for (const recipient of ['a@x.example', 'nobody@x.example', 'b@x.example', 'nobody@x.example', 'c@x.example']) {
      await relay.send(aMail({ recipient }))
    }
    expect(server.accepted.map(({ to }) => to[0])).toEqual(['a@x.example', 'b@x.example', 'c@x.example'])
    expect(server.connections()).toBe(1)
  })

  test('a connection that the server closed while it rested costs no attempt', async () => {
    server.script({ dropAfterAnswer: true })
    await relay.send(aMail())
    server.script({})
    expect(await relay.send(aMail())).toMatchObject({ kind: 'sent' })
  })

  test('many at once share few connections and all arrive once', async () => {
    const recipients = Array.from({ length: 100 }, (_, i) => `kunde${i}@fjellvarme.example`)
    const results = await Promise.all(recipients.map((recipient) => relay.send(aMail({ recipient }))))
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['sent']))
    expect(server.accepted.map(({ to }) => to[0]).toSorted()).toEqual(recipients.toSorted())
    expect(server.connections()).toBeLessThanOrEqual(4)
  })
})

test('verify says what is wrong', async () => {
  expect(await relay.verify()).toBe(null)
  server.script({ greeting: '554 5.3.2 Go away' })
  expect(await relay.verify()).toMatch(/554 5\.3\.2 Go away/)
})

test.each([
  {
    because: 'a port of its own',
    url: 'smtp://mail.solvik.example:2525',
    want: { host: 'mail.solvik.example', port: 2525, isSecure: false, auth: null },
  },
  {
    because: 'submission by default',
    url: 'smtp://mail.solvik.example',
    want: { port: 587, verifiesCertificate: true },
  },
  { because: 'TLS from the start', url: 'smtps://mail.solvik.example', want: { port: 465, isSecure: true } },
  {
    because: 'signs in percent-encoded',
    url: 'smtp://kari%40solvik.example:p%2Fw@m.example',
    want: { auth: { user: 'kari@solvik.example', pass: 'p/w' } },
  },
  { because: 'loopback needs no certificate', url: 'smtp://127.0.0.1:25', want: { verifiesCertificate: false } },
])('$because', ({ url, want }) => {
  expect(parseRelayUrl(url)).toMatchObject(want)
})

test.each(['', 'mail.solvik.example', 'http://mail.solvik.example', 'smtp://'])('%j is no relay', (url) => {
  expect(() => parseRelayUrl(url)).toThrow('smtp://')
})

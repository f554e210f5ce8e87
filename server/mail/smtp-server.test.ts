import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect as connectTcp, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeSelfSignedCertificate } from './self-signed-certificate.ts'
import { createSmtpServer, type SmtpEnvelope, type SmtpServer, type SmtpServerOptions } from './smtp-server.ts'
import type { SpooledMail } from './spool.ts'

type Received = { envelope: SmtpEnvelope; mail: SpooledMail; raw: string }

let folder: string
let server: SmtpServer
let port: number
let received: Received[]
const tls = makeSelfSignedCertificate('mail.solvik.example')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samtale-smtp-'))
  received = []
})

afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

async function start(options: Partial<SmtpServerOptions> = {}): Promise<void> {
  server = createSmtpServer({
    host: '127.0.0.1',
    port: 0,
    hostname: 'mail.solvik.example',
    tls,
    spoolFolder: folder,
    closeTimeoutMs: 2_000,
    log: pino({ level: 'silent' }),
    checkRecipient: async (address) => {
      if (address.startsWith('support@')) return { ok: true }
      if (address.startsWith('off@')) return { ok: false, code: 550, text: '5.2.1 This address is switched off' }
      if (address.startsWith('broken@')) throw new Error('database is gone')
      return { ok: false, code: 550, text: '5.1.1 No such address here' }
    },
    receive: async (envelope, mail) => {
      const bytes = mail.kind === 'memory' ? mail.bytes : readFileSync(mail.path)
      received.push({ envelope, mail, raw: bytes.toString('latin1') })
      if (mail.kind === 'file') rmSync(mail.path)
    },
    ...options,
  })
  port = await server.listen()
}

/** A client that speaks raw SMTP: what it says and when is the test's business. */
async function dial(socket: Socket = connectTcp(port, '127.0.0.1')) {
  let text = ''
  let isClosed = false
  const waiters = new Set<() => void>()
  const wake = () => {
    for (const waiter of [...waiters]) waiter()
  }
  socket.on('data', (chunk) => {
    text += chunk.toString()
    wake()
  })
  socket.on('close', () => {
    isClosed = true
    wake()
  })
  socket.on('error', () => undefined)
  const until = (done: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!done()) return
        waiters.delete(check)
        resolve()
      }
      waiters.add(check)
      check()
    })
  /** The next whole reply, `250-` lines and all, or '' when the server hung up. */
  const reply = async (): Promise<string> => {
    const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/
    await until(() => whole.test(text) || isClosed)
    const found = whole.exec(text)?.[0] ?? ''
    text = text.slice(found.length)
    return found.trimEnd()
  }
  const say = async (line: string): Promise<string> => {
    socket.write(`${line}\r\n`)
    return reply()
  }
  return {
    socket,
    reply,
    say,
    write: (data: string) => socket.write(data, 'latin1'),
    closed: () => until(() => isClosed),
  }
}

type Client = Awaited<ReturnType<typeof dial>>

async function greeted(): Promise<Client> {
  const client = await dial()
  await client.reply()
  await client.say('EHLO client.fjellvarme.example')
  return client
}

async function readyForData(to = 'support@solvik.example'): Promise<Client> {
  const client = await greeted()
  await client.say('MAIL FROM:<ingrid.haugen@fjellvarme.example>')
  await client.say(`RCPT TO:<${to}>`)
  expect(await client.say('DATA')).toMatch(/^354 /)
  return client
}

test('it says who it is and what it can, and offers no sign-in', async () => {
  await start()
  const client = await dial()
  expect(await client.reply()).toMatch(/^220 mail\.solvik\.example ESMTP/)
  const features = await client.say('EHLO client.fjellvarme.example')
  for (const feature of ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'STARTTLS', 'SIZE 52428800']) {
    expect(features).toContain(feature)
  }
  expect(features).not.toContain('AUTH')
  expect(await client.say('AUTH PLAIN AGEAYg==')).toMatch(/^5\d\d /)
  expect(await client.say('WIZ pass')).toMatch(/^5\d\d /)
})

test('a mail is handed on with its envelope and a trace line, and answered 250', async () => {
  await start({ now: () => new Date('2026-03-03T09:12:03Z') })
  const client = await readyForData()
  expect(await client.say('Subject: Hei\r\n\r\nlinje\r\n..dot\r\n.')).toMatch(/^250 2\.6\.0 /)
  expect(received).toHaveLength(1)
  expect(received[0]?.envelope).toMatchObject({
    from: 'ingrid.haugen@fjellvarme.example',
    to: ['support@solvik.example'],
    remoteAddress: '127.0.0.1',
    helo: 'client.fjellvarme.example',
    isSecure: false,
  })
  expect(received[0]?.raw.replace(/id \S+;/, 'id X;')).toBe(
    'Received: from client.fjellvarme.example ([127.0.0.1])\r\n\tby mail.solvik.example with ESMTP id X;\r\n' +
      '\tTue, 03 Mar 2026 09:12:03 +0000\r\nSubject: Hei\r\n\r\nlinje\r\n.dot\r\n',
  )
})

describe('recipients', () => {
  test.each([
    { because: 'one of ours', to: 'support@solvik.example', answer: /^250 2\.1\.5 / },
    { because: 'unknown', to: 'nobody@solvik.example', answer: /^550 5\.1\.1 No such address here$/ },
    { because: 'switched off', to: 'off@solvik.example', answer: /^550 5\.2\.1 This address is switched off$/ },
    { because: 'somebody else: no relay', to: 'kari@elsewhere.example', answer: /^550 5\.1\.1 / },
    { because: 'the percent trick: no relay', to: 'kari%elsewhere.example@solvik.example', answer: /^550 5\.1\.1 / },
    { because: 'a lookup that fails is tried again', to: 'broken@solvik.example', answer: /^451 4\.3\.0 / },
    { because: "a plus part is the lookup's business", to: 'support@solvik+x.example', answer: /^(?:250|501) / },
    { because: 'a source route is no relay', to: '@elsewhere.example:kari@third.example', answer: /^5\d\d / },
    { because: 'no address', to: '', answer: /^501 5\.1\.3 / },
  ])('$because', async ({ to, answer }) => {
    await start()
    const client = await greeted()
    await client.say('MAIL FROM:<ingrid.haugen@fjellvarme.example>')
    expect(await client.say(`RCPT TO:<${to}>`)).toMatch(answer)
  })

  test('without any that was accepted there is no DATA', async () => {
    await start()
    const client = await greeted()
    await client.say('MAIL FROM:<>')
    await client.say('RCPT TO:<nobody@solvik.example>')
    expect(await client.say('DATA')).toMatch(/^503 5\.5\.1 /)
  })

  test('more than the bound are deferred, not lost', async () => {
    await start({ maxRecipients: 2 })
    const client = await greeted()
    await client.say('MAIL FROM:<>')
    const answers = []
    for (const plus of ['a', 'b', 'c'])
      answers.push((await client.say(`RCPT TO:<support@${plus}.example>`)).slice(0, 9))
    expect(answers).toEqual(['250 2.1.5', '250 2.1.5', '452 4.5.3'])
  })
})

test('the null return path of a bounce is the empty string', async () => {
  await start()
  const client = await greeted()
  await client.say('MAIL FROM:<>')
  await client.say('RCPT TO:<support@solvik.example>')
  await client.say('DATA')
  expect(await client.say('Subject: x\r\n\r\n.')).toMatch(/^250 /)
  expect(received[0]?.envelope.from).toBe('')
})

test('a receiver that fails makes the sender try again, and the session goes on', async () => {
  let fails = 1
  await start({
    receive: async () => {
      if (fails-- > 0) throw new Error('disk full')
    },
  })
  const client = await readyForData()
  expect(await client.say('Subject: x\r\n\r\nx\r\n.')).toBe('451 4.3.0 Temporary failure, try again later')
  await client.say('MAIL FROM:<>')
  await client.say('RCPT TO:<support@solvik.example>')
  await client.say('DATA')
  expect(await client.say('Subject: x\r\n\r\nx\r\n.')).toMatch(/^250 /)
})

test('commands and mails may come in one packet (PIPELINING, RFC 2920)', async () => {
  await start()
  const client = await dial()
  await client.reply()
  client.write(
    'EHLO c\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<support@solvik.example>\r\nDATA\r\nSubject: 1\r\n\r\n1\r\n.\r\n' +
      'MAIL FROM:<b@x.example>\r\nRCPT TO:<nobody@solvik.example>\r\nRCPT TO:<support@solvik.example>\r\nDATA\r\nSubject: 2\r\n\r\n2\r\n.\r\nQUIT\r\n',
  )
  const codes = []
  for (let i = 0; i < 10; i++) codes.push((await client.reply()).slice(0, 3))
  expect(codes).toEqual(['250', '250', '250', '354', '250', '250', '550', '250', '354', '250'])
  expect(received.map(({ envelope }) => envelope.from)).toEqual(['a@x.example', 'b@x.example'])
})

describe('size', () => {
  test('a mail above 256 KB goes to a file of the spool folder, byte for byte', async () => {
    await start()
    const body = `${'x'.repeat(98)}\r\n`.repeat(4_000)
    const client = await readyForData()
    expect(await client.say(`Subject: large\r\n\r\n${body}.`)).toMatch(/^250 /)
    expect(received[0]?.mail).toMatchObject({ kind: 'file', size: received[0]?.raw.length })
    expect(received[0]?.raw.endsWith(`Subject: large\r\n\r\n${body}`)).toBe(true)
  })

  test('announced too large it is refused before a byte of it', async () => {
    await start({ maxBytes: 1_000 })
    const client = await greeted()
    expect(await client.say('MAIL FROM:<a@x.example> SIZE=1001')).toMatch(/^552 5\.3\.4 /)
  })

  test.each([2_000, 400_000])(
    'not announced, %d bytes too large: 552 5.3.4, nothing kept, the session goes on (abuse-13)',
    async (extra) => {
      await start({ maxBytes: 300_000 })
      const client = await readyForData()
      expect(await client.say(`Subject: x\r\n\r\n${`${'x'.repeat(98)}\r\n`.repeat((300_000 + extra) / 100)}.`)).toMatch(
        /^552 5\.3\.4 /,
      )
      expect(received).toEqual([])
      expect(readdirSync(folder)).toEqual([])
      expect(await client.say('NOOP')).toMatch(/^250 /)
    },
  )

  test('a mail that never ends is cut off (abuse-13)', async () => {
    await start({ maxBytes: 10_000 })
    const client = await readyForData()
    const line = `${'x'.repeat(998)}\r\n`.repeat(100)
    let isOpen = true
    void client.closed().then(() => {
      isOpen = false
    })
    const pump = () => {
      if (isOpen) client.socket.write(line, () => setImmediate(pump))
    }
    pump()
    expect(await client.reply()).toMatch(/^552 5\.3\.4 /)
    await client.closed()
    expect(received).toEqual([])
  })
})

describe('end of data (SMTP smuggling)', () => {
  const second =
    'MAIL FROM:<boss@solvik.example>\r\nRCPT TO:<support@solvik.example>\r\nDATA\r\nSubject: smuggled\r\n\r\nx'
  test.each([
    { because: 'bare LF on both sides', end: '\n.\n' },
    { because: 'bare LF before', end: '\n.\r\n' },
    { because: 'bare LF after', end: '\r\n.\n' },
    { because: 'bare CR on both sides', end: '\r.\r' },
    { because: 'bare CR before', end: '\r.\r\n' },
    { because: 'CR CR LF', end: '\r\r\n.\r\r\n' },
    { because: 'a NUL within', end: '\r\n\0.\r\n' },
  ])('$because does not end it', async ({ end }) => {
    await start()
    const client = await readyForData()
    client.write(`Subject: outer\r\n\r\nouter${end}${second}\r\n.\r\n`)
    expect(await client.reply()).toMatch(/^250 /)
    expect(await client.say('NOOP')).toMatch(/^250 2\.0\.0/)
    expect(received).toHaveLength(1)
    expect(received[0]?.raw).toContain('smuggled')
  })

  test('split over packets at every byte it is found all the same', async () => {
    await start()
    const client = await readyForData()
    client.socket.setNoDelay(true)
    for (const char of 'Subject: x\r\n\r\n..\r\n..x\r\n.\r\n') {
      client.write(char)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await client.reply()).toMatch(/^250 /)
    expect(received[0]?.raw.slice(-21)).toBe('Subject: x\r\n\r\n.\r\n.x\r\n')
  })
})

describe('STARTTLS', () => {
  async function upgraded(client: Client) {
    expect(await client.say('STARTTLS')).toMatch(/^220 /)
    client.socket.removeAllListeners('data')
    const secure = connectTls({ socket: client.socket, rejectUnauthorized: false })
    await new Promise<void>((resolve) => secure.once('secureConnect', resolve))
    return { secure, client: await dial(secure) }
  }

  test('makes the session secure, with our certificate', async () => {
    await start()
    const { secure, client } = await upgraded(await greeted())
    expect(secure.getPeerX509Certificate()?.subjectAltName).toBe('DNS:mail.solvik.example')
    expect(await client.say('EHLO c.example')).not.toContain('STARTTLS')
    await client.say('MAIL FROM:<a@x.example>')
    await client.say('RCPT TO:<support@solvik.example>')
    await client.say('DATA')
    expect(await client.say('Subject: x\r\n\r\nx\r\n.')).toMatch(/^250 /)
    expect(received[0]?.envelope.isSecure).toBe(true)
    expect(received[0]?.raw).toContain('with ESMTPS')
  })

  test('commands slipped in before the handshake are not obeyed after it', async () => {
    await start()
    const client = await greeted()
    client.write('STARTTLS\r\nMAIL FROM:<evil@x.example>\r\n')
    expect(await client.reply()).toMatch(/^220 /)
    client.socket.removeAllListeners('data')
    const secure = connectTls({ socket: client.socket, rejectUnauthorized: false })
    secure.on('error', () => undefined)
    const isOpen = await new Promise<boolean>((resolve) => {
      secure.once('secureConnect', () => resolve(true))
      secure.once('close', () => resolve(false))
    })
    if (!isOpen) return
    const inner = await dial(secure)
    await inner.say('EHLO c.example')
    expect(await inner.say('RCPT TO:<support@solvik.example>')).toMatch(/^503 /)
  })

  test('a renewed certificate is used for the next connection', async () => {
    let pair = tls
    await start({ tls: () => pair })
    await upgraded(await greeted())
    pair = makeSelfSignedCertificate('new.solvik.example')
    const { secure } = await upgraded(await greeted())
    expect(secure.getPeerX509Certificate()?.subjectAltName).toBe('DNS:new.solvik.example')
  })
})

describe('floods', () => {
  test('above the bound per address connections hear 421', async () => {
    await start({ maxConnectionsPerAddress: 2 })
    await greeted()
    await greeted()
    const third = await dial()
    expect(await third.reply()).toMatch(/^421 4\.7\.0 /)
    await third.closed()
  })

  test('above the bound of all connections they hear 421, and room is made by those that leave', async () => {
    await start({ maxConnections: 1 })
    const first = await greeted()
    expect(await (await dial()).reply()).toMatch(/^421 4\.3\.2 /)
    await first.say('QUIT')
    await first.closed()
    const next = await dial()
    expect(await next.reply()).toMatch(/^220 /)
  })

  test.each([
    { because: 'silence', say: [] },
    { because: 'a command a byte at a time', say: [...'EHLO client.fjellvarme.example'] },
  ])('$because is not waited for', async ({ say }) => {
    await start({ idleTimeoutMs: 200 })
    const client = await dial()
    await client.reply()
    let at = 0
    const timer = setInterval(() => at < say.length && client.write(say[at++] as string), 50)
    expect(await client.reply()).toMatch(/^421 4\.4\.2 /)
    clearInterval(timer)
    await client.closed()
  })

  test('data that dribbles is not waited for', async () => {
    await start({ dataTimeoutMs: 300 })
    const client = await readyForData()
    const timer = setInterval(() => client.write('x'), 50)
    expect(await client.reply()).toMatch(/^421 4\.4\.2 /)
    clearInterval(timer)
    expect(received).toEqual([])
  })

  test('a line without an end is cut off', async () => {
    await start()
    const client = await greeted()
    client.write('x'.repeat(20_000))
    expect(await client.reply()).toMatch(/^421 /)
  })
})

test('a sender that hangs up in the middle of a large mail leaves nothing behind', async () => {
  await start()
  const client = await readyForData()
  client.write(`Subject: x\r\n\r\n${`${'x'.repeat(98)}\r\n`.repeat(4_000)}`)
  await expect.poll(() => readdirSync(folder).length).toBe(1)
  client.socket.destroy()
  await expect.poll(() => readdirSync(folder).length).toBe(0)
  expect(received).toEqual([])
})

describe('close', () => {
  test('lets the mail in hand be answered, and sends idle ones away at once', async () => {
    let release = () => undefined as unknown
    const isStored = new Promise<void>((resolve) => {
      release = resolve as () => unknown
    })
    await start({ receive: () => isStored })
    const idle = await greeted()
    const busy = await readyForData()
    busy.write('Subject: x\r\n\r\nx\r\n.\r\n')
    await busy.socket.writableNeedDrain
    await expect.poll(() => server.stats().connections).toBe(2)
    const closed = server.close()
    expect(await idle.reply()).toMatch(/^421 /)
    release()
    expect(await busy.reply()).toMatch(/^250 /)
    expect(await busy.reply()).toMatch(/^421 /)
    await closed
  })

  test('the port is free again', async () => {
    await start()
    await server.close()
    const other = createSmtpServer({
      host: '127.0.0.1',
      port,
      hostname: 'x.example',
      tls,
      spoolFolder: folder,
      log: pino({ level: 'silent' }),
      checkRecipient: async () => ({ ok: true }),
      receive: async () => undefined,
    })
    expect(await other.listen()).toBe(port)
    await other.close()
  })
})

test('a taken port is said', async () => {
  await start()
  const other = createSmtpServer({
    host: '127.0.0.1',
    port,
    hostname: 'x.example',
    tls,
    spoolFolder: folder,
    log: pino({ level: 'silent' }),
    checkRecipient: async () => ({ ok: true }),
    receive: async () => undefined,
  })
  await expect(other.listen()).rejects.toThrow('EADDRINUSE')
})

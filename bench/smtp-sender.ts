import { connect, type Socket } from 'node:net'

/** One SMTP session that sends mail after mail, with the commands of a mail in one packet where the server may (RFC 2920). */
export type SmtpSession = {
  /** Resolves with the moment at which the mail's last byte was written, and that of its 250. */
  send(mail: OutMail): Promise<{ sentAt: number; acceptedAt: number }>
  quit(): Promise<void>
}

export type OutMail = { from: string; to: string; raw: string }

export async function openSmtpSession(port: number): Promise<SmtpSession> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const nextReply = readReplies(socket)
  await expectReply(nextReply, 220)
  socket.write('EHLO bench.example\r\n')
  await expectReply(nextReply, 250)
  return {
    async send({ from, to, raw }) {
      socket.write(`MAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`)
      for (const code of [250, 250, 354]) await expectReply(nextReply, code)
      const sentAt = performance.now()
      socket.write(`${raw}\r\n.\r\n`)
      await expectReply(nextReply, 250)
      return { sentAt, acceptedAt: performance.now() }
    },
    async quit() {
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.end('QUIT\r\n')
      await closed
    },
  }
}

/** Sends all mails over so many sessions at once; `keepsOpen` false: with a connection for each, as most servers do. */
export async function sendAll(
  port: number,
  mails: Iterable<OutMail>,
  sessions: number,
  keepsOpen: boolean,
): Promise<void> {
  const left = mails[Symbol.iterator]()
  const work = async () => {
    let session: SmtpSession | null = null
    for (let next = left.next(); !next.done; next = left.next()) {
      session ??= await openSmtpSession(port)
      await session.send(next.value)
      if (keepsOpen) continue
      await session.quit()
      session = null
    }
    await session?.quit()
  }
  await Promise.all(Array.from({ length: sessions }, work))
}

/** A plain text mail of about 2 KB; `mark` stands in its subject. */
export function benchMail(mark: string, number: number, to: string): OutMail {
  const from = `kari${number % 50}@customer.example`
  const lines = 'Vi lurer på når varmepumpen kommer, og om fakturaen kan vente til den er montert.\r\n'.repeat(20)
  const raw = [
    `From: Kari Solheim <${from}>`,
    `To: ${to}`,
    `Subject: ${mark}`,
    `Message-ID: <${mark}@customer.example>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    `Hei, hvor er ordre ${number}?\r\n\r\n${lines}`,
  ].join('\r\n')
  return { from, to, raw }
}

function readReplies(socket: Socket): () => Promise<string> {
  const replies: string[] = []
  const waiting: { resolve(reply: string): void; reject(error: Error): void }[] = []
  let buffered = ''
  socket.setEncoding('latin1').on('data', (text: string) => {
    buffered += text
    for (let end = buffered.indexOf('\r\n'); end >= 0; end = buffered.indexOf('\r\n')) {
      const line = buffered.slice(0, end)
      buffered = buffered.slice(end + 2)
      if (line[3] === '-') continue
      const reader = waiting.shift()
      if (reader) reader.resolve(line)
      else replies.push(line)
    }
  })
  const fail = (error: Error) => {
    for (const reader of waiting.splice(0)) reader.reject(error)
  }
  socket.on('error', fail).on('close', () => fail(new Error('the SMTP server closed the connection')))
  return () =>
    new Promise((resolve, reject) => {
      const reply = replies.shift()
      if (reply === undefined) waiting.push({ resolve, reject })
      else resolve(reply)
    })
}

async function expectReply(nextReply: () => Promise<string>, code: number): Promise<void> {
  const reply = await nextReply()
  if (!reply.startsWith(String(code))) throw new Error(`the SMTP server said "${reply}" where ${code} was due`)
}

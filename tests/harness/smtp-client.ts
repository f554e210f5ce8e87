import { connect, type Socket } from 'node:net'

export type Answer = {
  /** the last reply: of the data, or of the command that was refused */
  code: number
  text: string
  /** replies to RCPT, in order */
  recipients: string[]
}

type Envelope = { from: string; to: string | string[] }

/** One mail over a connection of its own, as a plain server would send it: lines end in CRLF, dots are stuffed. */
export async function deliverMail(port: number, mail: string | Buffer, { from, to }: Envelope): Promise<Answer> {
  const connection = await openSmtp(port)
  try {
    return await connection.send(mail, { from, to })
  } finally {
    connection.close()
  }
}

export type SmtpConnection = {
  send(mail: string | Buffer, envelope: Envelope): Promise<Answer>
  command(line: string): Promise<string>
  close(): void
}

/** A connection kept open for several mails. */
export async function openSmtp(port: number): Promise<SmtpConnection> {
  const socket = connect({ port, host: '127.0.0.1' })
  const replies = readReplies(socket)
  const reply = async () => {
    const next = await replies.next()
    if (next.done) throw new Error('the mail server closed the connection')
    return next.value
  }
  const command = (line: string) => {
    socket.write(`${line}\r\n`)
    return reply()
  }
  await reply()
  await command('EHLO sender.example')
  return {
    command,
    async send(mail, { from, to }) {
      const answers: string[] = []
      const first = await command(`MAIL FROM:<${from}>`)
      if (!first.startsWith('250')) return { ...parse(first), recipients: answers }
      for (const recipient of [to].flat()) answers.push(await command(`RCPT TO:<${recipient}>`))
      if (!answers.some((answer) => answer.startsWith('250'))) {
        await command('RSET')
        return { ...parse(answers[0] ?? ''), recipients: answers }
      }
      const go = await command('DATA')
      if (!go.startsWith('354')) return { ...parse(go), recipients: answers }
      socket.write(stuffed(Buffer.from(mail)))
      return { ...parse(await reply()), recipients: answers }
    },
    close: () => socket.end('QUIT\r\n'),
  }
}

const parse = (reply: string) => ({ code: Number(reply.slice(0, 3)), text: reply.slice(4) })

function stuffed(mail: Buffer): Buffer {
  const lines = mail.toString('latin1').replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..')
  return Buffer.from(`${lines.endsWith('\r\n') ? lines : `${lines}\r\n`}.\r\n`, 'latin1')
}

/** Whole replies; those of several lines as one, joined. */
async function* readReplies(socket: Socket): AsyncGenerator<string> {
  let pending = ''
  let reply = ''
  for await (const chunk of socket) {
    pending += String(chunk)
    for (;;) {
      const end = pending.indexOf('\r\n')
      if (end === -1) break
      const line = pending.slice(0, end)
      pending = pending.slice(end + 2)
      reply += reply === '' ? line : `\n${line}`
      if (line[3] === '-') continue
      yield reply
      reply = ''
    }
  }
}

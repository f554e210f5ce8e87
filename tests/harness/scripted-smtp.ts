import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

/** What a step of the script does instead of saying yes: answer with a sentence, or hang up. */
export type Step = string | 'drop' | 'hang'

export type SmtpScript = {
  greeting?: Step
  ehlo?: Step
  mail?: Step
  rcpt?: Step
  data?: Step
  /** After the end of the data, before any answer: 'drop' hangs up with the mail taken. */
  end?: Step
  /** Hangs up after this many bytes of data. */
  dropAfterBytes?: number
  /** Hangs up right after the 250. */
  dropAfterAnswer?: boolean
}

export type SmtpStep = 'mail' | 'rcpt' | 'data' | 'body' | 'end' | 'answered'

export type TakenMail = { from: string; to: string[]; raw: string }

export type ScriptedSmtp = {
  port: number
  url: string
  /** Mails whose last line arrived, whatever was answered. */
  taken: TakenMail[]
  /** Those that were answered 250. */
  accepted: TakenMail[]
  connections(): number
  /** The script of the next and later commands; a function decides by recipient. */
  script(script: SmtpScript | ((to: string) => SmtpScript)): void
  /** Hears of each step once it is reached and before it is answered, `answered` right after the answer to the data. */
  watch(watcher: (step: SmtpStep) => void): void
  /** Ends every open connection without a word. */
  hangUp(): void
  close(): Promise<void>
}

/** A mail server that does as told, for what a relay can do to us at each stage of SMTP (RFC 5321 §3.3). */
export async function startScriptedSmtp(port = 0): Promise<ScriptedSmtp> {
  const taken: TakenMail[] = []
  const accepted: TakenMail[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  let script: (to: string) => SmtpScript = () => ({})
  let watcher: (step: SmtpStep) => void = () => {}

  const server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    converse(socket)
  })

  function converse(socket: Socket): void {
    let from = ''
    let to: string[] = []
    let isData = false
    let buffer = ''

    /** Says the scripted sentence, or `usual`; true when the usual went out. */
    function perform(step: Step | undefined, usual: string): boolean {
      if (step === 'hang') return false
      if (step === 'drop') {
        socket.destroy()
        return false
      }
      socket.write(`${step ?? usual}\r\n`)
      return step === undefined || step.startsWith('2') || step.startsWith('3')
    }

    function command(line: string): void {
      const verb = line.slice(0, 4).toUpperCase()
      const current = script(to[0] ?? addressIn(line))
      if (verb === 'EHLO' || verb === 'HELO')
        perform(current.ehlo, '250-scripted\r\n250-SIZE 52428800\r\n250-8BITMIME\r\n250 PIPELINING')
      else if (verb === 'MAIL') {
        watcher('mail')
        to = []
        if (perform(current.mail, '250 2.1.0 Ok')) from = addressIn(line)
      } else if (verb === 'RCPT') {
        watcher('rcpt')
        const address = addressIn(line)
        if (perform(script(address).rcpt, '250 2.1.5 Ok')) to.push(address)
      } else if (verb === 'DATA') {
        watcher('data')
        if (to.length === 0) socket.write('503 5.5.1 No recipients\r\n')
        else isData = perform(current.data, '354 Go ahead')
      } else if (verb === 'QUIT') socket.end('221 2.0.0 Bye\r\n')
      else socket.write('250 2.0.0 Ok\r\n')
    }

    function endOfData(raw: string): void {
      const mail = { from, to, raw: raw.replace(/^\.\./gm, '.') }
      const { end, dropAfterAnswer } = script(to[0] ?? '')
      isData = false
      to = []
      taken.push(mail)
      watcher('end')
      if (!perform(end, '250 2.0.0 Queued as A1')) return
      accepted.push(mail)
      watcher('answered')
      if (dropAfterAnswer) socket.destroy()
    }

    socket.on('data', (chunk) => {
      buffer += chunk.toString('latin1')
      if (isData) watcher('body')
      for (;;) {
        if (isData) {
          const limit = script(to[0] ?? '').dropAfterBytes
          if (limit !== undefined && buffer.length >= limit) {
            socket.destroy()
            return
          }
          const end = buffer.indexOf('\r\n.\r\n')
          if (end < 0) return
          const raw = buffer.slice(0, end + 2)
          buffer = buffer.slice(end + 5)
          endOfData(raw)
        } else {
          const newline = buffer.indexOf('\r\n')
          if (newline < 0) return
          const line = buffer.slice(0, newline)
          buffer = buffer.slice(newline + 2)
          command(line)
        }
      }
    })
    perform(script('').greeting, '220 scripted ESMTP')
  }

  const hangUp = () => {
    for (const socket of sockets) socket.destroy()
  }
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const bound = server.address() as AddressInfo
  return {
    port: bound.port,
    url: `smtp://127.0.0.1:${bound.port}`,
    taken,
    accepted,
    connections: () => connections,
    script: (next) => {
      script = typeof next === 'function' ? next : () => next
    },
    watch: (next) => {
      watcher = next
    },
    hangUp,
    close: () => {
      hangUp()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? ''
}

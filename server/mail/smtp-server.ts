import { rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import type { Log } from '../platform/log.ts'
import { PromptSmtpServer } from './prompt-smtp-server.ts'
import { receivedHeader } from './received-header.ts'
import { createSpool, type SpooledMail } from './spool.ts'

export type TlsPair = { key: string; cert: string }

export type SmtpEnvelope = {
  /** Return path; '' for the null sender of reports (RFC 5321 §4.5.5). */
  from: string
  /** As RCPT named them, each accepted by `checkRecipient`, at least one. */
  to: string[]
  remoteAddress: string
  helo: string
  isSecure: boolean
  /** Greeted with EHLO. */
  isExtended: boolean
  /** BODY=8BITMIME and SMTPUTF8 of MAIL. */
  is8Bit: boolean
  isUtf8: boolean
  /** Of the session and transaction, for logs; also in the Received header. */
  id: string
  receivedAt: Date
}

/** `text` may begin with an enhanced status code (`5.2.1 …`); code is 4yz or 5yz. */
export type RecipientVerdict = { ok: true } | { ok: false; code: number; text: string }

export type SmtpServerOptions = {
  host: string
  /** 0: any free one. */
  port: number
  /** Our name in the greeting and in Received. */
  hostname: string
  /** PEM for STARTTLS; a function is asked before each connection, so that a renewed certificate takes effect. */
  tls: TlsPair | (() => TlsPair)
  /** Folder for mails above 256 KB while they are received; must exist and be on the disk that keeps them. */
  spoolFolder: string
  maxBytes?: number
  maxConnections?: number
  maxConnectionsPerAddress?: number
  maxRecipients?: number
  /** Silence after which a connection is closed; also the longest that one command line may take. */
  idleTimeoutMs?: number
  /** For the whole of one DATA. */
  dataTimeoutMs?: number
  /** How long `close` lets mails in hand finish. */
  closeTimeoutMs?: number
  log: Log
  checkRecipient(address: string): Promise<RecipientVerdict>
  /**
   * Makes the mail durable; 250 is said when it resolves, 451 when it throws. It owns a spooled file from then on; when it
   * throws the file is removed here.
   */
  receive(envelope: SmtpEnvelope, mail: SpooledMail): Promise<void>
  now?: () => Date
}

export type SmtpServerStats = {
  connections: number
  /** Since the start. */
  accepted: number
  refused: number
  failed: number
}

export type SmtpServer = {
  /** Begins to accept; the port in use. Rejects when the port is taken. */
  listen(): Promise<number>
  /** Accepts nothing more, lets mails in hand get their answer (bounded), then closes. */
  close(): Promise<void>
  stats(): SmtpServerStats
}

/**
 * The mail server that receives for our addresses and for nobody else: no AUTH, no relaying, every recipient asked for.
 * STARTTLS, SIZE, 8BITMIME, SMTPUTF8, PIPELINING, ENHANCEDSTATUSCODES. 250 after DATA means that `receive` has the mail.
 */
export function createSmtpServer(options: SmtpServerOptions): SmtpServer {
  const {
    maxBytes = 50 * 1024 * 1024,
    maxConnections = 500,
    maxConnectionsPerAddress = 50,
    maxRecipients = 100,
    idleTimeoutMs = 300_000,
    dataTimeoutMs = 900_000,
    closeTimeoutMs = 10_000,
    log,
    now = () => new Date(),
  } = options
  const { tls } = options
  const inHand = new Set<Promise<void>>()
  const counts = { accepted: 0, refused: 0, failed: 0 }
  let isClosing = false

  const server = new PromptSmtpServer({
    name: options.hostname,
    banner: 'Samtale',
    currentTls: typeof tls === 'function' ? tls : () => tls,
    size: maxBytes,
    rejectOversized: true,
    maxRecipients,
    maxConnections,
    maxConnectionsPerAddress,
    commandTimeoutMs: idleTimeoutMs,
    socketTimeout: idleTimeoutMs,
    closeTimeout: closeTimeoutMs,
    // The three last are jokes of old sendmails that the library keeps.
    disabledCommands: ['AUTH', 'XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL'],
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    maxCommandLength: 4_096,
    logger: false,
    onRcptTo: (address, _session, callback) => {
      answerRecipient(address.address).then(callback, (error: unknown) => {
        log.error({ err: error }, 'SMTP: a recipient could not be looked up')
        callback(refusal(451, '4.3.0 Temporary failure, try again later'))
      })
    },
    onData: (stream, session, callback) => {
      const work = takeMail(stream, session).then(callback, callback)
      inHand.add(work)
      void work.finally(() => {
        inHand.delete(work)
        if (isClosing) setImmediate(dismissIdle)
      })
    },
  })
  server.on('error', (error) => log.debug({ err: error }, 'SMTP: connection ended with an error'))

  async function answerRecipient(address: string): Promise<Error | null> {
    const verdict = await options.checkRecipient(address)
    if (verdict.ok) return null
    counts.refused++
    return refusal(verdict.code, verdict.text)
  }

  /** @returns the refusal to answer with, or null for 250 */
  async function takeMail(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
    const envelope = envelopeOf(session, now())
    const spool = createSpool(options.spoolFolder)
    const timer = setTimeout(() => stream.destroy(new Error('The mail did not arrive in time')), dataTimeoutMs)
    try {
      const problem = await spoolMail(stream, spool, envelope)
      if (stream.sizeExceeded) {
        counts.refused++
        return tooLarge
      }
      if (problem) throw problem
      const mail = await spool.finish()
      await options.receive(envelope, mail).catch(async (error: unknown) => {
        if (mail.kind === 'file') await rm(mail.path, { force: true })
        throw error
      })
      counts.accepted++
      return null
    } catch (error) {
      counts.failed++
      const isOurs = !stream.errored
      if (isOurs) log.error({ err: error, smtp: envelope.id }, 'SMTP: a mail could not be kept')
      else log.info({ smtp: envelope.id }, 'SMTP: a mail broke off before its end')
      if (!isOurs) {
        const answer = stream.sizeExceeded ? tooLarge : refusal(421, '4.4.2 The message did not arrive in time')
        hangUp(session.id, answer)
      }
      return refusal(451, '4.3.0 Temporary failure, try again later')
    } finally {
      clearTimeout(timer)
      await spool.discard()
    }
  }

  /** Reads to the end of the data even when keeping it failed: only then is the sender ready for an answer. */
  async function spoolMail(
    stream: SMTPServerDataStream,
    spool: ReturnType<typeof createSpool>,
    envelope: SmtpEnvelope,
  ) {
    let problem: unknown = null
    const keep = async (chunk: Buffer) => {
      try {
        await spool.write(chunk)
      } catch (error) {
        problem = error
        await spool.discard()
      }
    }
    await keep(Buffer.from(receivedHeader({ ...envelope, hostname: options.hostname, at: envelope.receivedAt })))
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (stream.sizeExceeded) {
        await spool.discard()
        // Who goes on for ever is not waited for.
        if (stream.byteLength > 2 * maxBytes + 1_000_000) stream.destroy(new Error('The mail does not end'))
      } else if (problem === null) {
        await keep(chunk)
      }
    }
    return problem
  }

  /** Ends a session whose client is still sending: no later answer would be in step with it. */
  function hangUp(id: string, { responseCode, message }: Refusal): void {
    const connection = [...server.connections].find((each) => each.id === id)
    connection?.send(responseCode, message)
    connection?.close()
  }

  /** When closing: connections with no mail in hand have nothing to wait for. */
  function dismissIdle(): void {
    for (const connection of [...server.connections]) {
      if (!connection._dataStream) connection.send(421, '4.3.2 Shutting down, try again later')
    }
  }

  function listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      const listener = server.listen(options.port, options.host, () => {
        server.off('error', reject)
        resolve((listener.address() as AddressInfo).port)
      })
      server.once('error', reject)
    })
  }

  async function close(): Promise<void> {
    isClosing = true
    const closed = new Promise<void>((resolve) => server.close(resolve))
    dismissIdle()
    await closed
    await Promise.allSettled(inHand)
  }

  return { listen, close, stats: () => ({ connections: server.connections.size, ...counts }) }
}

function envelopeOf(session: SMTPServerSession, receivedAt: Date): SmtpEnvelope {
  const { mailFrom, rcptTo, bodyType, smtpUtf8 } = session.envelope
  return {
    from: mailFrom ? mailFrom.address || '' : '',
    to: rcptTo.map(({ address }) => address),
    remoteAddress: session.remoteAddress,
    helo: session.hostNameAppearsAs || '',
    isSecure: session.secure,
    isExtended: session.openingCommand === 'EHLO',
    is8Bit: bodyType === '8bitmime',
    isUtf8: smtpUtf8 === true,
    id: `${session.id}.${session.transaction}`,
    receivedAt,
  }
}

type Refusal = Error & { responseCode: number }

function refusal(code: number, text: string): Refusal {
  return Object.assign(new Error(text), { responseCode: code })
}

const tooLarge = refusal(552, '5.3.4 The message exceeds the maximum size')

import { Readable } from 'node:stream'
import SMTPConnection, {
  type SMTPConnectionOptions,
  type SMTPEnvelope,
  type SMTPError,
} from 'nodemailer/lib/smtp-connection'

/**
 * How an attempt to send ended. `response` is the other server's own sentence, or what happened instead of one.
 * - `sent`: 2yz after the data: theirs now, never to be sent again.
 * - `later`: nothing was handed over; trying again may help (4yz, no connection, time-out before the data).
 * - `never`: 5yz for this sender, recipient or mail.
 * - `uncertain`: stopped between the first byte of the data and its answer: they may have it.
 */
export type RelayResult = { kind: 'sent' | 'later' | 'never' | 'uncertain'; response: string }

export type RelayMail = {
  /** Return path; '' for mail that must not bounce. */
  envelopeFrom: string
  recipient: string
  raw: Buffer
  /**
   * Awaited after the server has agreed to take the data (354) and before its first byte: what is written here durably
   * makes an uncertain end known after a crash. When it rejects nothing is handed over, and `send` rejects with its error.
   */
  beforeData?(): Promise<void>
}

export type SmtpRelay = {
  send(mail: RelayMail): Promise<RelayResult>
  /** Connects and signs in; the sentence that says what is wrong, or null. */
  verify(): Promise<string | null>
  /** Closes idle connections at once, those in use after their mail. */
  close(): Promise<void>
}

export type SmtpRelayOptions = {
  /** `smtp://[user:pass@]host[:port]` (STARTTLS where offered) or `smtps://…`; `?verify=no` accepts any certificate. */
  url: string
  /** Our name in EHLO. */
  name?: string
  maxConnections?: number
  /** A kept-open connection without work is closed after this. */
  idleMs?: number
  connectTimeoutMs?: number
  /** Silence of the server; RFC 5321 §4.5.3.2.6 asks for ten minutes after the end of the data. */
  socketTimeoutMs?: number
}

type Idle = { connection: SMTPConnection; timer: NodeJS.Timeout }

/** Sends single mails through one relay over a few connections that stay open between mails. */
export function createSmtpRelay(options: SmtpRelayOptions): SmtpRelay {
  const { maxConnections = 4, idleMs = 20_000 } = options
  const target = parseRelayUrl(options.url)
  const idle: Idle[] = []
  const queue: (() => void)[] = []
  let open = 0
  let isClosed = false

  async function send(mail: RelayMail): Promise<RelayResult> {
    if (isClosed) throw new Error('The relay is closed')
    await aSlot()
    try {
      const kept = takeIdle()
      if (kept) {
        const result = await attempt(kept, mail)
        // It was closed by the other side while it rested: that says nothing about the mail.
        if (!(result.kind === 'later' && result.isStale)) return plain(result)
      }
      const connection = await connect()
      if (!(connection instanceof SMTPConnection)) return connection
      return plain(await attempt(connection, mail))
    } finally {
      open--
      queue.shift()?.()
    }
  }

  async function aSlot(): Promise<void> {
    if (open >= maxConnections) await new Promise<void>((resolve) => queue.push(resolve))
    open++
  }

  function takeIdle(): SMTPConnection | null {
    const next = idle.pop()
    if (!next) return null
    clearTimeout(next.timer)
    return next.connection
  }

  function keep(connection: SMTPConnection): void {
    if (isClosed) {
      connection.quit()
      return
    }
    const entry: Idle = { connection, timer: setTimeout(() => drop(entry), idleMs) }
    entry.timer.unref()
    idle.push(entry)
  }

  function drop(entry: Idle): void {
    const at = idle.indexOf(entry)
    if (at >= 0) idle.splice(at, 1)
    entry.connection.quit()
  }

  /** A signed-in connection, or why there is none: all that fails here passes some day, so it is `later`. */
  function connect(): Promise<SMTPConnection | RelayResult> {
    const connection = new SMTPConnection(connectionOptions(target, options))
    return new Promise((resolve) => {
      const fail = (error: SMTPError) => {
        connection.close()
        resolve({ kind: 'later', response: sentenceOf(error) })
      }
      // Stays: a connection that breaks while it rests must not end the process.
      connection.on('error', fail)
      // `end` comes before the error that explains it.
      connection.on('end', () => setImmediate(fail, new Error('The server closed the connection')))
      connection.connect((error) => {
        if (error) fail(error)
        else if (target.auth && !connection.authenticated) {
          connection.login(target.auth, (refused) => (refused ? fail(refused) : resolve(connection)))
        } else resolve(connection)
      })
    })
  }

  function attempt(connection: SMTPConnection, mail: RelayMail): Promise<RelayResult & { isStale?: boolean }> {
    let hasBegun = false
    let callerError: { error: unknown } | null = null
    const data = new Readable({
      read() {
        this._read = () => undefined
        const begin = mail.beforeData ? mail.beforeData() : Promise.resolve()
        begin.then(
          () => {
            hasBegun = true
            this.push(mail.raw)
            this.push(null)
          },
          (error: unknown) => {
            callerError = { error }
            this.destroy(new Error('The sender changed its mind'))
          },
        )
      },
    })
    const envelope: SMTPEnvelope = { from: mail.envelopeFrom || false, to: [mail.recipient], size: mail.raw.length }
    return new Promise((resolve, reject) => {
      connection.send(envelope, data, (error, info) => {
        if (!error) {
          keep(connection)
          resolve({ kind: 'sent', response: info?.response ?? '250' })
          return
        }
        if (callerError) {
          connection.close()
          reject(callerError.error)
          return
        }
        const result = outcome(error, hasBegun)
        const isRefusal = error.responseCode !== undefined && (!hasBegun || error.code === 'EMESSAGE')
        const settle = (isSound: boolean) => {
          if (isSound) keep(connection)
          else connection.close()
          resolve(result)
        }
        // After a plain refusal the session is sound; after anything else nobody knows what the server thinks.
        if (isRefusal && !hasBegun) connection.reset((broken) => settle(!broken))
        else settle(isRefusal)
      })
    })
  }

  async function verify(): Promise<string | null> {
    const connection = await connect()
    if (!(connection instanceof SMTPConnection)) return connection.response
    connection.quit()
    return null
  }

  async function close(): Promise<void> {
    isClosed = true
    for (const entry of idle.splice(0)) {
      clearTimeout(entry.timer)
      entry.connection.quit()
    }
  }

  return { send, verify, close }
}

function plain({ kind, response }: RelayResult): RelayResult {
  return { kind, response }
}

function outcome(error: SMTPError, hasBegun: boolean): RelayResult & { isStale?: boolean } {
  const response = sentenceOf(error)
  const code = error.responseCode ?? 0
  // Only a reply to the data itself settles it; a closing connection may carry an older reply along.
  const isAnswer = code >= 400 && (!hasBegun || error.code === 'EMESSAGE')
  if (isAnswer) return { kind: code >= 500 && !isAboutRelay(code) ? 'never' : 'later', response }
  if (hasBegun) return { kind: 'uncertain', response }
  // The library refuses on its own what is larger than the server's SIZE, or an address that it cannot write.
  if (error.code === 'EMESSAGE' || error.code === 'EENVELOPE') return { kind: 'never', response }
  return { kind: 'later', response, isStale: true }
}

/** Sign-in is missing or wrong: the settings are to be mended, the mail is not to blame. */
function isAboutRelay(code: number): boolean {
  return code === 530 || code === 534 || code === 535 || code === 538
}

function sentenceOf(error: SMTPError): string {
  return (error.response || error.message || 'No answer').replace(/\s+/g, ' ').trim().slice(0, 1_000)
}

type Target = {
  host: string
  port: number
  isSecure: boolean
  verifiesCertificate: boolean
  auth: { user: string; pass: string } | null
}

/** @throws Error with a sentence for the person who set it */
export function parseRelayUrl(text: string): Target {
  const url = URL.parse(text)
  if (!url || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '') {
    throw new Error('The relay must be given as smtp://[user:password@]host[:port] or smtps://…')
  }
  const isSecure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return {
    host,
    port: Number(url.port) || (isSecure ? 465 : 587),
    isSecure,
    // On the machine itself nobody listens in between, and such servers seldom have a certificate that verifies.
    verifiesCertificate:
      url.searchParams.get('verify') !== 'no' && !/^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host),
    auth:
      url.username === '' ? null : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
  }
}

function connectionOptions(target: Target, options: SmtpRelayOptions): SMTPConnectionOptions {
  const { connectTimeoutMs = 30_000, socketTimeoutMs = 600_000, name } = options
  return {
    host: target.host,
    port: target.port,
    secure: target.isSecure,
    tls: { rejectUnauthorized: target.verifiesCertificate },
    // With a password the upgrade is not optional: it would go over the wire in the clear.
    requireTLS: target.auth !== null && target.verifiesCertificate,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: socketTimeoutMs,
    ...(name ? { name } : {}),
  }
}

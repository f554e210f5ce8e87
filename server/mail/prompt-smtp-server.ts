import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection'

export type PromptOptions = SMTPServerOptions & {
  maxConnections: number
  maxConnectionsPerAddress: number
  /** For one whole command line: an idle time-out alone lets a byte a minute hold a connection for ever. */
  commandTimeoutMs: number
  /** Called before each connection: gives a new pair when the certificate has changed. */
  currentTls(): { key: string; cert: string }
}

/**
 * The library's server with three changes: it greets at once (the library waits a hard-coded 100 ms for each
 * connection, which allows a sender with a connection per mail ten mails a second), it bounds connections per address,
 * and it times whole commands. The methods it replaces are not public: `prompt-smtp-server.test.ts` fails when an update
 * changes them.
 */
export class PromptSmtpServer extends SMTPServer {
  readonly promptOptions: PromptOptions
  #tls: { key: string; cert: string }

  constructor(options: PromptOptions) {
    const tls = options.currentTls()
    super({ ...options, ...tls })
    this.promptOptions = options
    this.#tls = tls
  }

  override connect(socket: Socket | TLSSocket, socketOptions?: SMTPConnectionOptions | null): void {
    this.#refreshTls()
    const connection = new PromptConnection(this, socket, socketOptions)
    this.connections.add(connection)
    connection.on('error', (error: Error) => this._onError(error))
    connection.on('connect', (data) => this._onClientConnect(data))
    connection.init()
  }

  connectionsOf(address: string): number {
    let count = 0
    for (const connection of this.connections) if (connection.remoteAddress === address) count++
    return count
  }

  #refreshTls(): void {
    const tls = this.promptOptions.currentTls()
    if (tls.cert === this.#tls.cert && tls.key === this.#tls.key) return
    this.#tls = tls
    this.updateSecureContext(tls)
  }
}

class PromptConnection extends SMTPConnection {
  readonly #server: PromptSmtpServer
  #commandTimer: NodeJS.Timeout | null = null

  constructor(server: PromptSmtpServer, socket: Socket | TLSSocket, options?: SMTPConnectionOptions | null) {
    super(server, socket, options ?? undefined)
    this.#server = server
  }

  override init(): void {
    this._setListeners(() => {
      const { maxConnections, maxConnectionsPerAddress } = this.#server.promptOptions
      if (this.#server.connections.size > maxConnections) {
        this.send(421, '4.3.2 Too many connections, try again in a moment')
      } else if (this.#server.connectionsOf(this.remoteAddress) > maxConnectionsPerAddress) {
        this.send(421, '4.7.0 Too many connections from your address, try again in a moment')
      } else {
        this.#armCommandTimer()
        this.connectionReady()
      }
    })
  }

  /** A text that brings its own enhanced status code (RFC 2034) is not given the library's. */
  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    const ownStatus = typeof data === 'string' && /^[245]\.\d{1,3}\.\d{1,3} /.test(data)
    super.send(code, data ?? undefined, ownStatus ? false : context)
  }

  override _onCommand(command: Buffer, callback?: () => void): void {
    this.#armCommandTimer()
    super._onCommand(command, callback)
  }

  override _onClose(): void {
    if (this.#commandTimer) clearTimeout(this.#commandTimer)
    super._onClose()
  }

  #armCommandTimer(): void {
    const { commandTimeoutMs } = this.#server.promptOptions
    if (this.#commandTimer) {
      this.#commandTimer.refresh()
      return
    }
    this.#commandTimer = setTimeout(() => {
      // DATA and what is done with it are timed where they are handled.
      if (this._dataStream || this._handlerPending) this.#commandTimer?.refresh()
      else this.send(421, '4.4.2 Timeout, closing the connection')
    }, commandTimeoutMs)
    this.#commandTimer.unref()
  }
}

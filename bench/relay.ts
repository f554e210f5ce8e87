import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail server that takes what leaves and tells when each mail was there whole. */
export type Relay = {
  url: string
  /** Resolves with the moment at which so many mails more than now were there. */
  received(count: number): Promise<number>
  close(): Promise<void>
}

export async function startRelay(): Promise<Relay> {
  let had = 0
  let waiting: { target: number; resolve(at: number): void } | null = null
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, _session, callback) {
      stream.resume()
      stream.on('end', () => {
        had++
        if (waiting && had >= waiting.target) waiting.resolve(performance.now())
        callback()
      })
    },
  })
  const listener = server.listen(0, '127.0.0.1')
  await new Promise((resolve) => listener.once('listening', resolve))
  return {
    url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    received: (count) =>
      new Promise((resolve) => {
        waiting = { target: had + count, resolve }
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

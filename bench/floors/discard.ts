import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { SMTPConnection } from 'smtp-server/lib/smtp-connection'

/** A bare SMTP server that throws mail away, without the 100 ms that the library lets each new connection wait. */
SMTPConnection.prototype.init = function init() {
  this._setListeners(() => this.connectionReady())
}

const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onData(stream, _session, callback) {
    stream.on('end', callback)
    stream.resume()
  },
})
const listener = server.listen(0, '127.0.0.1', () => {
  process.send?.({ ready: { smtpPort: (listener.address() as AddressInfo).port } })
})

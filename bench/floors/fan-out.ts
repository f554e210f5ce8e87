import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

/** A bare WebSocket server: what its parent sends it goes to every client. */
const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
process.on('message', ({ text }: { text: string }) => {
  const frame = Buffer.from(text)
  for (const socket of sockets.clients) socket.send(frame, { binary: false })
})
sockets.on('listening', () => {
  process.send?.({ ready: { socketPort: (sockets.address() as AddressInfo).port } })
})

import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { beatEveryMs, closeCodes, type ServerFrame } from '../../shared/api/realtime.ts'
import { findSession, type SessionUser, touchSession } from '../account/session-store.ts'
import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Hub } from './hub.ts'

const path = '/api/realtime'
const helloWithinMs = 10_000
/** An open browser is one that was seen: its session is noted so often. */
const touchEveryMs = 120_000
const beat = JSON.stringify({ type: 'beat' } satisfies ServerFrame)

type Options = {
  database: Database
  hub: Hub
  log: Log
  /** The session's hash that a request's cookie names, where its Origin is the app's own; null refuses. */
  sessionOf(request: IncomingMessage): Buffer | null
}

/**
 * `GET /api/realtime`: one WebSocket per browser. Opens for a session cookie from the app's own origin alone (abuse-38);
 * takes one small frame, `{after}`, and says everything else.
 */
export function serveRealtime(server: Server, { database, hub, log, sessionOf }: Options): { close(): void } {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 4096 })

  server.on('upgrade', (request, socket, head) => {
    upgrade(request, socket, head).catch((error: unknown) => {
      log.error({ err: error }, 'Realtime: a browser could not be connected')
      socket.destroy()
    })
  })

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // The other side may go away at any moment; without a listener that would end the process.
    socket.on('error', () => {})
    if (request.url?.split('?')[0] !== path) return refuse(socket, '404 Not Found')
    const hash = sessionOf(request)
    const session = hash === null ? null : await findSession(database.db, hash)
    if (!session) return refuse(socket, '401 Unauthorized')
    sockets.handleUpgrade(request, socket, head, (opened) => greet(opened, session))
  }

  function greet(socket: WebSocket, session: SessionUser): void {
    const late = setTimeout(() => socket.close(closeCodes.forbidden, 'no hello'), helloWithinMs)
    let isAlive = true
    // The ping tells us of the browser, the beat tells the browser of us.
    const beating = setInterval(() => {
      if (!isAlive) return socket.terminate()
      isAlive = false
      socket.ping()
      socket.send(beat)
    }, beatEveryMs)
    let touchedAt = Number.NEGATIVE_INFINITY
    const touch = () => {
      if (performance.now() - touchedAt < touchEveryMs) return
      touchedAt = performance.now()
      touchSession(database.db, session.sessionHash).catch((error: unknown) =>
        log.warn({ err: error }, 'Realtime: that a browser is open could not be noted'),
      )
    }
    touch()
    socket.on('pong', () => {
      isAlive = true
      touch()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(late)
      clearInterval(beating)
    })
    socket.once('message', (data) => {
      clearTimeout(late)
      const after = readHello(String(data))
      if (after === undefined) return socket.close(closeCodes.forbidden, 'not a hello')
      hub.add(socket, session, after).catch((error: unknown) => {
        log.error({ err: error }, 'Realtime: a browser could not be brought up to date')
        socket.close(closeCodes.goingAway)
      })
    })
  }

  return { close: () => sockets.close() }
}

/** The cursor that a browser goes on from; undefined: not a hello. */
function readHello(text: string): string | null | undefined {
  try {
    const frame = JSON.parse(text) as { after?: unknown }
    return typeof frame.after === 'string' || frame.after === null ? frame.after : undefined
  } catch {
    return undefined
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

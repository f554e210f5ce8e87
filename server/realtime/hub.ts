import type { WebSocket } from 'ws'
import { closeCodes } from '../../shared/api/realtime.ts'
import { findSession, type SessionUser } from '../account/session-store.ts'
import { countersFor, loadCountCells } from '../conversation/counters.ts'
import type { Links } from '../conversation/links.ts'
import { type Asker, loadAsker, verdictOn } from '../inbox/asker.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { type Announcer, type Cursor, headOfStream, readStream, type StoredEvent } from '../platform/events.ts'
import type { Log } from '../platform/log.ts'
import { audienceOf, type Changes, loadChanges, patchesFor } from './changes.ts'
import type { SealedCursors } from './cursor.ts'

/** A text frame as its bytes, so that it is made into bytes once for all who get it. */
type Frame = Buffer
const asText = { binary: false }

/** An open browser. While it is being brought up to date, what happens meanwhile waits in `held`. */
type Client = {
  socket: WebSocket
  session: SessionUser
  asker: Asker
  held: Frame[] | null
}

export type Hub = {
  add(socket: WebSocket, session: SessionUser, after: string | null): Promise<void>
  /** Where the stream stands for whoever reads now, sealed. */
  position(): Promise<string>
  stats(): { clients: number; lagMs: number }
  close(): Promise<void>
}

type Parts = { database: Database; announcer: Announcer; links: Links; cursors: SealedCursors; log: Log; now: Clock }

const countersEveryMs = 150
/** Beyond this many events a client is better served by fetching anew. */
const maxReplay = 5000
/** A client that takes nothing for so long is closed; it comes back with its cursor. */
const maxBufferedBytes = 8 * 1024 * 1024

/**
 * Follows the event stream once per process and tells every open browser what it may see of it: in order, with current
 * rights, and after a lost connection from where it was.
 */
export async function startHub(parts: Parts): Promise<Hub> {
  const { database, announcer, links, cursors, log, now } = parts
  const { db } = database
  const clients = new Map<string, Set<Client>>()
  const countersDue = new Map<string, NodeJS.Timeout>()
  let cursor: Cursor = await headOfStream(db)
  let isReading = false
  let mayHaveMore = false
  let isClosed = false
  let lastCaughtUp = Date.now()

  async function follow(): Promise<void> {
    mayHaveMore = true
    if (isReading || isClosed) return
    isReading = true
    try {
      while (mayHaveMore && !isClosed) {
        mayHaveMore = false
        const page = await readStream(db, cursor)
        cursor = page.cursor
        for (const [accountId, events] of groupByAccount(page.events)) await dispatch(accountId, events)
        if (!page.hasMore) lastCaughtUp = Date.now()
        else if (page.events.length > 0) mayHaveMore = true
        // Committed, but an older transaction could still come before it: look again when that one may be through.
        else setTimeout(() => void follow(), 1)
      }
    } catch (error) {
      log.error({ err: error }, 'Realtime: reading the event stream failed; trying again with the next look')
    } finally {
      isReading = false
    }
    if (mayHaveMore && !isClosed) void follow()
  }
  announcer.subscribe(() => void follow())

  async function dispatch(accountId: string, events: readonly StoredEvent[]): Promise<void> {
    const listening = clients.get(accountId)
    if (!listening || listening.size === 0) return
    const userIds = [...new Set([...listening].map((client) => client.session.actor.userId))]
    const changes = await loadChanges(db, links, accountId, events, userIds, now())
    if (changes.hasOverviewChanged) await refreshRights(accountId, listening)
    const frameFor = framesOf(changes, cursors.seal(cursor))
    for (const client of listening) {
      if (changes.endedSessions.has(client.session.publicId)) client.socket.close(closeCodes.signedOut)
      else deliver(client, frameFor(client))
    }
    if (changes.threads.length > 0 || changes.gone.length > 0 || changes.hasOverviewChanged) planCounters(accountId)
  }

  /** Yields each client's frame; made once for all who get the same. */
  function framesOf(changes: Changes, sealed: string): (client: Client) => Frame | null {
    const frames = new Map<string, Frame | null>()
    return ({ session, asker }) => {
      const { userId } = session.actor
      const maySee = (inboxIds: readonly string[]) => verdictOn(asker, 'see', inboxIds).isAllowed
      const audience = audienceOf(changes, userId, maySee)
      let frame = frames.get(audience)
      if (frame === undefined) {
        const patches = patchesFor(changes, userId, maySee)
        const text = `{"type":"patches","cursor":"${sealed}","patches":[${patches.join(',')}]}`
        frame = patches.length === 0 ? null : Buffer.from(text)
        frames.set(audience, frame)
      }
      return frame
    }
  }

  function deliver(client: Client, frame: Frame | null): void {
    if (frame === null) return
    if (client.held) client.held.push(frame)
    else if (client.socket.bufferedAmount > maxBufferedBytes) client.socket.close(closeCodes.tooSlow)
    else client.socket.send(frame, asText)
  }

  async function refreshRights(accountId: string, listening: ReadonlySet<Client>): Promise<void> {
    for (const client of listening) {
      const session = await findSession(db, client.session.sessionHash)
      if (!session || session.actor.accountId !== accountId) {
        client.socket.close(closeCodes.signedOut)
        continue
      }
      client.session = session
      client.asker = await loadAsker(db, session.actor)
    }
  }

  function planCounters(accountId: string): void {
    if (countersDue.has(accountId)) return
    const timer = setTimeout(() => {
      countersDue.delete(accountId)
      sendCounters(accountId).catch((error: unknown) =>
        log.error({ err: error }, 'Realtime: counters could not be read'),
      )
    }, countersEveryMs)
    countersDue.set(accountId, timer)
  }

  async function sendCounters(accountId: string): Promise<void> {
    const listening = clients.get(accountId)
    if (!listening || listening.size === 0) return
    const cells = await loadCountCells(db, accountId)
    for (const client of listening) {
      // Also where they are as they were: a browser that foretold a change which another took back holds others.
      const counters = JSON.stringify(countersFor(client.asker, cells))
      deliver(client, Buffer.from(`{"type":"counters","counters":${counters}}`))
    }
  }

  /** Brings a new client up to where the stream stands; what comes meanwhile waits until it is. */
  async function catchUp(client: Client, after: string | null): Promise<void> {
    const { accountId } = client.session.actor
    const opened = after === null ? null : cursors.open(after)
    const upTo = cursor
    const changes = opened ? await loadReplay(accountId, client, opened) : null
    const sealed = cursors.seal(upTo)
    if (changes) {
      const frame = framesOf(changes, sealed)(client)
      if (frame !== null) client.socket.send(frame, asText)
    }
    client.socket.send(JSON.stringify({ type: after === null || changes ? 'ready' : 'resync', cursor: sealed }))
    for (const frame of client.held ?? []) client.socket.send(frame, asText)
    client.held = null
    planCounters(accountId)
  }

  /** What came after a cursor, as things are now; null where it is too much or the cursor is ahead of this database. */
  async function loadReplay(accountId: string, client: Client, from: Cursor): Promise<Changes | null> {
    const events: StoredEvent[] = []
    let place = from
    for (let read = 0; ; ) {
      const page = await readStream(db, place)
      read += page.events.length
      if (read > maxReplay) return null
      events.push(...page.events.filter((event) => event.accountId === accountId))
      place = page.cursor
      if (!page.hasMore || page.events.length === 0) break
    }
    return loadChanges(db, links, accountId, events, [client.session.actor.userId], now())
  }

  return {
    async add(socket, session, after) {
      const { accountId } = session.actor
      const client: Client = { socket, session, asker: await loadAsker(db, session.actor), held: [] }
      const ofAccount = clients.get(accountId) ?? new Set()
      clients.set(accountId, ofAccount.add(client))
      socket.once('close', () => {
        ofAccount.delete(client)
        if (ofAccount.size === 0 && clients.get(accountId) === ofAccount) clients.delete(accountId)
      })
      await catchUp(client, after)
    },
    position: async () => cursors.seal(await headOfStream(db)),
    stats: () => ({
      clients: [...clients.values()].reduce((sum, ofAccount) => sum + ofAccount.size, 0),
      lagMs: Date.now() - lastCaughtUp,
    }),
    async close() {
      isClosed = true
      for (const timer of countersDue.values()) clearTimeout(timer)
      for (const ofAccount of clients.values())
        for (const client of ofAccount) client.socket.close(closeCodes.goingAway)
    },
  }
}

function groupByAccount(events: readonly StoredEvent[]): Map<string, StoredEvent[]> {
  return Map.groupBy(events, (event) => event.accountId)
}

import type { WebSocket } from 'ws'
import { closeCodes } from '../../shared/api/realtime.ts'
import { findSession, findSessions, mustSetUpFactor, type SessionUser } from '../account/session-store.ts'
import { countersFor, cubeOf, loadCountCells } from '../conversation/counters.ts'
import type { Links } from '../conversation/links.ts'
import { type Asker, askerOver, loadAsker, visibleInboxIds } from '../inbox/asker.ts'
import { listInboxes } from '../inbox/inbox-store.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import {
  type Announcer,
  accessEvent,
  type Cursor,
  headOfStream,
  readStream,
  type StoredEvent,
} from '../platform/events.ts'
import type { Log } from '../platform/log.ts'
import { audienceOf, type Changes, loadChanges, patchesFor, type SightChange, sameSight } from './changes.ts'
import type { SealedCursors } from './cursor.ts'

/** A text frame as its bytes, so that it is made into bytes once for all who get it. */
type Frame = Buffer
const asText = { binary: false }

/** An open browser. While it is being brought up to date, what happens meanwhile waits in `held`. */
type Client = {
  socket: WebSocket
  session: SessionUser
  asker: Asker
  /** inboxes in use that the person may see */
  sight: ReadonlySet<string>
  held: Frame[] | null
}

export type Hub = {
  /** Calls `listener` when the stream tells that rights have changed, here or through another process, before anybody hears. */
  onAccessChange(listener: () => void): void
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
  const accessListeners: (() => void)[] = []
  /** Rises with each change of rights: who loads some meanwhile loads them again. */
  let rightsChanges = 0
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
        for (const [accountId, events] of groupByAccount(page.events)) await tell(accountId, events)
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

  /** What could not be told is not lost: its listeners come back with their cursors, and with the rights that they have then. */
  async function tell(accountId: string, events: readonly StoredEvent[]): Promise<void> {
    try {
      await dispatch(accountId, events)
    } catch (error) {
      log.error({ err: error }, 'Realtime: changes could not be told; the browsers of the account connect anew')
      for (const client of clients.get(accountId) ?? []) client.socket.close(closeCodes.goingAway)
    }
  }

  async function dispatch(accountId: string, events: readonly StoredEvent[]): Promise<void> {
    if (events.some(({ type }) => accessEvent.test(type))) {
      rightsChanges += 1
      for (const listener of accessListeners) listener()
    }
    const listening = clients.get(accountId)
    if (!listening || listening.size === 0) return
    const userIds = [...new Set([...listening].map((client) => client.session.actor.userId))]
    const changes = await loadChanges(db, links, accountId, events, userIds, now())
    const sightChanges = changes.hasOverviewChanged ? await refreshRights(accountId, listening) : null
    const frameFor = framesOf(changes, cursors.seal(cursor))
    for (const client of listening) {
      if (changes.endedSessions.has(client.session.publicId)) client.socket.close(closeCodes.signedOut)
      else deliver(client, frameFor(client, sightChanges?.get(client)))
    }
    if (changes.threads.length > 0 || changes.gone.length > 0 || changes.hasOverviewChanged) planCounters(accountId)
  }

  /** Yields each client's frame; made once for all who get the same. */
  function framesOf(changes: Changes, sealed: string): (client: Client, sightChange?: SightChange) => Frame | null {
    const frames = new Map<string, Frame | null>()
    return ({ session, sight }, sightChange = sameSight) => {
      const { userId } = session.actor
      const maySee = (inboxIds: readonly string[]) => inboxIds.some((id) => sight.has(id))
      const audience = audienceOf(changes, userId, maySee, sightChange)
      let frame = frames.get(audience)
      if (frame === undefined) {
        const patches = patchesFor(changes, userId, maySee, sightChange)
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

  /**
   * Gives every listener of an account the rights that they have now, in two statements however many listen. Who is no
   * longer of the account is closed out; of the others it yields what came into sight or went out of it.
   */
  async function refreshRights(accountId: string, listening: Set<Client>): Promise<ReadonlyMap<Client, SightChange>> {
    const asked = [...listening]
    const [sessions, inboxes] = await Promise.all([
      findSessions(
        db,
        asked.map((client) => client.session.publicId),
      ),
      listInboxes(db, accountId),
    ])
    const byId = new Map(sessions.map((session) => [session.publicId, session]))
    const sightChanges = new Map<Client, SightChange>()
    for (const client of asked) {
      const session = byId.get(client.session.publicId)
      if (!session || session.actor.accountId !== accountId || mustSetUpFactor(session)) {
        client.socket.close(closeCodes.signedOut)
        listening.delete(client)
        continue
      }
      const before = client.sight
      Object.assign(client, rightsOf(session, askerOver(session.actor, inboxes)))
      const lost = [...before].filter((id) => !client.sight.has(id))
      const gained = [...client.sight].filter((id) => !before.has(id))
      if (lost.length > 0 || gained.length > 0) sightChanges.set(client, { lost, gained })
    }
    return sightChanges
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
    const cube = cubeOf(await loadCountCells(db, accountId))
    for (const client of listening) {
      // Also where they are as they were: a browser that foretold a change which another took back holds others.
      const counters = JSON.stringify(countersFor(client.asker, cube))
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

  /** Rights as they are once the client hears of each change: one that comes while they are loaded has them loaded again. */
  async function loadRights({ sessionHash }: SessionUser): Promise<ReturnType<typeof rightsOf> | null> {
    for (;;) {
      const before = rightsChanges
      const session = await findSession(db, sessionHash)
      // Since the upgrade the account may have begun to ask for a second factor.
      if (!session || mustSetUpFactor(session)) return null
      const asker = await loadAsker(db, session.actor)
      if (before === rightsChanges) return rightsOf(session, asker)
    }
  }

  return {
    onAccessChange: (listener) => void accessListeners.push(listener),
    async add(socket, session, after) {
      const { accountId } = session.actor
      const rights = await loadRights(session)
      if (!rights) return socket.close(closeCodes.signedOut)
      const client: Client = { socket, ...rights, held: [] }
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

const rightsOf = (session: SessionUser, asker: Asker) => ({ session, asker, sight: new Set(visibleInboxIds(asker)) })

function groupByAccount(events: readonly StoredEvent[]): Map<string, StoredEvent[]> {
  return Map.groupBy(events, (event) => event.accountId)
}

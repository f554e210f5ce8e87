import { notifyManager, type QueryClient } from '@tanstack/react-query'
import { beatEveryMs, type ClientFrame, closeCodes } from '../../shared/api/realtime.ts'
import { applyPatch } from './apply-patch.ts'
import { askAnew } from './ask-anew.ts'
import { replayPatchesOnFetches } from './patch-replay.ts'
import { overviewQuery } from './queries.ts'
import type { ServerFrame } from './types.ts'
import { watchSight } from './watch-sight.ts'

const firstRetryMs = 400
const longestRetryMs = 20_000
/** A beat may be late by this much before the connection counts as dead. */
const graceMs = 15_000
/** Less, where something besides says that the device slept or the person was away. */
const graceAfterSleepMs = 5_000

type StreamOptions = {
  client: QueryClient
  userId: string
  /** `ws://host/api/realtime` */
  url: string
  /** Milliseconds without a word of the server after which the connection counts as dead. */
  silentAfterMs?: number
  onLive: () => void
  onBroken: () => void
  onSignedOut: () => void
  /** Something was forgotten that the person may not see any more: it must leave the device too. */
  onForgotten?: () => void
}

/**
 * Follows the stream of `shared/api/realtime.ts` into the cache. The cursor is kept over lost connections, so the server
 * replays what came meanwhile; waits between attempts double up to 20 s, half of it by chance, so that a restarted server
 * is not met by everybody at once. `retryNow` ends such a wait; `reconnect` also gives up a connection that seems well: one
 * whose network went away does not know it for minutes. What the silence of 40 s shows, `wake` looks at once: a device
 * that slept heard no beat.
 */
export function followStream(options: StreamOptions): {
  retryNow: () => void
  reconnect: () => void
  wake: () => void
  stop: () => void
} {
  const {
    client,
    userId,
    url,
    silentAfterMs = beatEveryMs + graceMs,
    onLive,
    onBroken,
    onSignedOut,
    onForgotten = () => {},
  } = options
  const replay = replayPatchesOnFetches(client, userId)
  const unwatch = watchSight(client, onForgotten)
  let socket: WebSocket | null = null
  let cursor: string | null = null
  let attempts = 0
  let isStopped = false
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let silenceTimer: ReturnType<typeof setTimeout> | undefined
  let heardAt = 0

  /** Something came, or is about to: from now on silence counts. */
  const hear = () => {
    heardAt = Date.now()
    clearTimeout(silenceTimer)
    silenceTimer = setTimeout(reconnect, silentAfterMs)
  }

  const reconnect = () => {
    attempts = 0
    onBroken()
    connect()
  }

  const connect = () => {
    clearTimeout(retryTimer)
    hear()
    socket?.close()
    const own = new WebSocket(url)
    socket = own
    own.onopen = () => own.send(JSON.stringify({ after: cursor } satisfies ClientFrame))
    own.onmessage = (event) => {
      if (own !== socket) return
      hear()
      take(JSON.parse(String(event.data)) as ServerFrame)
    }
    own.onclose = (event) => {
      if (isStopped || own !== socket) return
      socket = null
      clearTimeout(silenceTimer)
      if (event.code === closeCodes.signedOut) {
        onSignedOut()
        return
      }
      onBroken()
      attempts += 1
      retryTimer = setTimeout(connect, retryDelay(attempts, Math.random()))
    }
  }

  const take = (frame: ServerFrame) => {
    switch (frame.type) {
      case 'ready':
        // From now on the stream tells everything; what was asked before it began may have missed something.
        if (cursor === null) askAnew(client)
        // What a patch had asked anew, and nobody answered because the server was away just then.
        else askAnew(client, { predicate: ({ state }) => state.isInvalidated || state.error !== null })
        cursor = frame.cursor
        attempts = 0
        onLive()
        return
      case 'resync':
        cursor = frame.cursor
        askAnew(client)
        return
      case 'patches':
        notifyManager.batch(() => {
          for (const patch of frame.patches) {
            replay.remember(patch)
            applyPatch(client, userId, patch)
          }
        })
        if (frame.patches.some(({ type }) => type === 'access-lost' || type === 'gone')) onForgotten()
        cursor = frame.cursor
        return
      case 'counters':
        client.setQueryData(overviewQuery.queryKey, (overview) => overview && { ...overview, counters: frame.counters })
    }
  }

  connect()
  return {
    retryNow: () => {
      attempts = 0
      if (socket === null) connect()
    },
    reconnect,
    wake: () => {
      if (socket !== null && Date.now() - heardAt > beatEveryMs + graceAfterSleepMs) reconnect()
    },
    stop: () => {
      isStopped = true
      clearTimeout(retryTimer)
      clearTimeout(silenceTimer)
      replay.stop()
      unwatch()
      socket?.close()
    },
  }
}

/** Milliseconds before attempt `attempts` + 1; `chance` is 0 to 1 and decides half of it. */
export function retryDelay(attempts: number, chance: number): number {
  const full = Math.min(longestRetryMs, firstRetryMs * 2 ** (attempts - 1))
  return full / 2 + (full / 2) * chance
}

import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { followStream } from './stream.ts'

/** A restart of the server takes a moment; only what lasts longer is told to the person. */
const patienceMs = 2500

let isLost = false
const listeners = new Set<() => void>()
let retryNow: () => void = () => {}

/** Whether the stream has been away for more than a moment. */
export function useIsConnectionLost(): boolean {
  return useSyncExternalStore(subscribe, () => isLost)
}

export function reconnectNow(): void {
  retryNow()
}

/** Follows the stream of this page's server until the returned function is called. */
export function connectPage(client: QueryClient, userId: string, onSignedOut: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stream = followStream({
    client,
    userId,
    url: `${location.origin.replace(/^http/, 'ws')}/api/realtime`,
    onBroken: () => {
      timer ??= setTimeout(() => setLost(true), patienceMs)
    },
    onLive: () => {
      clearTimeout(timer)
      timer = undefined
      setLost(false)
    },
    onSignedOut,
  })
  retryNow = stream.retryNow
  // What the browser says of its own network is a good moment to try, and no more than that: the server may be here.
  addEventListener('online', stream.reconnect)
  addEventListener('offline', stream.reconnect)
  const wake = () => {
    if (!document.hidden) stream.wake()
  }
  document.addEventListener('visibilitychange', wake)
  addEventListener('focus', wake)
  return () => {
    removeEventListener('online', stream.reconnect)
    removeEventListener('offline', stream.reconnect)
    document.removeEventListener('visibilitychange', wake)
    removeEventListener('focus', wake)
    clearTimeout(timer)
    stream.stop()
    setLost(false)
  }
}

function setLost(next: boolean) {
  isLost = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

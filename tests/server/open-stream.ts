import { expect } from 'vitest'
import { WebSocket } from 'ws'
import type { Patch, ServerFrame } from '../../shared/api/realtime.ts'

export type Stream = {
  frames: ServerFrame[]
  /** every patch that came so far, in order */
  patches(): Patch[]
  counters(): Extract<ServerFrame, { type: 'counters' }>['counters'] | undefined
  /** the code that the server closed it with */
  closed: Promise<number>
  close(): void
}

/** The realtime stream as a browser opens it: with the cookie, from the app's own origin, from now on. */
export async function openStream(origin: string, cookie: string): Promise<Stream> {
  const socket = new WebSocket(streamUrl(origin), { headers: { cookie }, origin })
  const frames: ServerFrame[] = []
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  socket.on('message', (data) => frames.push(JSON.parse(String(data)) as ServerFrame))
  socket.on('open', () => socket.send(JSON.stringify({ after: null })))
  await expect.poll(() => frames.some((frame) => frame.type === 'ready')).toBe(true)
  return {
    frames,
    patches: () => frames.flatMap((frame) => (frame.type === 'patches' ? frame.patches : [])),
    counters: () => frames.findLast((frame) => frame.type === 'counters')?.counters,
    closed,
    close: () => socket.terminate(),
  }
}

/** What the server answers to an upgrade: 101, or the status of its refusal. */
export function knock(origin: string, headers: Record<string, string>, path = '/api/realtime'): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(streamUrl(origin).replace('/api/realtime', path), { headers })
    socket.on('open', () => {
      resolve(101)
      socket.terminate()
    })
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0)
      request.destroy()
    })
    socket.on('error', reject)
  })
}

export const streamUrl = (origin: string) => `${origin.replace('http', 'ws')}/api/realtime`

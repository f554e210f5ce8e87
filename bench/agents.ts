import { WebSocket } from 'ws'

/** Agents' open browsers, as far as they listen: they count what comes and look for one mark, and read nothing. */
export type Agents = {
  /** Resolves with the moment at which the last agent has seen `mark`. */
  seen(mark: string): Promise<number>
  /** Resolves with the moment at which each agent has had so many things more than when this was called. */
  received(count: number): Promise<number>
  close(): void
}

type Agent = { socket: WebSocket; had: number }

/**
 * Connects one agent for each element of `headers`. `hello`: what each says first; it then waits for an answer.
 * `thing`: the bytes that begin what is counted.
 */
export async function openAgents(
  url: URL,
  headers: readonly Record<string, string>[],
  { hello, thing }: { hello?: string; thing: string },
): Promise<Agents> {
  const agents = await Promise.all(headers.map((one) => openAgent(url, one, hello)))
  let looksFor: { mark: string; missing: Set<Agent>; resolve(at: number): void } | null = null
  let waitsFor: { target: Map<Agent, number>; missing: Set<Agent>; resolve(at: number): void } | null = null
  for (const agent of agents) {
    agent.socket.on('message', (data: Buffer) => {
      if (looksFor?.missing.has(agent) && data.includes(looksFor.mark)) {
        looksFor.missing.delete(agent)
        if (looksFor.missing.size === 0) looksFor.resolve(performance.now())
      }
      for (let at = data.indexOf(thing); at >= 0; at = data.indexOf(thing, at + 1)) agent.had++
      if (waitsFor?.missing.has(agent) && agent.had >= (waitsFor.target.get(agent) ?? 0)) {
        waitsFor.missing.delete(agent)
        if (waitsFor.missing.size === 0) waitsFor.resolve(performance.now())
      }
    })
  }
  return {
    seen: (mark) =>
      new Promise((resolve) => {
        looksFor = { mark, missing: new Set(agents), resolve }
      }),
    received: (count) =>
      new Promise((resolve) => {
        const target = new Map(agents.map((agent) => [agent, agent.had + count]))
        waitsFor = { target, missing: new Set(agents), resolve }
      }),
    close() {
      for (const { socket } of agents) socket.terminate()
    },
  }
}

function openAgent(url: URL, headers: Record<string, string>, hello: string | undefined): Promise<Agent> {
  const socket = new WebSocket(url, { headers, perMessageDeflate: false })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => {
      if (hello === undefined) return resolve({ socket, had: 0 })
      socket.once('message', () => resolve({ socket, had: 0 }))
      socket.send(hello)
    })
  })
}

/** How an agent's browser connects to Samtale. */
export function agentHeaders(address: URL, cookie: string): Record<string, string> {
  return { cookie, origin: address.origin }
}

export const realtimeUrl = (address: URL) => new URL('/api/realtime', address.href.replace(/^http/, 'ws'))

import { Agent, request } from 'node:http'

/** A client that keeps its connections, with the headers of one person or program. */
export type HttpClient = {
  /** Resolves with the whole answer, read to its end. @throws where the status is not 2xx */
  get(path: string): Promise<string>
  send(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<string>
  close(): void
}

export function openHttpClient(address: URL, headers: Record<string, string>, maxSockets = 1): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets })
  const ask = (method: string, path: string, body?: unknown) => {
    const content = body === undefined ? undefined : JSON.stringify(body)
    const type = content === undefined ? {} : { 'content-type': 'application/json' }
    return new Promise<string>((resolve, reject) => {
      const asked = request(
        { host: '127.0.0.1', port: address.port, path, method, agent, headers: { ...headers, ...type } },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject)
          answer.on('end', () => {
            const text = Buffer.concat(chunks).toString()
            const status = answer.statusCode ?? 0
            if (status >= 200 && status < 300) resolve(text)
            else reject(new Error(`${method} ${path} answered ${status}: ${text.slice(0, 300)}`))
          })
        },
      )
      asked.on('error', reject).end(content)
    })
  }
  return { get: (path) => ask('GET', path), send: ask, close: () => agent.destroy() }
}

/** Milliseconds that each of `count` calls took, one after the other; the first tenth, at least three, is left out. */
export async function timesOf(count: number, call: () => Promise<unknown>): Promise<number[]> {
  const warmUp = Math.max(3, Math.ceil(count / 10))
  const times: number[] = []
  for (let number = 0; number < count + warmUp; number++) {
    const begunAt = performance.now()
    await call()
    if (number >= warmUp) times.push(performance.now() - begunAt)
  }
  return times
}

/** Calls per second of `clients` callers at once, each calling again when it is answered. */
export async function rateOf(clients: number, count: number, call: () => Promise<unknown>): Promise<number> {
  let left = count
  const work = async () => {
    while (left-- > 0) await call()
  }
  const begunAt = performance.now()
  await Promise.all(Array.from({ length: clients }, work))
  return (count * 1000) / (performance.now() - begunAt)
}

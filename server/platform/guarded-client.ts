import { lookup as lookUpHost } from 'node:dns/promises'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { checkAddress, GuardRefusal, isInside, readExceptions, type Target } from './guarded-address.ts'

export type GuardedAnswer = { status: number; contentType: string; body: Buffer }

export type GuardedRequest = {
  /** What the answer may be, such as `image/*`. */
  accept: string
  /** Of the answer, packed or not. */
  maxBytes: number
  /** For everything together: names, redirects, the last byte. */
  maxMilliseconds: number
  /** Stops it before. */
  signal?: AbortSignal
}

export type GuardedClient = {
  /**
   * Asks an address that a person or a message chose (law 8).
   * @throws {GuardRefusal} for what it does not ask, and for what does not answer within the bounds
   */
  get(address: string, request: GuardedRequest): Promise<GuardedAnswer>
}

type HostAddress = { address: string; family: number }

type ClientOptions = {
  /** SAMTALE_ALLOW_PRIVATE. */
  allowPrivate: readonly string[]
  /** Every address of a name; the machine's own resolver where it is absent. */
  resolve?(host: string): Promise<HostAddress[]>
}

const maxRedirects = 3
const maxHeaderBytes = 16_384
const redirects = new Set([301, 302, 303, 307, 308])

/**
 * The one client for addresses that strangers choose. It resolves a name once, refuses it when any of its addresses lies
 * inside, and connects to nothing but these addresses, so that a name that changes between check and connection gains
 * nothing. Each redirect begins anew. No cookie, no referrer, nothing of ours but the name of the program.
 */
export function createGuardedClient({ allowPrivate, resolve = resolveHost }: ClientOptions): GuardedClient {
  const exceptions = readExceptions(allowPrivate)
  return {
    async get(address, request) {
      const timeout = AbortSignal.timeout(request.maxMilliseconds)
      const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout
      try {
        return await follow(address, { ...request, signal })
      } catch (error) {
        if (signal.aborted) throw new GuardRefusal('tooSlow', 'did not answer in time')
        throw error instanceof GuardRefusal ? error : new GuardRefusal('unreachable', 'could not be reached')
      }
    },
  }

  async function follow(address: string, request: Request): Promise<GuardedAnswer> {
    let next = address
    for (let hop = 0; hop <= maxRedirects; hop++) {
      const target = checkAddress(next, exceptions)
      const addresses = await before(request.signal, addressesOf(target.host))
      const answer = await ask(target, addresses, request)
      if (!redirects.has(answer.statusCode ?? 0)) return await read(answer, request)
      answer.destroy()
      const location = answer.headers.location ?? ''
      if (!URL.canParse(location, target.url)) throw new GuardRefusal('address', 'leads on to no address')
      // As it is written when it is absolute: what it hides is seen in its spelling.
      next = URL.canParse(location) ? location : new URL(location, target.url).href
    }
    throw new GuardRefusal('redirects', `leads on more than ${maxRedirects} times`)
  }

  async function addressesOf(host: string): Promise<HostAddress[]> {
    if (isIP(host)) return [{ address: host, family: isIP(host) }]
    const found = await resolve(host).catch(() => [])
    if (found.length === 0) throw new GuardRefusal('unknownHost', 'is a name that nobody knows')
    const isRefused = ({ address }: HostAddress) => isInside(address) && !exceptions.allowsAddress(address)
    if (!exceptions.allowsHost(host) && found.some(isRefused))
      throw new GuardRefusal('inside', 'is a name that leads inside')
    return found
  }
}

type Request = GuardedRequest & { signal: AbortSignal }

const resolveHost = (host: string) => lookUpHost(host, { all: true, order: 'verbatim' })

/** Looking up a name cannot be stopped, but nobody waits for it. */
function before<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const onAbort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

function ask({ url }: Target, addresses: HostAddress[], request: Request): Promise<IncomingMessage> {
  const lookup: LookupFunction = (_host, { all }, done) => {
    const [first] = addresses
    if (all) done(null, addresses)
    else done(null, first?.address ?? '', first?.family)
  }
  const known = new Set(addresses.map(({ address }) => address))
  return new Promise((resolve, reject) => {
    const { request: send } = url.protocol === 'https:' ? https : http
    const asking = send(url, {
      lookup,
      agent: false,
      signal: request.signal,
      maxHeaderSize: maxHeaderBytes,
      headers: { accept: request.accept, 'accept-encoding': 'identity', 'user-agent': 'Samtale', connection: 'close' },
    })
    // The second lock: whatever chose the address, what is connected to is one that was checked.
    asking.on('socket', (socket) => {
      socket.on('connect', () => {
        if (!known.has(socket.remoteAddress ?? '')) asking.destroy(new GuardRefusal('inside', 'led elsewhere'))
      })
    })
    asking.on('response', resolve)
    asking.on('error', reject)
    asking.end()
  })
}

async function read(answer: IncomingMessage, { maxBytes }: Request): Promise<GuardedAnswer> {
  const tooLarge = new GuardRefusal('tooLarge', `is larger than ${maxBytes} bytes`)
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) {
    answer.destroy()
    throw tooLarge
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    // Leaving the loop destroys the answer, and the connection with it.
    if (size > maxBytes) throw tooLarge
    chunks.push(chunk)
  }
  const body = await unpack(Buffer.concat(chunks), answer.headers['content-encoding'] ?? '', maxBytes)
  return { status: answer.statusCode ?? 0, contentType: answer.headers['content-type'] ?? '', body }
}

const unpackers = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const

/** Some servers pack whatever they are asked for. What grows beyond the bound is a bomb. */
async function unpack(body: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity') return body
  if (!(name in unpackers)) throw new GuardRefusal('unreachable', 'is packed in a way that is not known')
  return await unpackers[name as keyof typeof unpackers](body, { maxOutputLength: maxBytes }).catch(() => {
    throw new GuardRefusal('tooLarge', 'is packed, and broken or larger than it may be')
  })
}

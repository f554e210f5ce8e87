import { createSocket } from 'node:dgram'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'

/**
 * What a name has, by type; a name that is not there does not exist, or is as `*` says. `servfail` and `silent` are how servers fail;
 * one with `after` is told only then. Texts above 255 bytes are divided as DNS wants them.
 */
export type Zone = Record<string, ZoneName>
export type ZoneName =
  | 'servfail'
  | 'silent'
  | { A?: string[]; AAAA?: string[]; MX?: [number, string][]; TXT?: string[]; after?: Promise<unknown> }

export type DnsServer = {
  /** For `DNS_SERVERS`. */
  address: string
  /** Changes what it knows from now on. */
  zone: Zone
  /** `TYPE name` of every question so far, in order; over TCP with `tcp ` before it. */
  asked: string[]
  close(): Promise<void>
}

const types: Record<number, 'A' | 'AAAA' | 'MX' | 'TXT' | 'PTR' | 'NS'> = {
  1: 'A',
  2: 'NS',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
}
const maxUdpBytes = 512

/** A DNS server over UDP and TCP (RFC 1035) that knows `zone` and answers NXDOMAIN to all else. */
export async function startDnsServer(zone: Zone = {}): Promise<DnsServer> {
  const asked: string[] = []
  const connections = new Set<Socket>()
  const server: Pick<DnsServer, 'zone'> = { zone }
  const answer = (query: Buffer, isTcp: boolean, reply: (bytes: Buffer) => void) => {
    const { name, type, end } = readQuestion(query)
    asked.push(`${isTcp ? 'tcp ' : ''}${types[type] ?? type} ${name}`)
    const known = server.zone[name] ?? server.zone['*']
    if (known === 'silent') return
    const bytes = answerTo(query, end, type, known)
    const sent = !isTcp && bytes.length > maxUdpBytes ? truncated(query, end) : bytes
    const after = typeof known === 'object' ? known.after : undefined
    if (after) void after.then(() => reply(sent))
    else reply(sent)
  }

  const tcp = createServer((socket) => {
    connections.add(socket)
    socket.on('error', () => {}).on('close', () => connections.delete(socket))
    let held = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk])
      while (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0)) {
        const end = 2 + held.readUInt16BE(0)
        answer(held.subarray(2, end), true, (bytes) => socket.write(Buffer.concat([uint16(bytes.length), bytes])))
        held = held.subarray(end)
      }
    })
  })
  const udp = createSocket('udp4')
  udp.on('message', (query, from) =>
    answer(query, false, (bytes) => udp.send(bytes, from.port, from.address, () => {})),
  )
  // Both on one port, as DNS has it: the system chooses it for TCP, and another is tried where UDP has it taken.
  for (;;) {
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
    const { port } = tcp.address() as AddressInfo
    const isBound = await new Promise<boolean>((resolve) => {
      udp.once('error', () => resolve(false)).bind(port, '127.0.0.1', () => resolve(true))
    })
    if (isBound) break
    await new Promise((resolve) => tcp.close(resolve))
  }
  const { port } = tcp.address() as AddressInfo
  return Object.assign(server, {
    address: `127.0.0.1:${port}`,
    asked,
    async close() {
      for (const socket of connections) socket.destroy()
      await Promise.all([
        new Promise((resolve) => tcp.close(resolve)),
        new Promise<void>((resolve) => udp.close(resolve)),
      ])
    },
  })
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

function answerTo(query: Buffer, end: number, type: number, known: ZoneName | undefined): Buffer {
  if (known === 'servfail') return head(query, end, 2, 0)
  if (known === undefined || known === 'silent') return head(query, end, 3, 0)
  const values = recordsOf(known, types[type])
  const answers = values.map((value) =>
    // A pointer to the question's name, then type, class IN, a TTL of a minute, and the value.
    Buffer.concat([uint16(0xc0_0c), uint16(type), uint16(1), Buffer.from([0, 0, 0, 60]), uint16(value.length), value]),
  )
  return Buffer.concat([head(query, end, 0, answers.length), ...answers])
}

function recordsOf(known: Exclude<ZoneName, string>, type: string | undefined): Buffer[] {
  switch (type) {
    case 'A':
      return (known.A ?? []).map((address) => Buffer.from(address.split('.').map(Number)))
    case 'AAAA':
      return (known.AAAA ?? []).map((address) =>
        Buffer.concat(address.split(':').map((part) => uint16(Number(`0x${part}`)))),
      )
    case 'MX':
      return (known.MX ?? []).map(([priority, host]) => Buffer.concat([uint16(priority), encodedName(host)]))
    case 'TXT':
      return (known.TXT ?? []).map((text) =>
        Buffer.concat(piecesOf(text).map((piece) => Buffer.from([piece.length, ...piece]))),
      )
    default:
      return []
  }
}

const piecesOf = (text: string) => (text.match(/.{1,255}/gs) ?? ['']).map((piece) => Buffer.from(piece, 'latin1'))

const encodedName = (name: string) =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label, 'latin1')])),
    Buffer.from([0]),
  ])

/** The header with the question repeated. `code` 0: no error, 2: SERVFAIL, 3: NXDOMAIN. */
function head(query: Buffer, end: number, code: number, answers: number, flags = 0x81_80): Buffer {
  return Buffer.concat([
    query.subarray(0, 2),
    uint16(flags | code),
    uint16(1),
    uint16(answers),
    uint16(0),
    uint16(0),
    query.subarray(12, end),
  ])
}

/** TC: ask again over TCP. */
const truncated = (query: Buffer, end: number) => head(query, end, 0, 0, 0x83_80)

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { checkAddress, GuardRefusal, isInside, readExceptions } from '../../server/platform/guarded-address.ts'
import { createGuardedClient } from '../../server/platform/guarded-client.ts'

const none = readExceptions([])
const reasonOf = (address: string, exceptions = none): string => {
  try {
    checkAddress(address, exceptions)
    return 'allowed'
  } catch (error) {
    return error instanceof GuardRefusal ? error.reason : String(error)
  }
}

/** Each an address inside, one of every range that leads there. */
const insideFour = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.254', '127.0.0.1', '127.1.2.3'],
  ...['127.255.255.255', '169.254.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1'],
  ...['192.88.99.1', '192.168.0.1', '192.168.255.255', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.9'],
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.254', '255.255.255.255'],
]
const insideSix = [
  ...[
    '::',
    '::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:0:7f00:1',
  ],
  ...[
    '64:ff9b::7f00:1',
    '64:ff9b::a00:1',
    '64:ff9b:1::a00:1',
    '100::1',
    '2001::1',
    '2001:2::1',
    '2001:db8::1',
    '2001:10::1',
  ],
  ...['2002:7f00:1::', '2002:a00:1::1', '2002:808:808::1', '3fff::1', '5f00::1', 'fc00::1', 'fd00:ec2::254', 'fdff::1'],
  ...['fe80::1', 'febf::1', 'fec0::1', 'ff02::1', 'ff0e::1', '4000::1', '8000::1', 'e000::1'],
]

/** The ways in which one IPv4 address can be written that a browser understands. */
function spellings(address: string): string[] {
  const bytes = address.split('.').map(Number)
  const [a = 0, b = 0, c = 0, d = 0] = bytes
  const number = ((a * 256 + b) * 256 + c) * 256 + d
  return [
    String(number),
    `0x${number.toString(16)}`,
    `0${number.toString(8)}`,
    bytes.map((byte) => `0x${byte.toString(16)}`).join('.'),
    bytes.map((byte) => `0${byte.toString(8)}`).join('.'),
    bytes.map((byte) => `00${byte.toString(8).padStart(3, '0')}`).join('.'),
    `0x${a.toString(16)}.${b}.${c}.0${d.toString(8)}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${address}.`,
    bytes.join('。'),
    [...address].map((char) => (char === '.' ? '．' : String.fromCharCode(char.charCodeAt(0) + 0xfee0))).join(''),
    address.replace(/\d/g, (digit) => `%3${digit}`),
  ]
}

describe('abuse-30 no address inside is asked', () => {
  test.each(insideFour)('%s, however it is written', (address) => {
    expect(reasonOf(`http://${address}/`)).toBe('inside')
    expect(reasonOf(`http://[::ffff:${address}]/`)).toBe('inside')
    for (const host of spellings(address)) expect(reasonOf(`http://${host}/`), host).toMatch(/^(?:inside|host)$/)
  })

  test.each(insideSix)('[%s]', (address) => {
    expect(isInside(address)).toBe(true)
    expect(reasonOf(`https://[${address}]/`)).toBe('inside')
    expect(reasonOf(`https://[${address.toUpperCase()}]:8080/x`)).toBe('inside')
  })

  test.each(spellings('8.8.8.8').filter((host) => host !== '8.8.8.8'))('a public address hidden as %s', (host) => {
    expect(reasonOf(`http://${host}/`)).toBe('host')
  })

  test.each([
    ...[
      'localhost',
      'LOCALHOST',
      'localhost.',
      'a.localhost',
      'printer.local',
      'db.internal',
      'metadata.google.internal',
    ],
    ...[
      'intranet',
      'router',
      'nas.lan',
      'x.home.arpa',
      'a.corp',
      'facebookcorewwwi.onion',
      'ⓛocalhost',
      'loc\u00adalhost',
    ],
    ...['a.home', 'www.test', 'localhost.localdomain', 'x.private', 'name.alt', 'something.invalid'],
  ])('the name %s', (host) => expect(reasonOf(`http://${host}/`)).toBe('host'))

  test.each([
    ...['ftp://solvik.example/', 'file:///etc/passwd', 'gopher://solvik.example:70/_x', 'data:text/html,x'],
    ...['javascript:alert(1)', 'ws://solvik.example/', 'dict://solvik.example:11211/', 'ldap://solvik.example/'],
    ...['jar:https://solvik.example!/', 'blob:https://solvik.example/1', 'about:blank', 'unix:/var/run/docker.sock'],
  ])('the scheme of %s', (address) => expect(reasonOf(address)).toBe('scheme'))

  test.each([
    ...['http://user@solvik.example/', 'http://user:pass@solvik.example/', 'http://solvik.example@127.0.0.1/'],
    ...['https://a:@solvik.example/', 'http://solvik.example%40x@nordmark.example/', 'http://:p@solvik.example/'],
  ])('credentials in %s', (address) => expect(reasonOf(address)).toBe('credentials'))

  test.each([
    ...[1, 7, 19, 21, 22, 23, 25, 53, 110, 111, 119, 135, 139, 143, 389, 445, 465, 514, 587, 631, 636, 873, 993, 995],
    ...[2049, 2375, 3306, 3389, 5432, 5900, 6379, 6443, 6667, 8500, 9200, 10250, 11211, 27017],
  ])('port %i', (port) => expect(reasonOf(`http://solvik.example:${port}/`)).toBe('port'))

  test.each([
    ...[
      '',
      'x',
      'http://',
      'http:// /',
      'http://a b/',
      'http://[::1',
      'http://[fe80::1%25eth0]/',
      '//solvik.example/p',
    ],
    ...['http://1.2.3.4.5/', 'http://256.1.1.1/', 'http://solvik.example:99999/', '/etc/passwd'],
    `http://solvik.example/${'a'.repeat(9_000)}`,
  ])('%.40j is no address', (address) => expect(reasonOf(address)).toMatch(/^(?:address|host)$/))

  test.each([
    ...[
      'http://solvik.example/',
      'https://solvik.example/a?b#c',
      'https://solvik.example:8443/',
      'http://8.8.8.8:8080/p',
    ],
    ...['https://[2606:4700::1111]/', 'https://blåbær.example/', 'HTTPS://SOLVIK.EXAMPLE', 'http://127.0.0.1.example/'],
    ...['http://solvik.example:443/', 'https://solvik.example:80/', 'https://solvik.example./'],
  ])('%s is the web', (address) => expect(reasonOf(address)).toBe('allowed'))

  test('the installation names exceptions: a host, an address or a network, and no more than that', () => {
    const some = readExceptions(['127.0.0.2', '10.1.0.0/16', 'fd00::/8', 'mail.internal'])
    const reasons = (...addresses: string[]) => addresses.map((address) => reasonOf(address, some))
    expect(
      reasons('http://127.0.0.2:25/', 'http://10.1.255.1/', 'http://[fd12::1]/', 'http://mail.internal:3306/'),
    ).toEqual(['allowed', 'allowed', 'allowed', 'allowed'])
    expect(
      reasons('http://127.0.0.1/', 'http://10.2.0.1/', 'http://[::ffff:127.0.0.2]/', 'http://a.mail.internal/'),
    ).toEqual(['inside', 'inside', 'inside', 'host'])
    expect(reasons('http://0x7f000002/')).toEqual(['host'])
  })
})

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A real server on a loopback address, and what it was asked. */
async function listen(host: string, handler: Handler) {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    handler(request, response)
  }).listen(0, host)
  await new Promise((resolve) => server.once('listening', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { asked, port, origin: `http://${host}:${port}` }
}

const endless: Handler = (_request, response) => {
  const more = () => {
    if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(more))
  }
  more()
}

const secret = await listen('127.0.0.1', (_request, response) => response.end('secret'))
const outside = await listen('127.0.0.2', (request, response) => {
  const path = request.url ?? ''
  const to = (location: string, status = 302) => response.writeHead(status, { location }).end('moved')
  if (path === '/ok') response.setHeader('content-type', 'text/plain').end('fine')
  else if (path === '/inside') to(`${secret.origin}/`)
  else if (path === '/hidden') to(`http://0x7f000001:${secret.port}/`, 307)
  else if (path === '/file') to('file:///etc/passwd', 301)
  else if (path === '/user') to(`http://user:pass@127.0.0.2:${outside.port}/ok`)
  else if (path === '/relative') to('/ok', 308)
  else if (path === '/nowhere') response.writeHead(302).end()
  else if (path.startsWith('/hop')) to(`/hop${Number(path.slice(4)) + 1}`)
  else if (path === '/three') to('/two')
  else if (path === '/two') to('/one')
  else if (path === '/one') to('/ok')
  else if (path === '/endless') endless(request, response)
  else if (path === '/silent') return
  else if (path === '/slow') response.write('x')
  else if (path === '/says-large') response.setHeader('content-length', '999999999').write('x')
  else if (path === '/header') response.setHeader('x-large', 'a'.repeat(40_000)).end()
  else if (path === '/bomb') response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(50_000_000)))
  else if (path === '/bomb-br')
    response.setHeader('content-encoding', 'br').end(brotliCompressSync(Buffer.alloc(5_000_000)))
  else if (path === '/packed') response.setHeader('content-encoding', 'gzip').end(gzipSync('unpacked'))
  else if (path === '/twice') response.setHeader('content-encoding', 'gzip, gzip').end(gzipSync(gzipSync('x')))
  else response.writeHead(404).end()
})

const bounds = { accept: '*/*', maxBytes: 100_000, maxMilliseconds: 4_000 }

describe('abuse-30 the guarded client, with real servers', () => {
  const client = createGuardedClient({ allowPrivate: ['127.0.0.2'] })
  const get = async (address: string, over = {}) => {
    try {
      const { body } = await client.get(address, { ...bounds, ...over })
      return body.toString()
    } catch (error) {
      return error instanceof GuardRefusal ? error.reason : String(error)
    }
  }

  test.each([
    { because: 'an answer is read', path: '/ok', want: 'fine' },
    { because: 'three redirects are followed', path: '/three', want: 'fine' },
    { because: 'a relative redirect is followed', path: '/relative', want: 'fine' },
    { because: 'a redirect inside is refused', path: '/inside', want: 'inside' },
    { because: 'a redirect to a hidden address is refused', path: '/hidden', want: 'host' },
    { because: 'a redirect to a file is refused', path: '/file', want: 'scheme' },
    { because: 'a redirect with a password is refused', path: '/user', want: 'credentials' },
    { because: 'a redirect to nowhere is refused', path: '/nowhere', want: 'redirects' },
    { because: 'redirects end', path: '/hop1', want: 'redirects' },
    { because: 'an endless answer is left', path: '/endless', want: 'tooLarge' },
    { because: 'a large answer is not begun', path: '/says-large', want: 'tooLarge' },
    { because: 'a large header is left', path: '/header', want: 'unreachable' },
    { because: 'a packed bomb is not unpacked', path: '/bomb', want: 'tooLarge' },
    { because: 'nor one of another packing', path: '/bomb-br', want: 'tooLarge' },
    { because: 'nor one packed twice', path: '/twice', want: 'unreachable' },
    { because: 'what is packed and small is read', path: '/packed', want: 'unpacked' },
  ])('$because', async ({ path, want }) => {
    expect(await get(`${outside.origin}${path}`)).toBe(want)
    expect(secret.asked).toEqual([])
  })

  test.each(['/silent', '/slow', '/endless'])('%s ends when its time is over', async (path) => {
    expect(await get(`${outside.origin}${path}`, { maxMilliseconds: 150, maxBytes: 1e12 })).toBe('tooSlow')
  })

  test('it says who asks, and nothing else of us', async () => {
    await get(`${outside.origin}/ok`)
    expect(Object.keys(outside.asked.at(-1)?.headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ])
    expect(outside.asked.at(-1)?.headers['user-agent']).toBe('Samtale')
  })

  test('without an exception loopback is not reached at all', async () => {
    const strict = createGuardedClient({ allowPrivate: [] })
    const before = outside.asked.length
    await expect(strict.get(`${outside.origin}/ok`, bounds)).rejects.toMatchObject({ reason: 'inside' })
    expect(outside.asked.length).toBe(before)
  })

  test.each([
    { because: 'a name that leads inside', addresses: ['127.0.0.1'], want: 'inside' },
    { because: 'a name one of whose addresses leads inside', addresses: ['127.0.0.2', '10.0.0.1'], want: 'inside' },
    { because: 'a name that leads inside by IPv6', addresses: ['127.0.0.2', '::1'], want: 'inside' },
    { because: 'a name that leads to a mapped address', addresses: ['::ffff:127.0.0.1'], want: 'inside' },
    { because: 'a name that leads to no address', addresses: ['nonsense'], want: 'inside' },
    { because: 'a name that nobody knows', addresses: [], want: 'unknownHost' },
  ])('$because is refused', async ({ addresses, want }) => {
    const resolve = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    const named = createGuardedClient({ allowPrivate: ['127.0.0.2'], resolve })
    await expect(named.get(`http://nordmark.example:${secret.port}/`, bounds)).rejects.toMatchObject({ reason: want })
    expect(secret.asked).toEqual([])
  })

  test('a name that leads inside the second time is asked for once', async () => {
    const answers = ['127.0.0.2', '127.0.0.1', '127.0.0.1']
    let asked = 0
    const resolve = async () => [{ address: answers[asked++] ?? '127.0.0.1', family: 4 }]
    const rebound = createGuardedClient({ allowPrivate: ['127.0.0.2'], resolve })
    const answer = await rebound.get(`http://nordmark.example:${outside.port}/ok`, bounds)
    expect({ body: answer.body.toString(), asked }).toEqual({ body: 'fine', asked: 1 })
    expect(outside.asked.at(-1)?.headers.host).toBe(`nordmark.example:${outside.port}`)
    // A redirect to itself asks anew, and then it leads inside.
    asked = 0
    await expect(rebound.get(`http://nordmark.example:${outside.port}/relative`, bounds)).rejects.toMatchObject({
      reason: 'inside',
    })
    expect(secret.asked).toEqual([])
  })

  test('a resolver that never answers costs no more than the time', async () => {
    const lost = createGuardedClient({ allowPrivate: [], resolve: () => new Promise(() => {}) })
    await expect(lost.get('http://nordmark.example/', { ...bounds, maxMilliseconds: 100 })).rejects.toMatchObject({
      reason: 'tooSlow',
    })
  })
})

import { expect, onTestFinished, test } from 'vitest'
import { startDnsServer, type Zone } from '../../tests/harness/dns-server.ts'
import { createDnsResolver } from './dns.ts'

async function ours(zone: Zone, options: { timeoutMs?: number; now?: () => number } = {}) {
  const server = await startDnsServer(zone)
  const dns = createDnsResolver({ servers: [server.address], ...options })
  onTestFinished(async () => {
    dns.close()
    await server.close()
  })
  return { server, dns }
}

const long = `v=DKIM1; p=${'A'.repeat(900)}`

test.each([
  { because: 'a text', name: 'nordmark.example', type: 'TXT', gives: [['v=spf1 -all']] },
  { because: 'an address', name: 'mx.nordmark.example', type: 'A', gives: ['192.0.2.7'] },
  { because: 'a long address', name: 'mx.nordmark.example', type: 'AAAA', gives: ['2001:db8:0:0:0:0:0:7'] },
  {
    because: 'mail servers',
    name: 'nordmark.example',
    type: 'MX',
    gives: [{ priority: 10, exchange: 'mx.nordmark.example' }],
  },
  { because: 'a name without such a record', name: 'nordmark.example', type: 'A', fails: 'ENODATA' },
  { because: 'a name that is not there', name: 'elsewhere.example', type: 'TXT', fails: 'ENOTFOUND' },
  { because: 'a server in trouble', name: 'broken.example', type: 'TXT', fails: 'ESERVFAIL' },
  { because: 'a name that is never public', name: 'mail.localhost', type: 'TXT', fails: 'ENOTFOUND' },
] as const)('$because: $type $name', async ({ name, type, ...expected }) => {
  const { dns } = await ours({
    'nordmark.example': { TXT: ['v=spf1 -all'], MX: [[10, 'mx.nordmark.example']] },
    'mx.nordmark.example': { A: ['192.0.2.7'], AAAA: ['2001:db8:0:0:0:0:0:7'] },
    'broken.example': 'servfail',
  })
  if ('fails' in expected) await expect(dns.resolve(name, type)).rejects.toMatchObject({ code: expected.fails })
  else {
    const plain = (records: readonly unknown[]) =>
      records.map((one) => (typeof one === 'string' ? one.replace('2001:db8::7', '2001:db8:0:0:0:0:0:7') : one))
    expect(plain(await dns.resolve(name, type))).toMatchObject(expected.gives)
  }
})

test('an answer too long for UDP is asked for again over TCP', async () => {
  const { dns, server } = await ours({ 's._domainkey.nordmark.example': { TXT: [long] } })
  const [texts] = await dns.resolve('s._domainkey.nordmark.example', 'TXT')
  expect((texts as string[]).join('')).toBe(long)
  expect(server.asked).toContain('tcp TXT s._domainkey.nordmark.example')
})

test('what is asked at once is asked once; answers, and that there is none, are kept for a while', async () => {
  let now = 0
  const { dns, server } = await ours({ 'nordmark.example': { TXT: ['v=spf1 -all'] } }, { now: () => now })
  const ask = () => Promise.allSettled([dns.resolve('Nordmark.example', 'TXT'), dns.resolve('gone.example', 'TXT')])
  await Promise.all(Array.from({ length: 50 }, ask))
  now += 50_000
  await ask()
  expect(server.asked.toSorted()).toEqual(['TXT gone.example', 'TXT nordmark.example'])
  now += 20_000
  await ask()
  expect(server.asked.filter((one) => one === 'TXT gone.example')).toHaveLength(2)
  now += 300_000
  await ask()
  expect(server.asked.filter((one) => one === 'TXT nordmark.example')).toHaveLength(2)
})

test('a resolver that is away is not asked again and again, and is found when it is back', async () => {
  const { dns, server } = await ours({ '*': 'silent' }, { timeoutMs: 150 })
  const codeOf = (name: string) =>
    dns.resolve(name, 'TXT').then(
      () => 'found',
      (error: { code: string }) => error.code,
    )
  const codes = await Promise.all(Array.from({ length: 6 }, (_, n) => codeOf(`n${n}.example`)))
  expect(new Set(codes)).toEqual(new Set(['ETIMEOUT']))
  let number = 0
  await expect.poll(() => codeOf(`again${++number}.example`)).toBe('EREFUSED')
  const before = server.asked.length
  await Promise.all(Array.from({ length: 500 }, (_, n) => codeOf(`many${n}.example`)))
  expect(server.asked.slice(before).filter((one) => one.includes('many'))).toEqual([])
  server.zone = { 'later.example': { TXT: ['here'] } }
  await expect.poll(() => codeOf('later.example')).toBe('found')
})

test('names whose servers are silent do not switch DNS off for the others', async () => {
  const silent = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`n${n}.example`, 'silent' as const]))
  const { dns } = await ours({ ...silent, 'nordmark.example': { TXT: ['here'] } }, { timeoutMs: 150 })
  await Promise.allSettled(Object.keys(silent).map((name) => dns.resolve(name, 'TXT')))
  expect(await dns.resolve('nordmark.example', 'TXT')).toEqual([['here']])
})

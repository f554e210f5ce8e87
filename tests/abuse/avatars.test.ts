import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { apiClient } from '../harness/api-client.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()

function formWith(bytes: Buffer, name = 'me.png'): FormData {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), name)
  return form
}

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#1d6aa5' } })

/** A PNG whose header says so many pixels; its data is a few bytes of zeros. */
function pngOf(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const frame = Buffer.alloc(body.length + 8)
    frame.writeUInt32BE(data.length, 0)
    body.copy(frame, 4)
    frame.writeUInt32BE(crc(body), body.length + 4)
    return frame
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const data = chunk('IDAT', deflateSync(Buffer.alloc(4096)))
  return Buffer.concat([signature, chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))])
}

function crc(bytes: Buffer): number {
  let value = ~0
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return ~value >>> 0
}

test('S60 a picture is drawn anew: 256 × 256, turned the right way, without what it carried', async () => {
  const client = await samtale.signIn(samtale.account.email)
  const photo = await plain(900, 600)
    .withExif({ IFD0: { Artist: 'SECRET-PLACE' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const { body } = await client.put('/api/profile/avatar', formWith(photo, 'me.jpg'), { expects: 200 })
  const url: string = body.user.avatarUrl
  const answer = await fetch(new URL(url, samtale.origin), { headers: { cookie: client.cookie() } })
  expect(answer.headers.get('content-type')).toBe('image/webp')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  const image = Buffer.from(await answer.arrayBuffer())
  expect(await sharp(image).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 })
  expect(image.includes('SECRET-PLACE')).toBe(false)
  const { colleagues } = (await client.get('/api/inbox', { expects: 200 })).body
  expect(colleagues[0].avatarUrl).toBe(url)

  const other = await samtale.openAccount('Nordmark Eiendom')
  const stranger = await samtale.signIn(other.email)
  expect((await stranger.get(url)).status).toBe(404)
  expect((await apiClient(samtale.origin, {}).get(url)).status).toBe(401)

  const gone = await client.delete('/api/profile/avatar', { expects: 200 })
  expect(gone.body.user.avatarUrl).toBe(null)
  expect((await client.get(url)).status).toBe(404)
})

const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
const html = Buffer.from('<!doctype html><script>alert(1)</script>')

test.each([
  { because: 'an SVG with a script', bytes: svg, status: 400 },
  {
    because: 'an SVG that says it is XML',
    bytes: Buffer.concat([Buffer.from('<?xml version="1.0"?>'), svg]),
    status: 400,
  },
  { because: 'a page that is called .png', bytes: html, status: 400 },
  { because: 'nothing', bytes: Buffer.alloc(0), status: 400 },
  { because: 'a PNG that says 50,000 × 50,000 pixels', bytes: pngOf(50_000, 50_000), status: 400 },
  {
    because: 'a PNG that ends in the middle',
    bytes: (await plain(400, 400).png().toBuffer()).subarray(0, 300),
    status: 400,
  },
  {
    because: 'a JPEG of noise behind its header',
    bytes: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5000, 7)]),
    status: 400,
  },
  {
    because: 'more than 10 MB',
    bytes: Buffer.concat([await plain(9, 9).png().toBuffer(), Buffer.alloc(10 * 1024 * 1024)]),
    status: 413,
  },
])('abuse-13 a picture that is $because is refused, and the server lives', async ({ bytes, status }) => {
  const client = await samtale.signIn(samtale.account.email)
  const answer = await client.put('/api/profile/avatar', formWith(bytes))
  expect(answer).toMatchObject({ status })
  expect(answer.body.message.length).toBeGreaterThan(10)
  expect((await client.get('/api/session', { expects: 200 })).body.user.avatarUrl).toBe(null)
})

test('abuse-16 a picture with a page behind it comes out as a picture alone', async () => {
  const client = await samtale.signIn(samtale.account.email)
  const polyglot = Buffer.concat([await plain(64, 64).gif().toBuffer(), html])
  const { body } = await client.put('/api/profile/avatar', formWith(polyglot, 'x.html'), { expects: 200 })
  const answer = await fetch(new URL(body.user.avatarUrl, samtale.origin), { headers: { cookie: client.cookie() } })
  const image = Buffer.from(await answer.arrayBuffer())
  expect(image.includes('<script>')).toBe(false)
  expect((await sharp(image).metadata()).format).toBe('webp')
})

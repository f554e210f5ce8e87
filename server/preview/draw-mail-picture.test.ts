import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { createDrawer, type Drawer } from './drawer.ts'

const drawer = createDrawer({ processes: 1 })
afterAll(() => drawer.close())
let number = 0

async function redraw(bytes: Buffer, maxSide: number, by: Drawer = drawer): Promise<Uint8Array | null> {
  const answer = await by.draw({ kind: 'mail-picture', key: String(++number), source: bytes, maxSide })
  return 'drawing' in answer ? answer.drawing.bytes : null
}

const solid = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#388ac6' } })

test('each gets its own picture, however many wait, and what is none holds up nobody', async () => {
  const wide = await solid(3_000, 40).jpeg().toBuffer()
  const small = await solid(12, 8).png().toBuffer()
  const huge = await solid(12_000, 12_000).png().toBuffer()
  const asked = [wide, huge, small, Buffer.from('<svg/>'), small.subarray(0, 50), Buffer.alloc(0), small]
  const images = await Promise.all(asked.map((bytes) => redraw(bytes, 2_000)))
  const sizes = await Promise.all(
    images.map(async (image) => {
      if (!image) return null
      const { format, width, height } = await sharp(image).metadata()
      return `${format} ${width}×${height}`
    }),
  )
  expect(sizes).toEqual(['webp 2000×27', null, 'webp 12×8', null, null, null, 'webp 12×8'])
})

test('nothing of what a picture carried besides is left', async () => {
  const bytes = await solid(20, 20)
    .withExif({ IFD0: { Copyright: 'Kari Solheim', ImageDescription: 'secret' } })
    .jpeg()
    .toBuffer()
  expect(bytes.includes('Kari Solheim')).toBe(true)
  const image = await redraw(bytes, 100)
  expect(Buffer.from(image ?? []).includes('Kari Solheim')).toBe(false)
  expect((await sharp(image ?? undefined).metadata()).exif).toBeUndefined()
})

test('who waits when it is closed gets nothing, and does not wait for ever', async () => {
  const closing = createDrawer({ processes: 1 })
  const bytes = await solid(20, 20).png().toBuffer()
  const waiting = [redraw(bytes, 10, closing), redraw(bytes, 10, closing), redraw(bytes, 10, closing)]
  await closing.close()
  expect(await Promise.all(waiting)).toEqual([null, null, null])
})

import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { createPictureRedrawer } from './picture-redrawer.ts'

const redrawer = createPictureRedrawer()
afterAll(() => redrawer.close())

const solid = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#388ac6' } })

test('each gets its own picture, however many wait, and what is none holds up nobody', async () => {
  const wide = await solid(3_000, 40).jpeg().toBuffer()
  const small = await solid(12, 8).png().toBuffer()
  const huge = await solid(12_000, 12_000).png().toBuffer()
  const asked = [wide, huge, small, Buffer.from('<svg/>'), small.subarray(0, 50), Buffer.alloc(0), small]
  const images = await Promise.all(asked.map((bytes) => redrawer.redraw(bytes, 2_000)))
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
  const image = await redrawer.redraw(bytes, 100)
  expect(image?.includes('Kari Solheim')).toBe(false)
  expect((await sharp(image ?? undefined).metadata()).exif).toBeUndefined()
})

test('who waits when it is closed gets nothing, and does not wait for ever', async () => {
  const closing = createPictureRedrawer()
  const bytes = await solid(20, 20).png().toBuffer()
  const waiting = [closing.redraw(bytes, 10), closing.redraw(bytes, 10), closing.redraw(bytes, 10)]
  closing.close()
  expect(await Promise.all(waiting)).toEqual([null, null, null])
})

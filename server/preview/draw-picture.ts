import { open, readFile } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import type { DrawAnswer, DrawSize, FileSource, FileTask } from './drawing.ts'
import { type Bitmap, readBitmap } from './read-bitmap.ts'

/** JPEG is scaled while it is read, so a camera's 100 megapixels cost little; the others are held whole, 4 bytes each. */
const maxPixels = { jpeg: 120_000_000, other: 40_000_000 }
/** Longest side. A chip is 148 wide at most, on screens of twice the density. */
const sides: Record<DrawSize, number> = { thumb: 320, page: 2000 }

/** Draws a picture anew: its first frame, the right way up. What it is the bytes say; SVG, a program, is none. */
export async function drawPicture({ source, size }: FileTask): Promise<DrawAnswer> {
  const input = source instanceof Uint8Array ? source : source.path
  const bitmap = await bitmapIn(source)
  if (bitmap === 'tooLarge') return { notDrawn: 'tooLarge' }
  if (bitmap) return drawn(sharp(bitmap.pixels, { raw: { ...bitmap, channels: 4 } }), size)
  const head = await sharp(input, { limitInputPixels: false }).metadata()
  if (!head.format || !['jpeg', 'png', 'webp', 'gif', 'heif', 'tiff'].includes(head.format)) {
    return { notDrawn: 'broken' }
  }
  const limit = head.format === 'jpeg' ? maxPixels.jpeg : maxPixels.other
  if ((head.width ?? 0) * (head.pageHeight ?? head.height ?? 0) > limit) return { notDrawn: 'tooLarge' }
  const image = sharp(input, {
    limitInputPixels: limit,
    sequentialRead: true,
    pages: 1,
    // What was cut off on its way is shown as far as it goes.
    failOn: 'none',
  })
  return drawn(image.autoOrient(), size)
}

function drawn(image: Sharp, size: DrawSize): Promise<DrawAnswer> {
  return drawingOf(
    image
      .resize(sides[size], sides[size], { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: size === 'thumb' ? 76 : 84 }),
  )
}

/** What comes of a picture, in bounded time. */
export async function drawingOf(image: Sharp): Promise<DrawAnswer> {
  const { data, info } = await image.timeout({ seconds: 8 }).toBuffer({ resolveWithObject: true })
  return { drawing: { bytes: data, width: info.width, height: info.height, pageCount: 1, text: '' } }
}

/** sharp does not read Windows bitmaps. */
async function bitmapIn(source: FileSource): Promise<Bitmap | 'tooLarge' | null> {
  const bytes =
    source instanceof Uint8Array ? Buffer.from(source.buffer, source.byteOffset, 2) : await firstTwo(source.path)
  if (bytes.toString('latin1', 0, 2) !== 'BM') return null
  return readBitmap(source instanceof Uint8Array ? Buffer.from(source) : await readFile(source.path))
}

async function firstTwo(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    return (await file.read(Buffer.alloc(2), 0, 2, 0)).buffer
  } finally {
    await file.close()
  }
}

/** The same of pixels (RGBA) that somebody else drew. */
export async function encodePixels(pixels: Uint8Array, width: number, height: number): Promise<Buffer> {
  return sharp(pixels, { raw: { width, height, channels: 4 } })
    .webp({ quality: 88, effort: 2 })
    .toBuffer()
}

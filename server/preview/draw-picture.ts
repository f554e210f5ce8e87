import sharp from 'sharp'
import type { DrawAnswer, DrawSize, DrawTask } from './drawing.ts'

/** JPEG is scaled while it is read, so a camera's 100 megapixels cost little; the others are held whole, 4 bytes each. */
const maxPixels = { jpeg: 120_000_000, other: 40_000_000 }
/** Longest side. A chip is 148 wide at most, on screens of twice the density. */
const sides: Record<DrawSize, number> = { thumb: 320, page: 2000 }

sharp.cache(false)
sharp.concurrency(1)

/** Draws a picture anew: its first frame, the right way up. What it is the bytes say; SVG, a program, is none. */
export async function drawPicture({ source, size }: DrawTask): Promise<DrawAnswer> {
  const input = source instanceof Uint8Array ? source : source.path
  const head = await sharp(input, { limitInputPixels: false }).metadata()
  if (!head.format || !['jpeg', 'png', 'webp', 'gif', 'heif', 'tiff'].includes(head.format)) {
    return { notDrawn: 'broken' }
  }
  const limit = head.format === 'jpeg' ? maxPixels.jpeg : maxPixels.other
  if ((head.width ?? 0) * (head.pageHeight ?? head.height ?? 0) > limit) return { notDrawn: 'tooLarge' }
  const side = sides[size]
  const { data, info } = await sharp(input, {
    limitInputPixels: limit,
    sequentialRead: true,
    pages: 1,
    // What is cut off at its end is shown as far as it goes.
    failOn: 'error',
  })
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: size === 'thumb' ? 76 : 84 })
    .timeout({ seconds: 8 })
    .toBuffer({ resolveWithObject: true })
  return { drawing: { bytes: data, width: info.width, height: info.height, pageCount: 1, text: '' } }
}

/** The same of pixels (RGBA) that somebody else drew. */
export async function encodePixels(pixels: Uint8Array, width: number, height: number): Promise<Buffer> {
  return sharp(pixels, { raw: { width, height, channels: 4 } })
    .webp({ quality: 88, effort: 2 })
    .toBuffer()
}

import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'

// Standard input: a picture that somebody uploaded. Standard output: the same as a small WebP. See redraw-picture.ts.

/** JPEG is scaled while it is read, so a camera's 100 megapixels cost little; the others are held whole. */
const maxPixels = { jpeg: 120_000_000, other: 25_000_000 }
const side = 256

sharp.cache(false)
sharp.concurrency(1)
const bytes = await buffer(process.stdin)
const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8
const image = await sharp(bytes, {
  limitInputPixels: isJpeg ? maxPixels.jpeg : maxPixels.other,
  sequentialRead: true,
  pages: 1,
  failOn: 'error',
})
  .autoOrient()
  .resize(side, side, { fit: 'cover', position: 'attention' })
  .webp({ quality: 82 })
  .timeout({ seconds: 8 })
  .toBuffer()
process.stdout.write(image)

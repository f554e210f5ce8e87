import sharp from 'sharp'

// Draws pictures of strangers anew, one after the other, until its parent is done with it. See picture-redrawer.ts.

/** JPEG is scaled while it is read, so a camera's 100 megapixels cost little; the others are held whole. */
const maxPixels = { jpeg: 120_000_000, other: 25_000_000 }
const maxFrames = 200

sharp.cache(false)
sharp.concurrency(1)

process.on('message', async ({ id, bytes, maxSide }: { id: number; bytes: Uint8Array; maxSide: number }) => {
  const image = await redraw(bytes, maxSide).catch(() => null)
  process.send?.({ id, image })
})

async function redraw(bytes: Uint8Array, maxSide: number): Promise<Buffer> {
  const limitInputPixels = bytes[0] === 0xff && bytes[1] === 0xd8 ? maxPixels.jpeg : maxPixels.other
  const { pages = 1, width = 0, pageHeight = 0 } = await sharp(bytes, { limitInputPixels }).metadata()
  // What moves goes on moving where all of it fits; else its first frame stands for it.
  const isMoving = pages > 1 && pages <= maxFrames && width * pageHeight * pages <= maxPixels.other
  return await sharp(bytes, {
    limitInputPixels,
    sequentialRead: true,
    failOn: 'error',
    pages: isMoving ? pages : 1,
  })
    .autoOrient()
    .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82, effort: isMoving ? 0 : 3 })
    .timeout({ seconds: 8 })
    .toBuffer()
}

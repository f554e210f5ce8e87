import sharp from 'sharp'
import { drawingOf } from './draw-picture.ts'
import type { DrawAnswer, MailPictureTask } from './drawing.ts'
import { maxPixelsHeld, maxPixelsOf } from './max-pixels.ts'

const maxFrames = 200

/** Draws a picture that a mail names on the web: no side longer than `maxSide` pixels, moving where it moves and is small. */
export async function drawMailPicture({ source, maxSide }: MailPictureTask): Promise<DrawAnswer> {
  const limitInputPixels = maxPixelsOf(source)
  const { pages = 1, width = 0, pageHeight = 0 } = await sharp(source, { limitInputPixels }).metadata()
  // What moves goes on moving where all of it fits; else its first frame stands for it.
  const isMoving = pages > 1 && pages <= maxFrames && width * pageHeight * pages <= maxPixelsHeld
  const image = sharp(source, {
    limitInputPixels,
    sequentialRead: true,
    failOn: 'error',
    pages: isMoving ? pages : 1,
  })
  return drawingOf(
    image
      .autoOrient()
      .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82, effort: isMoving ? 0 : 3 }),
  )
}

import sharp from 'sharp'
import { drawingOf } from './draw-picture.ts'
import type { AvatarTask, DrawAnswer } from './drawing.ts'
import { maxPixelsOf } from './max-pixels.ts'

const side = 256

/** Draws a person's picture of himself: small and square, around what draws the eye. Half a picture is none. */
export async function drawAvatar({ source }: AvatarTask): Promise<DrawAnswer> {
  const image = sharp(source, {
    limitInputPixels: maxPixelsOf(source),
    sequentialRead: true,
    pages: 1,
    failOn: 'error',
  })
  return drawingOf(image.autoOrient().resize(side, side, { fit: 'cover', position: 'attention' }).webp({ quality: 82 }))
}

import { fileTypeFromBuffer } from 'file-type'
import { invalid, Problem } from '../../shared/problems.ts'
import { newUuid } from '../platform/uuid.ts'
import type { Drawer } from '../preview/drawer.ts'

export const maxPictureBytes = 10 * 1024 * 1024

const types = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])

/**
 * Draws a picture anew: 256 × 256 pixels, WebP, its first frame, the right way up, and nothing of what it carried
 * besides (place, camera, programs that hide in comments).
 * @throws {Problem} `invalid` for what is no picture or cannot be read, `tooLarge`
 */
export async function redrawPicture(drawer: Drawer, bytes: Buffer): Promise<Buffer> {
  if (bytes.length > maxPictureBytes) throw new Problem('tooLarge', { what: 'The picture', limit: '10 MB' })
  const type = await fileTypeFromBuffer(bytes)
  // By its bytes, never by its name. SVG is a program, not a picture.
  if (!type || !types.has(type.mime)) throw invalid('file', 'takes a PNG, JPEG, WebP or GIF picture')
  const answer = await drawer.draw({ kind: 'avatar', key: newUuid(), source: bytes })
  if (!('drawing' in answer))
    throw invalid('file', 'this picture cannot be read, or has too many pixels. Save it smaller and try again')
  return Buffer.from(answer.drawing.bytes)
}

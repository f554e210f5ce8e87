import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileTypeFromBuffer } from 'file-type'
import { invalid, Problem } from '../../shared/problems.ts'

export const maxPictureBytes = 10 * 1024 * 1024
const maxSeconds = 10
/** An avatar of 256 × 256 is some 10 KB; this is what a wrong answer may cost. */
const maxAnswerBytes = 1024 * 1024

const types = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])
const program = path.join(import.meta.dirname, `redraw-picture-process${path.extname(import.meta.filename)}`)

/**
 * Draws a picture anew: 256 × 256 pixels, WebP, its first frame, the right way up, and nothing of what it carried
 * besides (place, camera, programs that hide in comments). In a process of its own, because a decoder of pictures is
 * native code that reads what a stranger made: what breaks it or never ends takes nothing else with it.
 * @throws {Problem} `invalid` for what is no picture or cannot be read, `tooLarge`
 */
export async function redrawPicture(bytes: Buffer): Promise<Buffer> {
  if (bytes.length > maxPictureBytes) throw new Problem('tooLarge', { what: 'The picture', limit: '10 MB' })
  const type = await fileTypeFromBuffer(bytes)
  // By its bytes, never by its name. SVG is a program, not a picture.
  if (!type || !types.has(type.mime)) throw invalid('file', 'takes a PNG, JPEG, WebP or GIF picture')
  const image = await runProcess(bytes)
  if (!image)
    throw invalid('file', 'this picture cannot be read, or has too many pixels. Save it smaller and try again')
  return image
}

/** The new picture, or null where the process failed, was too slow or said too much. */
function runProcess(bytes: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--max-old-space-size=64', program], {
      stdio: ['pipe', 'pipe', 'ignore'],
      // Nothing of ours is for it to know: no setting, no secret.
      env: {},
    })
    const chunks: Buffer[] = []
    let size = 0
    const timer = setTimeout(() => child.kill('SIGKILL'), maxSeconds * 1000)
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxAnswerBytes) child.kill('SIGKILL')
      else chunks.push(chunk)
    })
    // It may be gone before it has read everything.
    child.stdin.on('error', () => {})
    child.stdin.end(bytes)
    child.on('error', () => {})
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve(code === 0 && size > 0 ? Buffer.concat(chunks) : null)
    })
  })
}

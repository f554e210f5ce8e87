import { open } from 'node:fs/promises'
import { previewKind } from '../../shared/preview-kind.ts'
import { Problem, type ProblemCode } from '../../shared/problems.ts'
import { decodeBytes } from '../mail/charset.ts'
import { createByteCache } from '../platform/byte-cache.ts'
import type { Drawer } from '../preview/drawer.ts'
import type { DrawAnswer, Drawing, DrawSize, NotDrawn } from '../preview/drawing.ts'
import type { OpenFile } from './attached-mail.ts'

export type FilePreviews = ReturnType<typeof createFilePreviews>

/** Of a text; more is a book, and is downloaded. */
const maxTextBytes = 256 * 1024
const maxCachedBytes = 24 * 1024 * 1024

const codes: Record<NotDrawn, ProblemCode> = {
  protected: 'previewProtected',
  tooLarge: 'previewTooLarge',
  tooSlow: 'previewTooSlow',
  broken: 'previewBroken',
  noSuchPage: 'notFound',
}

/** What can be shown of files without opening them: pictures that we draw, and plain characters. */
export function createFilePreviews(drawer: Drawer) {
  const cache = createByteCache<Drawing>(maxCachedBytes)
  const underway = new Map<string, Promise<DrawAnswer>>()

  /**
   * The picture, or a page of the PDF, drawn anew.
   * @throws {Problem} `noPreview` for other files, `notFound` for a page that is not there, `preview…` with the reason
   */
  async function draw(file: OpenFile, page: number, size: DrawSize): Promise<Drawing> {
    const kind = previewKind(file)
    if (kind !== 'picture' && kind !== 'pdf') throw new Problem('noPreview', { name: file.name })
    const key = `${file.sha256} ${page} ${size}`
    const known = cache.get(key)
    if (known) return known
    // The chip and the viewer ask at the same time.
    const drawing =
      underway.get(key) ??
      drawer.draw({ kind, key: file.sha256, source: file.source, page: kind === 'pdf' ? page : 1, size })
    underway.set(key, drawing)
    const answer = await drawing.finally(() => underway.delete(key))
    if ('notDrawn' in answer) throw new Problem(codes[answer.notDrawn], { name: file.name })
    cache.set(key, answer.drawing, answer.drawing.bytes.byteLength + 2 * answer.drawing.text.length)
    return answer.drawing
  }

  return { draw }
}

/** The first characters of a text file, whatever its charset. @throws {Problem} `noPreview` for what is no text */
export async function readText(file: OpenFile): Promise<{ text: string; isCut: boolean }> {
  const bytes = await firstBytes(file, maxTextBytes)
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (previewKind(file) !== 'text' || (bytes.includes(0) && !isUtf16))
    throw new Problem('noPreview', { name: file.name })
  const isCut = file.size > bytes.length
  const text = decodeBytes(bytes, null)
  // In the middle of a line it may be in the middle of a character too.
  const end = isCut ? text.lastIndexOf('\n') : -1
  return { text: end > 0 ? text.slice(0, end) : text, isCut }
}

async function firstBytes({ source }: OpenFile, count: number): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source.subarray(0, count)
  const file = await open(source.path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

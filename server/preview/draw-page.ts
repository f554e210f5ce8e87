import { readFile } from 'node:fs/promises'
import { type PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium'
import { encodePixels } from './draw-picture.ts'
import type { DrawAnswer, DrawSize, FileSource, FileTask } from './drawing.ts'

/** What the reader of PDF may take in all, its copy of the file included. */
const maxMemoryBytes = 320 * 1024 * 1024
/** An A4 page at 150 dots per inch. */
const widths: Record<DrawSize, number> = { thumb: 320, page: 1240 }
/** A receipt printed on a roll is long and narrow: then its height decides. */
const maxHeight = 4000
const maxTextLength = 100_000

/** What of it the server's types leave out, as no part of Node. */
declare const WebAssembly: { Memory: { prototype: { grow(this: { buffer: ArrayBuffer }, delta: number): number } } }

limitMemory()
let library: PDFiumLibrary | null = null
/** The one that was drawn from last: its next page is asked for next. */
let open: { key: string; document: PDFiumDocument } | null = null

/**
 * Draws a page of a PDF. No script of it runs (the reader has no engine for any) and nothing is fetched: it reads
 * memory and fills memory.
 */
export async function drawPage({ key, source, page: number, size }: FileTask): Promise<DrawAnswer> {
  const document = await openDocument(key, source)
  if (document === 'protected') return { notDrawn: 'protected' }
  if (document === 'broken') return { notDrawn: 'broken' }
  const pageCount = document.getPageCount()
  if (pageCount === 0) return { notDrawn: 'broken' }
  if (number > pageCount) return { notDrawn: 'noSuchPage' }
  const page = document.getPage(number - 1)
  const { originalWidth, originalHeight } = page.getOriginalSize()
  if (!(originalWidth > 0 && originalHeight > 0)) return { notDrawn: 'broken' }
  // Drawing closes the page, so its words are read before.
  const text = page.getText().slice(0, maxTextLength)
  const scale = Math.min(widths[size] / originalWidth, maxHeight / originalHeight)
  const { data, width, height } = await page.render({
    width: Math.max(1, Math.round(originalWidth * scale)),
    height: Math.max(1, Math.round(originalHeight * scale)),
    scale: 1,
    render: 'bitmap',
    renderFormFields: true,
  })
  const bytes = await encodePixels(data, width, height)
  return { drawing: { bytes, width, height, pageCount, text } }
}

async function openDocument(key: string, source: FileSource): Promise<PDFiumDocument | 'protected' | 'broken'> {
  if (open?.key === key) return open.document
  open?.document.destroy()
  open = null
  library ??= await PDFiumLibrary.init()
  try {
    const document = await library.loadDocument(source instanceof Uint8Array ? source : await readFile(source.path))
    open = { key, document }
    return document
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    if (/password|security/i.test(reason)) return 'protected'
    if (/format|corrupted|PDF Loading|Unknown error|Page not found|could not be opened/i.test(reason)) return 'broken'
    throw error
  }
}

/** The reader's memory grows by this call alone; beyond the bound it is refused, as on a machine that has no more. */
function limitMemory(): void {
  const grow = WebAssembly.Memory.prototype.grow
  const pageBytes = 65_536
  WebAssembly.Memory.prototype.grow = function (delta) {
    if (this.buffer.byteLength + delta * pageBytes > maxMemoryBytes) throw new RangeError('out of memory')
    return grow.call(this, delta)
  }
}

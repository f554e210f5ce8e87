import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** Files as people attach them; each a valid one, and beside them some that are made to do harm. */

export type AttachedFile = {
  name: string
  type: string
  bytes: Buffer | string
  /** shown within the HTML by this Content-ID */
  contentId?: string
}

type MailWithFiles = {
  from?: string
  subject?: string
  text?: string
  html?: string
  files: readonly AttachedFile[]
  /** lines of the head more */
  headers?: readonly string[]
}

let mails = 0

/** A mail with these files; their names are encoded as the standard asks (RFC 2231). */
export function mailWithFiles({
  from,
  subject = 'Files',
  text = 'See these.',
  html,
  files,
  headers = [],
}: MailWithFiles) {
  // Each its own, as in the wild: one mail may lie in another.
  const boundary = `files-of-mail-${++mails}`
  const body = html === undefined ? ['text/plain', text] : ['text/html', html]
  return [
    `From: ${from ?? 'Elif Demir <elif@nordmark.example>'}`,
    'To: support@solvik-varme.inbox.localhost',
    `Subject: ${subject}`,
    'Date: Tue, 10 Mar 2026 12:00:00 +0000',
    ...headers,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary=${boundary}`,
    '',
    `--${boundary}`,
    `Content-Type: ${body[0]}; charset=utf-8`,
    '',
    body[1],
    ...files.flatMap((file) => [`--${boundary}`, ...partOf(file)]),
    `--${boundary}--`,
    '',
  ].join('\r\n')
}

function partOf({ name, type, bytes, contentId }: AttachedFile): string[] {
  const raw = Buffer.from(bytes)
  const isMail = type === 'message/rfc822'
  return [
    `Content-Type: ${type}`,
    `Content-Disposition: ${contentId ? 'inline' : 'attachment'}; filename*=utf-8''${encodeURIComponent(name)}`,
    ...(contentId ? [`Content-ID: <${contentId}>`] : []),
    ...(isMail ? [] : ['Content-Transfer-Encoding: base64']),
    '',
    isMail ? raw.toString('utf8') : (raw.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n'),
  ]
}

/** A picture in one colour, with a corner in another, so that what is drawn can be told from what is not. */
export function aPicture(
  format: 'png' | 'jpeg' | 'gif' | 'webp' | 'avif' | 'tiff',
  { width = 400, height = 300, colour = '#388ac6' } = {},
): Promise<Buffer> {
  const corner = { create: { width: width >> 2, height: height >> 2, channels: 3, background: '#f68f2e' } } as const
  return sharp({ create: { width, height, channels: 3, background: colour } })
    .composite([{ input: corner, gravity: 'northwest' }])
    .toFormat(format)
    .toBuffer()
}

/** A PDF of A4 pages with these words on them. */
export function aPdf(pages: readonly string[]): Buffer {
  const objects: (string | Buffer)[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  for (const words of pages) {
    const lines = words.split('\n').map((line) => `(${line.replace(/[()\\]/g, '\\$&')}) Tj T*`)
    const content = `0.11 0.42 0.65 rg 56 760 483 6 re f 0 g BT /F1 18 Tf 24 TL 56 720 Td ${lines.join(' ')} ET`
    objects.push(pageObject(objects.length + 2), stream(content))
  }
  objects[1] = `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, at) => `${4 + 2 * at} 0 R`).join(' ')}] >>`
  return pdfOf(objects)
}

/** One that asks for a password: the proof that the empty one is right fails. */
export function aLockedPdf(): Buffer {
  const key = 'a'.repeat(64)
  const lock = `<< /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >>`
  return pdfOf(
    ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Count 0 /Kids [] >>', lock],
    '/Encrypt 3 0 R /ID [<00><00>]',
  )
}

/** A page that is painted over and over, each time mixed with what is there: small to send, hours to draw. */
export function anEndlessPdf(): Buffer {
  const content = `/Mix gs ${'0.2 0.4 0.6 rg 0 0 595 842 re f '.repeat(20_000)}`
  return onePagePdf(stream(content), '/ExtGState << /Mix << /BM /Luminosity /ca 0.5 >> >>')
}

/** A page whose drawing unpacks to 400 MB, which is nothing but blanks. */
export function aSwellingPdf(): Buffer {
  const blanks = deflateSync(Buffer.alloc(400 * 1024 * 1024, ' '), { level: 1 })
  return onePagePdf(stream(blanks, '/Filter /FlateDecode'), '')
}

function onePagePdf(content: Buffer, resources: string): Buffer {
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << ${resources} >> >>`,
    content,
  ])
}

/** The head of a PNG that says it is so large, and one line of it. */
export function aHugePng(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const pixels = deflateSync(Buffer.alloc(width * 3 + 1))
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data])
  const frame = Buffer.alloc(4)
  frame.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([frame, body, check])
}

const pageObject = (contents: number) =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${contents} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`

function stream(content: string | Buffer, entries = ''): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([
    Buffer.from(`<< /Length ${bytes.length} ${entries} >>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ])
}

function pdfOf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const pieces: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const places: number[] = []
  let at = pieces[0]?.length ?? 0
  for (const [index, object] of objects.entries()) {
    places.push(at)
    const piece = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')])
    at += piece.length
    pieces.push(piece)
  }
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF\n`
  return Buffer.concat([...pieces, Buffer.from(table + end)])
}

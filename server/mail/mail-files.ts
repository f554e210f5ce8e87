import { createHash } from 'node:crypto'
import { cleanFilename, uniqueFilenames } from './attachment-name.ts'
import { decodeHeader, parseParameters } from './header-text.ts'
import type { BodyFile } from './mail-body.ts'
import { contentOf, headerOf, type MimePart } from './mime-tree.ts'
import type { ParsedAttachment } from './parsed-mail.ts'
import { trimChars } from './trim-chars.ts'

/** The files of a mail with their bytes; `charset` is that of raw 8-bit names, `html` what pictures are shown in. */
export function readFiles(
  bytes: Buffer,
  files: readonly BodyFile[],
  html: string | null,
  charset: string | null,
): ParsedAttachment[] {
  const attachments = files.map((file) => {
    const { contentId, content, ...named } = 'part' in file ? readPart(bytes, file.part, charset) : readLoose(file)
    return {
      ...named,
      contentId,
      isInline:
        ('part' in file && file.isEnvelope) ||
        (contentId !== null && (html ?? '').includes(`data-cid="${escapeAttribute(contentId)}"`)),
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      content: ownBytes(content),
    }
  })
  const names = uniqueFilenames(attachments.map(({ filename }) => filename))
  return attachments.map((attachment, i) => ({ ...attachment, filename: names[i] ?? attachment.filename }))
}

type ReadFile = { filename: string; contentType: string; contentId: string | null; content: Buffer }

function readPart(bytes: Buffer, part: MimePart, charset: string | null): ReadFile {
  const contentType = part.contentType.value
  const disposition = parseParameters(headerOf(part, 'content-disposition'), charset)
  const named =
    disposition.params.get('filename') || parseParameters(headerOf(part, 'content-type'), charset).params.get('name')
  const content = contentOf(bytes, part)
  const contentId = trimChars(decodeHeader(headerOf(part, 'content-id').slice(0, 1_000), charset), '<> \t')
  return {
    filename: cleanFilename(named || (embeddedSubject(content, contentType) ?? ''), contentType),
    contentType,
    contentId: contentId || null,
    content,
  }
}

function readLoose({ loose }: Extract<BodyFile, { loose: unknown }>): ReadFile {
  const contentType = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(loose.contentType)
    ? loose.contentType
    : 'application/octet-stream'
  return { ...loose, contentType, filename: cleanFilename(loose.filename, contentType) }
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/**
 * Bytes with a buffer that is theirs but for a fifth at most: a view would carry the whole mail along to the other
 * thread, and keep it there; a copy of what is nearly alone already would cost its size again.
 */
function ownBytes(content: Buffer): Uint8Array {
  return content.byteLength >= content.buffer.byteLength * 0.8 ? content : new Uint8Array(content)
}

/** An attached mail without a name is called by its subject. */
function embeddedSubject(content: Buffer, contentType: string): string | null {
  if (contentType !== 'message/rfc822') return null
  const head = content.toString('latin1', 0, 64_000)
  const subject = /^subject:[ \t]*(.{0,500})/im.exec(head.split(/\r?\n\r?\n/, 1)[0] ?? '')?.[1]
  const name = subject ? decodeHeader(subject, null) : ''
  return name ? `${name}.eml` : null
}

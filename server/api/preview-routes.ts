import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { AttachedMail, FilePartQuery, FilePreview, PictureQuery, PreviewQuery } from '../../shared/api/previews.ts'
import { previewKind } from '../../shared/preview-kind.ts'
import type { OpenFile } from '../conversation/attached-mail.ts'
import { readText } from '../conversation/file-preview.ts'
import { getFile } from '../conversation/file-store.ts'
import type { ApiApp } from './app.ts'
import { askerOf, type Door } from './doors.ts'
import type { ApiParts } from './parts.ts'
import { idOf } from './path-id.ts'

const FileParams = Type.Object({ fileId: Type.String() })
const door: Door = 'signed-in'

/**
 * Looking at a file without opening it: nothing that a stranger made reaches the browser but pictures that we drew and
 * characters. Each request asks for the right to the file, as its download does.
 */
export function previewRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, links, attachedMails, filePreviews } = parts

  app.get(
    '/api/files/:fileId/preview',
    { config: { door }, schema: { params: FileParams, querystring: PreviewQuery, response: { 200: FilePreview } } },
    async (request): Promise<Static<typeof FilePreview>> => {
      const file = await openFile(request, request.query.part)
      if (previewKind(file) === 'text') {
        return { kind: 'text', pictureUrl: null, width: 0, height: 0, pageCount: 1, ...(await readText(file)) }
      }
      const page = Number(request.query.page ?? '1')
      const { width, height, pageCount, text } = await filePreviews.draw(file, page, 'page')
      return {
        kind: previewKind(file) === 'pdf' ? 'pdf' : 'picture',
        pictureUrl: fileAddress(request.params.fileId, 'picture', {
          part: file.part,
          page: String(page),
          size: 'page',
        }),
        width,
        height,
        pageCount,
        text,
        isCut: false,
      }
    },
  )

  app.get(
    '/api/files/:fileId/picture',
    { config: { door }, schema: { params: FileParams, querystring: PictureQuery } },
    async (request, reply) => {
      const { part, page = '1', size = 'page' } = request.query
      const file = await openFile(request, part)
      const etag = `"${file.sha256.slice(0, 32)}-${page}-${size}"`
      if (request.headers['if-none-match'] === etag) return sendPicture(reply, etag, null)
      return sendPicture(reply, etag, (await filePreviews.draw(file, Number(page), size)).bytes)
    },
  )

  app.get(
    '/api/files/:fileId/mail',
    { config: { door }, schema: { params: FileParams, querystring: FilePartQuery, response: { 200: AttachedMail } } },
    async (request): Promise<Static<typeof AttachedMail>> => {
      const { fileId } = request.params
      const file = await openFile(request, request.query.part)
      const mail = await attachedMails.readMail(file)
      const at = (place: number) => (file.part === null ? String(place) : `${file.part}.${place}`)
      return {
        from: mail.from,
        to: mail.to,
        cc: mail.cc,
        date: mail.date?.toISOString() ?? null,
        subject: mail.subject,
        text: mail.text,
        frameUrl:
          mail.html === null
            ? null
            : links.attachedFrameUrl({ accountId: askerOf(request).actor.accountId, fileId, part: file.part }),
        attachments: await Promise.all(
          mail.attachments.map(async ({ filename, size, isInline }, place) => ({
            part: at(place),
            name: filename,
            mediaType: (await attachedMails.openWithin(file, mail, place)).mediaType,
            size,
            isInline,
            url: fileAddress(fileId, 'content', { part: at(place) }),
          })),
        ),
      }
    },
  )

  async function openFile(request: FastifyRequest, part: string | undefined): Promise<OpenFile> {
    const { fileId } = request.params as Static<typeof FileParams>
    return attachedMails.openFile(await getFile(database.db, askerOf(request), idOf(fileId)), part ?? null)
  }
}

function fileAddress(fileId: string, what: 'picture' | 'content', query: Record<string, string | null>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null)
  return `/api/files/${fileId}/${what}?${new URLSearchParams(given)}`
}

/** What we drew is a WebP, whatever the file calls itself. `bytes` null: the browser has it. */
function sendPicture(reply: FastifyReply, etag: string, bytes: Uint8Array | null) {
  return reply
    .code(bytes ? 200 : 304)
    .headers({
      'content-type': 'image/webp',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=3600',
      etag,
    })
    .send(bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : null)
}

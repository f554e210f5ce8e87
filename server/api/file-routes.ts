import multipart from '@fastify/multipart'
import { type Static, Type } from 'typebox'
import { HsFile } from '../../shared/api/conversations.ts'
import { FilePartQuery } from '../../shared/api/previews.ts'
import { invalid, Problem } from '../../shared/problems.ts'
import { once } from '../account/idempotency.ts'
import { loadOutgoing } from '../conversation/delivery-store.ts'
import { getFile, keepUpload, type StoredFile } from '../conversation/file-store.ts'
import { getContent } from '../conversation/message-content.ts'
import { readOutgoingFiles } from '../conversation/outgoing-files.ts'
import { outgoingMail } from '../conversation/outgoing-mail.ts'
import { findRaw } from '../conversation/raw-mail.ts'
import type { Asker } from '../inbox/asker.ts'
import { composeMail } from '../mail/compose-mail.ts'
import { sha256 } from '../platform/files.ts'
import type { ApiApp } from './app.ts'
import { askerOf } from './doors.ts'
import { download } from './download.ts'
import { idempotencyOf } from './idempotency-key.ts'
import type { ApiParts } from './parts.ts'
import { idOf } from './path-id.ts'

const maxUploadBytes = 25 * 1024 * 1024

/** Files: upload (HubSpot's `/files/v3/files`), download of attachments, raw mail. Each asks for the right every time. */
export async function fileRoutes(app: ApiApp, parts: ApiParts): Promise<void> {
  const { database, files, attachedMails } = parts
  // One byte more than is taken: that a part was cut there is told too late at times, its length never is.
  await app.register(multipart, { limits: { fileSize: maxUploadBytes + 1, files: 1, fields: 10, fieldSize: 10_000 } })

  app.post(
    '/files/v3/files',
    { config: { door: { scope: 'files' } }, schema: { response: { 201: HsFile } } },
    async (request, reply) => {
      if (!request.isMultipart()) throw invalid('Content-Type', 'takes multipart/form-data with a part named file')
      const part = await request.file()
      if (part?.fieldname !== 'file') throw invalid('file', 'is missing: a part with the bytes and a filename')
      const tooLarge = new Problem('tooLarge', { what: part.filename || 'The file', limit: '25 MB' })
      const bytes = await part.toBuffer().catch(() => {
        throw tooLarge
      })
      if (bytes.length > maxUploadBytes) throw tooLarge
      const upload = { name: part.filename, declaredType: part.mimetype, bytes }
      const key = idempotencyOf(request, { name: upload.name, sha256: sha256(bytes) })
      const file = await database.transaction((tx) =>
        once(tx, key, async () => hsFile(await keepUpload(tx, files, askerOf(request), upload))),
      )
      return reply.code(201).send(file)
    },
  )

  app.get(
    '/api/files/:fileId/content',
    {
      config: { door: { scope: 'conversations.read' } },
      schema: { params: Type.Object({ fileId: Type.String() }), querystring: FilePartQuery },
    },
    async (request, reply) => {
      const file = await getFile(database.db, askerOf(request), idOf(request.params.fileId))
      const opened = await attachedMails.openFile(file, request.query.part ?? null)
      if (opened.source instanceof Uint8Array) return download(reply, opened, Buffer.from(opened.source))
      const { stream, size } = await files.stream(file.storageKey)
      return download(reply, { ...opened, size }, stream)
    },
  )

  app.get(
    '/api/messages/:messageId/raw',
    {
      config: { door: { scope: 'conversations.read' } },
      schema: { params: Type.Object({ messageId: Type.String() }) },
    },
    async (request, reply) => {
      const raw = await rawOf(parts, askerOf(request), request.params.messageId)
      return download(
        reply,
        { name: `${request.params.messageId}.eml`, mediaType: 'message/rfc822', size: raw.length },
        raw,
      )
    },
  )
}

/** As it came in, byte for byte; or as it goes out, which is composed the same way each time. */
export async function rawOf(parts: ApiParts, asker: Asker, messageId: string): Promise<Buffer> {
  const { database, files, signedIds } = parts
  const content = await getContent(database.db, asker, messageId)
  const { accountId } = asker.actor
  if (content.arrivalId !== null) {
    const raw = await findRaw(database.db, files, accountId, content.arrivalId)
    if (raw) return raw
  }
  const row = content.direction === 'outgoing' ? await loadOutgoing(database.db, accountId, content.id) : null
  if (!row) throw new Problem('notFound')
  const attachments = await readOutgoingFiles(files, row)
  return composeMail(outgoingMail(row, { signedIds, attachments, dkim: null }))
}

function hsFile(file: StoredFile): Static<typeof HsFile> {
  const dot = file.name.lastIndexOf('.')
  const kind = file.mediaType.split('/')[0]
  const types = { image: 'IMG', audio: 'AUDIO', video: 'MOVIE', text: 'DOCUMENT' } as const
  return {
    id: file.id,
    name: dot > 0 ? file.name.slice(0, dot) : file.name,
    path: `/conversations/${file.name}`,
    extension: dot > 0 ? file.name.slice(dot + 1) : '',
    type:
      kind && kind in types
        ? types[kind as keyof typeof types]
        : file.mediaType === 'application/pdf'
          ? 'DOCUMENT'
          : 'OTHER',
    mediaType: file.mediaType,
    size: file.size,
    url: `/api/files/${file.id}/content`,
    access: 'PRIVATE',
    createdAt: file.createdAt.toISOString(),
    updatedAt: file.createdAt.toISOString(),
    archived: false,
  }
}

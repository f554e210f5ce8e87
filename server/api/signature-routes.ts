import { Type } from 'typebox'
import { KeptSignatureImage } from '../../shared/api/inbox-settings.ts'
import { invalid, Problem } from '../../shared/problems.ts'
import { maxSignatureImageBytes } from '../../shared/signature.ts'
import { findSignatureImage, keepSignatureImage } from '../account/signature-images.ts'
import { throttle } from '../account/throttle.ts'
import type { ApiApp } from './app.ts'
import { personOf, sessionOf } from './doors.ts'
import type { ApiParts } from './parts.ts'

const signedIn = { door: 'signed-in' } as const

/** The pictures of signatures: uploaded once, shown in the editor and in conversations, embedded in the mail. */
export function signatureRoutes(app: ApiApp, { database, files }: ApiParts): void {
  app.post(
    '/api/signature-images',
    { config: signedIn, schema: { response: { 201: KeptSignatureImage } } },
    async (request, reply) => {
      const session = sessionOf(request)
      if (!request.isMultipart()) throw invalid('Content-Type', 'takes multipart/form-data with a part named file')
      await throttle(database.db, [{ key: `signature-image:${session.loginId}`, attempts: 100, seconds: 3600 }])
      const part = await request.file({ limits: { fileSize: maxSignatureImageBytes + 1 } })
      if (part?.fieldname !== 'file') throw invalid('file', 'is missing: a part with the bytes and a filename')
      const bytes = await part.toBuffer().catch(() => {
        throw new Problem('tooLarge', { what: 'The picture', limit: '1 MB' })
      })
      const { accountId } = session.actor
      const id = await database.transaction((tx) => keepSignatureImage(tx, files, accountId, bytes))
      return reply.code(201).send({ id })
    },
  )
  // Its id is nobody's guess: whoever knows it has read the signature that it stands in.
  app.get(
    '/api/signature-images/:imageId',
    { config: signedIn, schema: { params: Type.Object({ imageId: Type.String() }) } },
    async (request, reply) => {
      const { imageId } = request.params
      if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(imageId)) throw new Problem('notFound')
      const image = await findSignatureImage(database.db, personOf(request).actor.accountId, imageId)
      if (!image) throw new Problem('notFound')
      const { stream, size } = await files.stream(image.storageKey)
      return reply
        .headers({
          'content-type': image.mediaType,
          'content-length': String(size),
          'content-disposition': 'inline; filename="signature"',
          'content-security-policy': "default-src 'none'; sandbox",
          'cache-control': 'private, max-age=31536000, immutable',
        })
        .send(stream)
    },
  )
}

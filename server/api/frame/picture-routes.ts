import { sql } from 'kysely'
import { Type } from 'typebox'
import { Problem } from '../../../shared/problems.ts'
import type { ApiApp } from '../app.ts'
import type { ApiParts } from '../parts.ts'
import { FrameParams, requireFrameClaim } from './frame-claim.ts'

/** What every picture of a frame is sent with. The frame's origin is opaque, so to it everything is another origin. */
export const pictureHeaders = {
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': 'private, max-age=3600',
}

/** What browsers draw without running anything. */
export const drawnByBrowsers: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
  'image/avif',
])

/** The pictures that came with the mail. */
export function framePictureRoutes(app: ApiApp, { database, files, links }: ApiParts): void {
  app.get(
    '/frame/:token/picture/:position',
    {
      config: { door: 'anyone' },
      schema: {
        params: Type.Object({ ...FrameParams.properties, position: Type.String({ pattern: '^[0-9]{1,4}$' }) }),
        hide: true,
      },
    },
    async (request, reply) => {
      const { accountId, messageId } = requireFrameClaim(links, request.params.token)
      const picture = await findPicture(accountId, messageId, Number(request.params.position))
      if (!picture) throw new Problem('notFound')
      const { stream, size } = await files.stream(picture.storageKey)
      return reply
        .headers({ ...pictureHeaders, 'content-type': picture.mediaType, 'content-length': String(size) })
        .send(stream)
    },
  )

  /** Only what the bytes say is a picture that browsers draw without running anything. */
  async function findPicture(accountId: string, messageId: string, position: number) {
    const { rows } = await sql<{ storageKey: string; mediaType: string }>`
      select f.storage_key as "storageKey", f.media_type as "mediaType"
      from attachment a join file f on f.account_id = a.account_id and f.id = a.file_id
      where a.account_id = ${accountId} and a.message_id = ${messageId} and a.position = ${position}
        and f.media_type = any(${[...drawnByBrowsers]}::text[])`.execute(database.db)
    return rows[0] ?? null
  }
}

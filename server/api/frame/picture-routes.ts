import { sql } from 'kysely'
import { Type } from 'typebox'
import { Problem } from '../../../shared/problems.ts'
import { listContents } from '../../conversation/message-content.ts'
import { remotePictures } from '../../mail/remote-pictures.ts'
import { createGuardedClient } from '../../platform/guarded-client.ts'
import { createDrawer } from '../../preview/drawer.ts'
import type { ApiApp } from '../app.ts'
import type { ApiParts } from '../parts.ts'
import { FrameParams, requireFrameClaim } from './frame-claim.ts'
import { createPictureProxy } from './picture-proxy.ts'

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

/** The pictures that came with the mail, and those on the web that somebody asked to see. */
export function framePictureRoutes(app: ApiApp, { database, files, links, settings }: ApiParts): void {
  // Of its own: whoever's server sends them, files and faces do not wait for its pictures.
  const drawer = createDrawer({ processes: 1 })
  app.addHook('onClose', () => drawer.close())
  const proxy = createPictureProxy(createGuardedClient({ allowPrivate: settings.allowPrivate }), drawer)

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

  app.get(
    '/frame/:token/remote/:picture',
    {
      config: { door: 'anyone' },
      schema: {
        params: Type.Object({ ...FrameParams.properties, picture: Type.String({ maxLength: 40 }) }),
        hide: true,
      },
    },
    async (request, reply) => {
      const { token, picture } = request.params
      const { accountId, messageId } = requireFrameClaim(links, token)
      const place = links.readRemotePicture(token, picture)
      const [content] = place === null ? [] : await listContents(database.db, accountId, [messageId])
      const address = content && remotePictures(content.html ?? '', content.style)[place ?? -1]
      const image = address === undefined ? null : await proxy.fetch(accountId, address)
      if (!image) throw new Problem('notFound')
      return reply.headers({ ...pictureHeaders, 'content-type': 'image/webp' }).send(image)
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

import { Type } from 'typebox'
import { Problem } from '../../../shared/problems.ts'
import { getShownFile } from '../../conversation/file-store.ts'
import type { ApiApp } from '../app.ts'
import type { ApiParts } from '../parts.ts'
import { frameBody } from './frame-body.ts'
import { FrameParams } from './frame-claim.ts'
import { FrameQuery } from './frame-mail.ts'
import { framePage, framePageHeaders } from './frame-page.ts'
import { drawnByBrowsers, pictureHeaders } from './picture-routes.ts'

/** The HTML of a mail that came attached to another, in the same page of its own (abuse-19), and its pictures. */
export function attachedMailFrameRoutes(app: ApiApp, { database, links, attachedMails }: ApiParts): void {
  app.get(
    '/frame/attached/:token',
    { config: { door: 'anyone' }, schema: { params: FrameParams, querystring: FrameQuery, hide: true } },
    async (request, reply) => {
      const { token } = request.params
      const { theme = 'light', lang: language = 'en' } = request.query
      const { mail } = await openMail(token)
      if (mail.html === null) throw new Problem('notFound')
      const body = frameBody(
        { html: mail.html, style: mail.style },
        {
          theme,
          language,
          isFolded: !mail.traits.includes('forwarded'),
          inlinePicture(contentId) {
            const place = mail.attachments.findIndex((attachment) => attachment.contentId === contentId)
            return place < 0 ? null : `/frame/attached/${token}/picture/${place}`
          },
          // What its own conversation would ask about is not asked here: nothing of it comes from the web.
          remotePicture: null,
        },
      )
      const isIsland = theme === 'dark' && body.look === 'designed'
      return reply.headers(framePageHeaders).send(framePage(body, { language, isIsland }))
    },
  )

  app.get(
    '/frame/attached/:token/picture/:position',
    {
      config: { door: 'anyone' },
      schema: {
        params: Type.Object({ ...FrameParams.properties, position: Type.String({ pattern: '^[0-9]{1,4}$' }) }),
        hide: true,
      },
    },
    async (request, reply) => {
      const { file, mail } = await openMail(request.params.token)
      const picture = await attachedMails.openWithin(file, mail, Number(request.params.position))
      if (!drawnByBrowsers.has(picture.mediaType) || !(picture.source instanceof Uint8Array))
        throw new Problem('notFound')
      return reply
        .headers({ ...pictureHeaders, 'content-type': picture.mediaType, 'content-length': String(picture.size) })
        .send(Buffer.from(picture.source))
    },
  )

  /** @throws {Problem} `notFound` where the link is forged or too old */
  async function openMail(token: string) {
    const claim = links.readAttachedFrameToken(token)
    if (!claim) throw new Problem('notFound')
    const stored = await getShownFile(database.db, claim.accountId, claim.fileId)
    const file = await attachedMails.openFile(stored, claim.part)
    return { file, mail: await attachedMails.readMail(file) }
  }
}

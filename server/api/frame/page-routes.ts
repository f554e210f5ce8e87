import { Problem } from '../../../shared/problems.ts'
import { listContents } from '../../conversation/message-content.ts'
import type { ApiApp } from '../app.ts'
import type { ApiParts } from '../parts.ts'
import { FrameParams, requireFrameClaim } from './frame-claim.ts'
import { bodyOfMail, FrameQuery } from './frame-mail.ts'
import { framePage, framePageHeaders } from './frame-page.ts'

/** The page itself: what the mail says, as it was designed. */
export function framePageRoutes(app: ApiApp, { database, links }: ApiParts): void {
  app.get(
    '/frame/:token',
    { config: { door: 'anyone' }, schema: { params: FrameParams, querystring: FrameQuery, hide: true } },
    async (request, reply) => {
      const { token } = request.params
      const { theme = 'light', lang: language = 'en', images } = request.query
      const claim = requireFrameClaim(links, token)
      const [content] = await listContents(database.db, claim.accountId, [claim.messageId])
      if (!content || content.html === null) throw new Problem('notFound')
      const stored = { html: content.html, style: content.style }
      // What was passed on is why the mail was sent: it stays open.
      const shown = { theme, language, showsRemote: images === 'shown', isFolded: !content.isForwarded }
      const body = await bodyOfMail(database.db, links, claim, token, stored, shown)
      const isIsland = theme === 'dark' && body.look === 'designed'
      return reply.headers(framePageHeaders).send(framePage(body, { language, isIsland }))
    },
  )
}

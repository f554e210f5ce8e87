import { sql } from 'kysely'
import { Type } from 'typebox'
import { OneOf } from '../../../shared/api/common.ts'
import { Problem } from '../../../shared/problems.ts'
import { listContents } from '../../conversation/message-content.ts'
import type { ApiApp } from '../app.ts'
import type { ApiParts } from '../parts.ts'
import { frameBody } from './frame-body.ts'
import { FrameParams, requireFrameClaim } from './frame-claim.ts'
import { foldedBody } from './frame-folds.ts'
import { framePage, framePageHeaders } from './frame-page.ts'

/** The reader's language, which the labels of folds are in. */
const FrameQuery = Type.Object({ lang: Type.Optional(OneOf('en', 'nb')) })

/** The page itself: what the mail says, as it was designed. */
export function framePageRoutes(app: ApiApp, { database, links }: ApiParts): void {
  app.get(
    '/frame/:token',
    { config: { door: 'anyone' }, schema: { params: FrameParams, querystring: FrameQuery, hide: true } },
    async (request, reply) => {
      const { token } = request.params
      const { accountId, messageId } = requireFrameClaim(links, token)
      const [content] = await listContents(database.db, accountId, [messageId])
      if (!content || content.html === null) throw new Problem('notFound')
      const positions = await picturePositions(accountId, messageId)
      const { lang = 'en' } = request.query
      const body = frameBody(content.isForwarded ? content.html : foldedBody(content.html, lang), {
        inlinePicture(contentId) {
          const position = positions.get(contentId)
          return position === undefined ? null : `/frame/${token}/picture/${position}`
        },
      })
      return reply.headers(framePageHeaders).send(framePage(body))
    },
  )

  async function picturePositions(accountId: string, messageId: string): Promise<Map<string, number>> {
    const { rows } = await sql<{ contentId: string; position: number }>`
      select content_id as "contentId", position from attachment
      where account_id = ${accountId} and message_id = ${messageId} and content_id is not null`.execute(database.db)
    return new Map(rows.map((row) => [row.contentId, row.position]))
  }
}

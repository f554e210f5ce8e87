import { sql } from 'kysely'
import { Problem } from '../../../shared/problems.ts'
import { listContents } from '../../conversation/message-content.ts'
import type { ApiApp } from '../app.ts'
import type { ApiParts } from '../parts.ts'
import { frameBody } from './frame-body.ts'
import { FrameParams, requireFrameClaim } from './frame-claim.ts'
import { framePage, framePageHeaders } from './frame-page.ts'

/** The page itself: what the mail says, as it was designed. */
export function framePageRoutes(app: ApiApp, { database, links }: ApiParts): void {
  app.get(
    '/frame/:token',
    { config: { door: 'anyone' }, schema: { params: FrameParams, hide: true } },
    async (request, reply) => {
      const { token } = request.params
      const { accountId, messageId } = requireFrameClaim(links, token)
      const [content] = await listContents(database.db, accountId, [messageId])
      if (!content || content.html === null) throw new Problem('notFound')
      const positions = await picturePositions(accountId, messageId)
      const body = frameBody(content.html, {
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

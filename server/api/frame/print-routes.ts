import { Type } from 'typebox'
import { invalid, Problem } from '../../../shared/problems.ts'
import { getContent } from '../../conversation/message-content.ts'
import { getTimelineItems } from '../../conversation/timeline.ts'
import { escapeHtml } from '../../mail/escape-html.ts'
import type { ApiApp } from '../app.ts'
import { askerOf } from '../doors.ts'
import type { ApiParts } from '../parts.ts'
import { bodyOfMail, FrameQuery } from './frame-mail.ts'
import { printPage, printPageHeaders } from './print-page.ts'

const PrintQuery = Type.Object({
  ...Type.Pick(FrameQuery, ['lang', 'images']).properties,
  zone: Type.Optional(
    Type.String({ maxLength: 60, description: 'IANA time zone of the date; UTC where it is absent' }),
  ),
})

/** A page to print. Opened by the reader's session, so that it asks for the right each time; in a sandbox all the same. */
export function framePrintRoutes(app: ApiApp, { database, links }: ApiParts): void {
  app.get(
    '/api/messages/:messageId/print',
    {
      config: { door: { scope: 'conversations.read' } },
      schema: {
        summary: 'A mail as a page to print',
        params: Type.Object({ messageId: Type.String() }),
        querystring: PrintQuery,
      },
    },
    async (request, reply) => {
      const { lang: language = 'en', images, zone = 'UTC' } = request.query
      if (!isZone(zone)) throw invalid('zone', 'takes a time zone such as Europe/Oslo')
      const asker = askerOf(request)
      const { accountId } = asker.actor
      const content = await getContent(database.db, asker, request.params.messageId)
      const [item] = await getTimelineItems(database.db, links, accountId, [content.id])
      if (item?.kind !== 'message') throw new Problem('notFound')
      const token = links.frameUrl(accountId, content.id).slice('/frame/'.length)
      const html = content.html ?? `<div class="plain" dir="auto">${escapeHtml(content.text)}</div>`
      const body = await bodyOfMail(
        database.db,
        links,
        { accountId, messageId: content.id },
        token,
        { html, style: content.style },
        { theme: 'light', language, showsRemote: images === 'shown', isFolded: false },
      )
      const head = {
        subject: item.subject,
        from: { name: item.author.name, address: item.author.address ?? '' },
        to: item.to,
        cc: item.cc,
        at: new Date(item.at),
        attachments: item.attachments.filter(({ isInline }) => !isInline).map(({ name }) => name),
      }
      return reply.headers(printPageHeaders).send(printPage(head, body, { language, zone }))
    },
  )
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

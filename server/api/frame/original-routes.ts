import { Type } from 'typebox'
import type { ApiApp } from '../app.ts'
import { askerOf } from '../doors.ts'
import { rawOf } from '../file-routes.ts'
import type { ApiParts } from '../parts.ts'
import { FrameQuery } from './frame-mail.ts'
import { frameWords } from './frame-words.ts'

const maxBytes = 1024 * 1024

/** The mail as it came in, header and all, as plain text that no browser takes for anything else. */
export function frameOriginalRoutes(app: ApiApp, parts: ApiParts): void {
  app.get(
    '/api/messages/:messageId/original',
    {
      config: { door: { scope: 'conversations.read' } },
      schema: {
        summary: 'The source of a mail as text, the first 1 MB of it',
        params: Type.Object({ messageId: Type.String() }),
        querystring: Type.Pick(FrameQuery, ['lang']),
      },
    },
    async (request, reply) => {
      const raw = await rawOf(parts, askerOf(request), request.params.messageId)
      const { cut } = frameWords[request.query.lang ?? 'en']
      const text = decoded(raw.subarray(0, maxBytes))
      const note = raw.length > maxBytes ? `\n\n${cut((raw.length / maxBytes).toFixed(1))}\n` : ''
      return reply
        .headers({
          'content-type': 'text/plain; charset=utf-8',
          'content-disposition': 'inline',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
          'cache-control': 'private, max-age=3600',
        })
        .send(text + note)
    },
  )
}

/** Most mails are UTF-8; the bytes of one that is not are shown as Latin-1, so that none is lost. */
function decoded(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  // The cut may have halved the last character.
  return text.slice(0, -3).includes('\ufffd') ? bytes.toString('latin1') : text
}

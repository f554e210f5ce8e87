import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { Problem } from '../../shared/problems.ts'
import { listContents } from '../conversation/message-content.ts'
import type { ApiApp } from './app.ts'
import type { ApiParts } from './parts.ts'

/** The one script in a mail's page is ours: it tells the page around it how tall the mail is. Nothing else runs. */
const heightScript = `const tell=()=>parent.postMessage({samtale:'frame',height:Math.ceil(document.documentElement.getBoundingClientRect().height)},'*');new ResizeObserver(tell).observe(document.documentElement);addEventListener('load',tell);tell()`
const scriptHash = createHash('sha256').update(heightScript).digest('base64')

const policy = [
  "default-src 'none'",
  `script-src 'sha256-${scriptHash}'`,
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox',
].join('; ')

const style = `html{overflow-x:auto;overflow-y:hidden;color-scheme:light;background:#fff;color:#18212c}
body{margin:0;padding:2px;font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
img{max-width:100%;height:auto}table{max-width:100%}blockquote{margin:0 0 0 .8ex;border-left:2px solid #dfe6ea;padding-left:1ex}pre{white-space:pre-wrap}a{color:#1b6ba5}`

const FrameParams = Type.Object({ token: Type.String({ maxLength: 200 }) })

/**
 * A mail's HTML, in a page of its own for a sandboxed frame (law 7). Opened by a signed link, because a frame with an
 * opaque origin sends no cookie; its pictures come by the same link. Nothing remote is loaded: no address of the mail
 * stands in a `src`, and the policy permits none.
 */
export function frameRoutes(app: ApiApp, { database, files, links }: ApiParts): void {
  app.get(
    '/frame/:token',
    { config: { door: 'anyone' }, schema: { params: FrameParams, hide: true } },
    async (request, reply) => {
      const { token } = request.params
      const { accountId, messageId } = requireToken(links.readFrameToken(token))
      const [content] = await listContents(database.db, accountId, [messageId])
      if (!content || content.html === null) throw new Problem('notFound')
      const positions = await picturePositions(accountId, messageId)
      const body = content.html
        .replace(/ data-cid="([^"]*)"/g, (_, cid: string) => {
          const position = positions.get(cid)
          return position === undefined ? '' : ` src="/frame/${token}/picture/${position}"`
        })
        .replace(/ data-remote="[^"]*"/g, '')
      return reply
        .headers({
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': policy,
          'x-frame-options': 'SAMEORIGIN',
          'cache-control': 'private, max-age=3600',
          'cross-origin-resource-policy': 'same-origin',
        })
        .send(
          `<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><style>${style}</style></head><body>${body}<script>${heightScript}</script></body></html>`,
        )
    },
  )

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
      const { accountId, messageId } = requireToken(links.readFrameToken(request.params.token))
      const picture = await findPicture(accountId, messageId, Number(request.params.position))
      if (!picture) throw new Problem('notFound')
      const { stream, size } = await files.stream(picture.storageKey)
      return reply
        .headers({
          'content-type': picture.mediaType,
          'content-length': String(size),
          'content-security-policy': "default-src 'none'; sandbox",
          // The frame's origin is opaque, so to it everything is another origin.
          'cross-origin-resource-policy': 'cross-origin',
          'cache-control': 'private, max-age=3600',
        })
        .send(stream)
    },
  )

  async function picturePositions(accountId: string, messageId: string): Promise<Map<string, number>> {
    const { rows } = await sql<{ contentId: string; position: number }>`
      select content_id as "contentId", position from attachment
      where account_id = ${accountId} and message_id = ${messageId} and content_id is not null`.execute(database.db)
    return new Map(rows.map((row) => [row.contentId, row.position]))
  }

  /** Only what the bytes say is a picture that browsers draw without running anything. */
  async function findPicture(accountId: string, messageId: string, position: number) {
    const { rows } = await sql<{ storageKey: string; mediaType: string }>`
      select f.storage_key as "storageKey", f.media_type as "mediaType"
      from attachment a join file f on f.account_id = a.account_id and f.id = a.file_id
      where a.account_id = ${accountId} and a.message_id = ${messageId} and a.position = ${position}
        and f.media_type in ('image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp', 'image/avif')`.execute(
      database.db,
    )
    return rows[0] ?? null
  }
}

function requireToken(claim: { accountId: string; messageId: string } | null) {
  if (!claim) throw new Problem('notFound')
  return claim
}

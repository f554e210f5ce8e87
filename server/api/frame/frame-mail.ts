import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Links } from '../../conversation/links.ts'
import type { Db } from '../../platform/database.ts'
import { type FrameBody, type FrameTheme, frameBody } from './frame-body.ts'
import type { FrameClaim } from './frame-claim.ts'
import type { FrameLanguage } from './frame-words.ts'

/** How a reader wants to see a mail. None of it is part of what the link signs. */
export const FrameQuery = Type.Object({
  theme: Type.Optional(Type.Union([Type.Literal('light'), Type.Literal('dark')])),
  lang: Type.Optional(Type.Union([Type.Literal('en'), Type.Literal('nb')])),
  /** `shown`: pictures on the web come, through this server. */
  images: Type.Optional(Type.Literal('shown')),
})

type Shown = { theme: FrameTheme; language: FrameLanguage; showsRemote: boolean; isFolded: boolean }

/** The body of a mail, its pictures by links that `token` opens. */
export async function bodyOfMail(
  db: Db,
  links: Links,
  { accountId, messageId }: FrameClaim,
  token: string,
  stored: { html: string; style: string },
  { theme, language, showsRemote, isFolded }: Shown,
): Promise<FrameBody> {
  const { rows } = await sql<{ contentId: string; position: number }>`
    select content_id as "contentId", position from attachment
    where account_id = ${accountId} and message_id = ${messageId} and content_id is not null`.execute(db)
  const positions = new Map(rows.map((row) => [row.contentId, row.position]))
  return frameBody(stored, {
    theme,
    language,
    isFolded,
    inlinePicture(contentId) {
      const position = positions.get(contentId)
      return position === undefined ? null : `/frame/${token}/picture/${position}`
    },
    remotePicture: showsRemote ? (place) => links.remotePicture(token, place) : null,
  })
}

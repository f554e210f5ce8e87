import { Type } from 'typebox'
import { Profile, ProfileChange, Session } from '../../shared/api/session.ts'
import { invalid, Problem } from '../../shared/problems.ts'
import { avatarUrl, changeProfile, findAvatar, getProfile, setAvatar } from '../account/profile-store.ts'
import { maxPictureBytes, redrawPicture } from '../account/redraw-picture.ts'
import { findSession, type SessionUser } from '../account/session-store.ts'
import { throttle } from '../account/throttle.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, personOf, sessionOf } from './doors.ts'
import type { ApiParts } from './parts.ts'
import { presentSession } from './session-answer.ts'

const signedIn = { door: 'signed-in' } as const

/** What a person sets for himself in the account: name, picture, signature, screen. */
export function profileRoutes(app: ApiApp, parts: ApiParts): void {
  const { database } = parts
  app.get('/api/profile', { config: signedIn, schema: { response: { 200: Profile } } }, async (request) => {
    const { email, actor } = sessionOf(request)
    const { avatarVersion, ...profile } = await getProfile(database.db, actor)
    return { ...profile, email, avatarUrl: avatarUrl(actor.userId, avatarVersion) }
  })
  app.patch(
    '/api/profile',
    { config: signedIn, schema: { body: ProfileChange, response: { 200: Session } } },
    async (request) => {
      const session = sessionOf(request)
      await database.transaction((tx) => changeProfile(tx, session.actor, auditSourceOf(request), request.body))
      return anew(parts, session)
    },
  )
  avatarRoutes(app, parts)
}

function avatarRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, drawer } = parts
  app.put('/api/profile/avatar', { config: signedIn, schema: { response: { 200: Session } } }, async (request) => {
    const session = sessionOf(request)
    if (!request.isMultipart()) throw invalid('Content-Type', 'takes multipart/form-data with a part named file')
    // Each costs a second of work.
    await throttle(database.db, [{ key: `avatar:${session.loginId}`, attempts: 30, seconds: 3600 }])
    const part = await request.file({ limits: { fileSize: maxPictureBytes + 1 } })
    if (part?.fieldname !== 'file') throw invalid('file', 'is missing: a part with the bytes and a filename')
    const bytes = await part.toBuffer().catch(() => {
      throw new Problem('tooLarge', { what: 'The picture', limit: '10 MB' })
    })
    const image = await redrawPicture(drawer, bytes)
    await database.transaction((tx) => setAvatar(tx, session.actor, image))
    return anew(parts, session)
  })
  app.delete('/api/profile/avatar', { config: signedIn, schema: { response: { 200: Session } } }, async (request) => {
    const session = sessionOf(request)
    await database.transaction((tx) => setAvatar(tx, session.actor, null))
    return anew(parts, session)
  })
  app.get(
    '/api/users/:userId/avatar/:version',
    { config: signedIn, schema: { params: Type.Object({ userId: Type.String(), version: Type.String() }) } },
    async (request, reply) => {
      const { userId, version } = request.params
      if (!/^\d{1,18}$/.test(userId) || !/^[0-9a-f-]{36}$/.test(version)) throw new Problem('notFound')
      const image = await findAvatar(database.db, { accountId: personOf(request).actor.accountId, userId }, version)
      if (!image) throw new Problem('notFound')
      return reply
        .headers({
          'content-type': 'image/webp',
          'content-disposition': 'inline; filename="avatar.webp"',
          'content-security-policy': "default-src 'none'; sandbox",
          'cache-control': 'private, max-age=31536000, immutable',
        })
        .send(image)
    },
  )
}

async function anew(parts: ApiParts, session: SessionUser) {
  const changed = await findSession(parts.database.db, session.sessionHash)
  if (!changed) throw new Problem('signedOut')
  return presentSession(changed, await parts.streamPosition())
}

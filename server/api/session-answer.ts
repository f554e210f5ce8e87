import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import type { Session } from '../../shared/api/session.ts'
import { Problem } from '../../shared/problems.ts'
import { findSession, hashSessionId, mustSetUpFactor, type SessionUser } from '../account/session-store.ts'
import type { ApiParts } from './parts.ts'
import { sessionCookie } from './same-site.ts'

/** Gives the browser a session that was just opened, and says what it is. */
export async function begin(parts: ApiParts, reply: FastifyReply, sessionId: string): Promise<Static<typeof Session>> {
  const session = await findSession(parts.database.db, hashSessionId(sessionId))
  if (!session) throw new Problem('signedOut')
  reply.header('set-cookie', sessionCookie(parts.publicUrl, sessionId))
  return presentSession(session, await parts.streamPosition())
}

export const clientOf = (request: FastifyRequest) => ({
  userAgent: request.headers['user-agent'] ?? '',
  remoteAddress: request.ip,
})

/** The session as the screens have it; `cursor`: where the stream stands. */
export function presentSession(session: SessionUser, cursor: string): Static<typeof Session> {
  const { actor, profile, account } = session
  return {
    user: { id: actor.userId, name: actor.name, email: session.email, role: actor.role, seat: actor.seat, ...profile },
    account: { id: account.id, name: account.name, plan: account.plan, timeZone: account.timeZone },
    mustSetUpFactor: mustSetUpFactor(session),
    cursor,
  }
}

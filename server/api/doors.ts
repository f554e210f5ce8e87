import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../shared/problems.ts'
import type { scopes, UserActor } from '../account/actor.ts'
import type { ApiUsage } from '../account/api-usage.ts'
import { findAppToken } from '../account/app-token.ts'
import type { AuditSource } from '../account/audit.ts'
import { type AccountAction, requireInAccount } from '../account/rights.ts'
import { hashSessionId, type SessionUser, touchSession } from '../account/session-store.ts'
import { type Asker, loadAsker } from '../inbox/asker.ts'
import type { Database } from '../platform/database.ts'
import { createAskerCache } from './asker-cache.ts'
import type { RateLimiter } from './rate-limit.ts'
import { readSessionCookie, requireSameSite } from './same-site.ts'

/**
 * Who may pass a route's door at all; what they may do behind it `can()` says. Every route has one: a route without is
 * refused when the server is built.
 * - `anyone`: no credentials asked
 * - `signed-in`: a person with a session cookie
 * - `account`: a person with a session cookie, or a bearer token whatever its scopes
 * - a right: a person with a session cookie whose role allows it in the account
 * - a scope: a person with a session cookie, or a bearer token that holds the scope
 */
export type Door = 'anyone' | 'signed-in' | 'account' | { right: AccountAction } | { scope: (typeof scopes)[number] }

declare module 'fastify' {
  interface FastifyContextConfig {
    door?: Door
  }
  interface FastifyRequest {
    asker: Asker | null
    session: SessionUser | null
  }
}

/** Opens or refuses the door of the route that a request goes to, and puts who asks on the request. */
export function createDoorkeeper(database: Database, publicUrl: URL, limiter: RateLimiter, usage: ApiUsage) {
  const findAsker = createAskerCache(database)
  return async function openDoor(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { door } = request.routeOptions.config
    if (door === undefined || door === 'anyone') {
      if (door === 'anyone' && isWrite(request)) requireSameSite(request, publicUrl)
      return
    }
    const token = bearerToken(request)
    if (token !== null) {
      if (door === 'signed-in' || (door !== 'account' && 'right' in door)) throw new Problem('signedOut')
      const actor = await findAppToken(database.db, token)
      if (!actor) throw new Problem('signedOut')
      usage.count(actor.accountId)
      limiter.count(actor.tokenId, reply)
      if (door !== 'account' && !actor.scopes.has(door.scope)) throw missingScope(door.scope)
      request.asker = await loadAsker(database.db, actor)
      return
    }
    const cookie = readSessionCookie(request, publicUrl)
    const known = cookie === null ? null : await findAsker(hashSessionId(cookie))
    if (!known) throw new Problem('signedOut')
    const { session, asker } = known
    if (isWrite(request)) requireSameSite(request, publicUrl)
    if (Date.now() - session.lastSeenAt.getTime() > 60_000) await touchSession(database.db, session.sessionHash)
    request.session = session
    request.asker = asker
    if (typeof door === 'object' && 'right' in door) requireInAccount(asker.actor, door.right)
  }
}

const isWrite = (request: FastifyRequest) => !['GET', 'HEAD', 'OPTIONS'].includes(request.method)

function bearerToken(request: FastifyRequest): string | null {
  const match = /^Bearer +([\w.~+/=-]{1,300})$/i.exec(request.headers.authorization ?? '')
  return match?.[1] ?? null
}

function missingScope(scope: string): Problem {
  return new Problem('missingScopes', {}, [
    { message: 'One or more of the following scopes are required.', context: { requiredGranularScopes: [scope] } },
  ])
}

/** Who asks, behind a door that asked. */
export function askerOf(request: FastifyRequest): Asker {
  if (!request.asker) throw new Problem('signedOut')
  return request.asker
}

/** The person who asks, where only a person can: reading marks, drafts, profile. @throws {Problem} `signedOut` for a token */
export function personOf(request: FastifyRequest): Asker & { actor: UserActor } {
  const asker = askerOf(request)
  if (asker.actor.kind !== 'user') throw new Problem('signedOut')
  return { ...asker, actor: asker.actor }
}

export function sessionOf(request: FastifyRequest): SessionUser {
  if (!request.session) throw new Problem('signedOut')
  return request.session
}

/** Who asks and from where, for the audit. */
export function auditSourceOf(request: FastifyRequest): AuditSource {
  return { actor: askerOf(request).actor, remoteAddress: request.ip }
}

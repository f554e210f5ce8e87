import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import {
  AskForReset,
  InboxAddress,
  OpenSession,
  ResetPassword,
  Session,
  SignIn,
  SignUp,
  Welcome,
} from '../../shared/api/session.ts'
import { Problem } from '../../shared/problems.ts'
import { passwordMinLength } from '../account/password.ts'
import { resetPassword } from '../account/password-reset.ts'
import {
  endSessions,
  findSession,
  hashSessionId,
  listSessions,
  openSession,
  type SessionUser,
} from '../account/session-store.ts'
import { signIn } from '../account/sign-in.ts'
import { throttle } from '../account/throttle.ts'
import { mailDomainOf } from '../inbox/fallback-address.ts'
import { checkSubdomain, isEmptyInstallation, openAccount } from '../inbox/open-account.ts'
import { askForReset } from '../notification/ask-for-reset.ts'
import type { ApiApp } from './app.ts'
import { sessionOf } from './doors.ts'
import type { ApiParts } from './parts.ts'
import { readSessionCookie, sessionCookie } from './same-site.ts'

const anyone = { door: 'anyone' } as const
const signedIn = { door: 'signed-in' } as const

/** Getting in and out: sign-up, sign-in, sessions, password reset, the person's own screen settings. */
export function sessionRoutes(app: ApiApp, parts: ApiParts): void {
  welcomeRoutes(app, parts)
  sessionItself(app, parts)
  otherSessions(app, parts)
  resetRoutes(app, parts)
}

function welcomeRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, domains, settings } = parts
  app.get('/api/welcome', { config: anyone, schema: { response: { 200: Welcome } } }, async () => {
    const isEmpty = await isEmptyInstallation(database.db)
    return {
      mayCreateAccount: maySignUp(parts, isEmpty),
      isEmpty,
      asksForCode: isEmpty && parts.signupCode !== null,
      mailDomain: mailDomainOf(settings.defaultPlan, domains),
      passwordMinLength,
      sendsMail: settings.smtpRelay !== null,
    }
  })
  app.get(
    '/api/inbox-addresses/:text',
    {
      config: anyone,
      schema: { params: Type.Object({ text: Type.String({ maxLength: 200 }) }), response: { 200: InboxAddress } },
    },
    async (request) => {
      if (!maySignUp(parts, await isEmptyInstallation(database.db))) throw new Problem('signupClosed')
      return checkSubdomain(database.db, domains, settings.defaultPlan, request.params.text)
    },
  )
  app.post(
    '/api/accounts',
    { config: anyone, schema: { body: SignUp, response: { 201: Session } } },
    async (request, reply) => {
      const { inboxAddress, code, ...input } = request.body
      await throttle(database.db, [{ key: `sign-up-ip:${request.ip}`, attempts: 30, seconds: 3600 }])
      const isEmpty = await isEmptyInstallation(database.db)
      if (!maySignUp(parts, isEmpty)) throw new Problem('signupClosed')
      if (isEmpty && parts.signupCode !== null && code?.trim() !== parts.signupCode)
        throw new Problem('wrongSignupCode')
      const opened = await openAccount(
        database,
        domains,
        { ...input, subdomain: inboxAddress, plan: settings.defaultPlan },
        { isFirst: settings.signup === 'first' },
      )
      const id = await database.transaction((tx) => openSession(tx, { ...opened, ...clientOf(request) }))
      return reply.code(201).send(await begin(parts, reply, id))
    },
  )
}

function maySignUp({ settings }: ApiParts, isEmpty: boolean): boolean {
  return settings.signup === 'open' || (settings.signup === 'first' && isEmpty)
}

function sessionItself(app: ApiApp, parts: ApiParts): void {
  const { database, publicUrl } = parts
  app.post(
    '/api/session',
    { config: anyone, schema: { body: SignIn, response: { 201: Session } } },
    async (request, reply) => {
      const id = await signIn(database, { ...request.body, ...clientOf(request) })
      // The session that this browser held before ends: an id planted there is of no use.
      const before = readSessionCookie(request, publicUrl)
      if (before !== null) await database.transaction((tx) => endSessions(tx, { idHash: hashSessionId(before) }))
      return reply.code(201).send(await begin(parts, reply, id))
    },
  )
  app.get('/api/session', { config: signedIn, schema: { response: { 200: Session } } }, async (request) =>
    presentSession(sessionOf(request), await parts.streamPosition()),
  )
  app.delete('/api/session', { config: signedIn }, async (request, reply) => {
    await database.transaction((tx) => endSessions(tx, { idHash: sessionOf(request).sessionHash }))
    return reply.code(204).header('set-cookie', sessionCookie(publicUrl, null)).send()
  })
}

function otherSessions(app: ApiApp, { database }: ApiParts): void {
  app.get(
    '/api/sessions',
    { config: signedIn, schema: { response: { 200: Type.Object({ results: Type.Array(OpenSession) }) } } },
    async (request) => {
      const session = sessionOf(request)
      const sessions = await listSessions(database.db, session.loginId, session.actor.accountId)
      return {
        results: sessions.map((one) => ({
          id: one.public_id,
          isCurrent: one.id_hash.equals(session.sessionHash),
          createdAt: one.created_at.toISOString(),
          lastSeenAt: one.last_seen_at.toISOString(),
          userAgent: one.user_agent,
          remoteAddress: one.remote_address,
        })),
      }
    },
  )
  app.delete(
    '/api/sessions/:id',
    { config: signedIn, schema: { params: Type.Object({ id: Type.String() }) } },
    async (request, reply) => {
      const { id: publicId } = request.params
      if (!/^[0-9a-f-]{36}$/.test(publicId)) throw new Problem('notFound')
      const ended = await database.transaction((tx) =>
        endSessions(tx, { loginId: sessionOf(request).loginId, publicId }),
      )
      if (ended === 0) throw new Problem('notFound')
      return reply.code(204).send()
    },
  )
}

function resetRoutes(app: ApiApp, parts: ApiParts): void {
  const { database } = parts
  app.post('/api/password-resets', { config: anyone, schema: { body: AskForReset } }, async (request, reply) => {
    await askForReset(database, { email: request.body.email, remoteAddress: request.ip })
    parts.nudgeWorkers()
    return reply.code(204).send()
  })
  app.put('/api/password-resets', { config: anyone, schema: { body: ResetPassword } }, async (request, reply) => {
    await throttle(database.db, [{ key: `reset-use-ip:${request.ip}`, attempts: 50, seconds: 3600 }])
    await resetPassword(database, request.body.token, request.body.password)
    return reply.code(204).send()
  })
}

async function begin(parts: ApiParts, reply: FastifyReply, sessionId: string): Promise<Static<typeof Session>> {
  const session = await findSession(parts.database.db, hashSessionId(sessionId))
  if (!session) throw new Problem('signedOut')
  reply.header('set-cookie', sessionCookie(parts.publicUrl, sessionId))
  return presentSession(session, await parts.streamPosition())
}

const clientOf = (request: FastifyRequest) => ({
  userAgent: request.headers['user-agent'] ?? '',
  remoteAddress: request.ip,
})

/** The session as the screens have it; `cursor`: where the stream stands. */
export function presentSession(session: SessionUser, cursor: string): Static<typeof Session> {
  const { actor, profile, account } = session
  return {
    user: { id: actor.userId, name: actor.name, email: session.email, role: actor.role, seat: actor.seat, ...profile },
    account: { id: account.id, name: account.name, plan: account.plan, timeZone: account.timeZone },
    cursor,
  }
}

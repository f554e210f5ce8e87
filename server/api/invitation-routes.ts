import { type Static, Type } from 'typebox'
import {
  AccountChoice,
  type Invitation,
  InvitationAcceptance,
  InvitationJoin,
  InvitationPreview,
  Invitations,
  InvitationText,
  InvitationToken,
  NewInvitations,
  OpenInvitation,
  OwnAccounts,
  SentInvitation,
  SentInvitations,
} from '../../shared/api/people.ts'
import { Session } from '../../shared/api/session.ts'
import { acceptInvitation, joinAccount, openInvitation } from '../account/accept-invitation.ts'
import type { Actor } from '../account/actor.ts'
import { once } from '../account/idempotency.ts'
import { lineSentence } from '../account/invitation-check.ts'
import { type Invitation as InvitationRow, listInvitations, listInvitationsById } from '../account/invitation-store.ts'
import { invite, inviteAgain, previewInvitations, throttleInvitations, withdraw } from '../account/invite.ts'
import { canManageUser } from '../account/rights.ts'
import { endSessions, hashSessionId } from '../account/session-store.ts'
import { listAccountsOfLogin, switchAccount } from '../account/switch-account.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, personOf, sessionOf } from './doors.ts'
import { idempotencyOf } from './idempotency-key.ts'
import type { ApiParts } from './parts.ts'
import { idOf } from './path-id.ts'
import { readSessionCookie } from './same-site.ts'
import { begin, clientOf } from './session-answer.ts'

const anyone = { door: 'anyone' } as const
const signedIn = { door: 'signed-in' } as const
const managers = { door: { right: 'managePeople' } } as const
const InvitationParams = Type.Object({ invitationId: Type.String() })

/** Asking people into an account, coming in, and going from one of one's accounts to another (S60). */
export function invitationRoutes(app: ApiApp, parts: ApiParts): void {
  inviterRoutes(app, parts)
  guestRoutes(app, parts)
  accountRoutes(app, parts)
}

function inviterRoutes(app: ApiApp, parts: ApiParts): void {
  const { database } = parts
  const isMailed = parts.settings.smtpRelay !== null
  const linkOf = (token: string | null) =>
    token === null ? null : `${new URL('/invitation', parts.publicUrl)}#${token}`
  app.get('/api/invitations', { config: managers, schema: { response: { 200: Invitations } } }, async (request) => {
    const { actor } = personOf(request)
    const invitations = await listInvitations(database.db, actor.accountId)
    return { results: invitations.map((one) => presentInvitation(actor, one)) }
  })
  app.post(
    '/api/invitations/preview',
    { config: managers, schema: { body: InvitationText, response: { 200: InvitationPreview } } },
    async (request) => {
      const { actor } = personOf(request)
      const { text, ...place } = request.body
      const lines = await database.transaction((tx) => previewInvitations(tx, actor.accountId, actor, text, place))
      return {
        lines: lines.map(({ problems, extraTeamIds, ...line }) => ({
          ...line,
          extraTeamIds: [...extraTeamIds],
          problems: problems.map((problem) => ({ ...problem, sentence: lineSentence(problem) })),
        })),
      }
    },
  )
  app.post(
    '/api/invitations',
    { config: managers, schema: { body: NewInvitations, response: { 201: SentInvitations } } },
    async (request, reply) => {
      const { actor } = personOf(request)
      const { invitations } = request.body
      await throttleInvitations(
        database.db,
        invitations.map(({ email }) => email),
        request.ip,
      )
      // What is remembered for a repeat holds no link: it is told once.
      const links = new Map<string, string | null>()
      const sent = await database.transaction(async (tx) => {
        const ids = await once(tx, idempotencyOf(request, request.body), async () => {
          const made = await invite(tx, actor.accountId, auditSourceOf(request), invitations, { isMailed })
          for (const { id, token } of made) links.set(id, linkOf(token))
          return made.map(({ id }) => id)
        })
        return listInvitationsById(tx, actor.accountId, ids)
      })
      parts.nudgeWorkers()
      return reply.code(201).send({
        results: sent.map((one) => ({
          invitation: presentInvitation(actor, one),
          link: links.get(one.id) ?? null,
        })),
      })
    },
  )
  app.post(
    '/api/invitations/:invitationId/resend',
    { config: managers, schema: { params: InvitationParams, response: { 200: SentInvitation } } },
    async (request) => {
      const { actor } = personOf(request)
      const id = idOf(request.params.invitationId)
      const [known] = await listInvitationsById(database.db, actor.accountId, [id])
      if (known) await throttleInvitations(database.db, [known.email], request.ip)
      const answer = await database.transaction(async (tx) => {
        const token = await inviteAgain(tx, actor.accountId, auditSourceOf(request), id, { isMailed })
        const [invitation] = await listInvitationsById(tx, actor.accountId, [id])
        if (!invitation) throw new Error(`invitation ${id} was locked and is gone`)
        return { invitation: presentInvitation(actor, invitation), link: linkOf(token) }
      })
      parts.nudgeWorkers()
      return answer
    },
  )
  app.delete(
    '/api/invitations/:invitationId',
    { config: managers, schema: { params: InvitationParams } },
    async (request, reply) => {
      const { accountId } = personOf(request).actor
      const id = idOf(request.params.invitationId)
      await database.transaction((tx) => withdraw(tx, accountId, auditSourceOf(request), id))
      return reply.code(204).send()
    },
  )
}

function guestRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, publicUrl } = parts
  app.post(
    '/api/invitations/open',
    { config: anyone, schema: { body: InvitationToken, response: { 200: OpenInvitation } } },
    async (request) => openInvitation(database.db, request.body.token, request.ip),
  )
  app.post(
    '/api/invitations/accept',
    { config: anyone, schema: { body: InvitationAcceptance, response: { 201: Session } } },
    async (request, reply) => {
      const id = await acceptInvitation(database, { ...request.body, ...clientOf(request) })
      // As at sign-in: the session that this browser held before ends.
      const before = readSessionCookie(request, publicUrl)
      if (before !== null) await database.transaction((tx) => endSessions(tx, { idHash: hashSessionId(before) }))
      return reply.code(201).send(await begin(parts, reply, id))
    },
  )
  app.post(
    '/api/invitations/join',
    { config: signedIn, schema: { body: InvitationJoin, response: { 201: Session } } },
    async (request, reply) => {
      const id = await joinAccount(database, sessionOf(request), { ...request.body, ...clientOf(request) })
      return reply.code(201).send(await begin(parts, reply, id))
    },
  )
}

function accountRoutes(app: ApiApp, parts: ApiParts): void {
  const { database } = parts
  app.get('/api/accounts', { config: signedIn, schema: { response: { 200: OwnAccounts } } }, async (request) => {
    const { loginId, account } = sessionOf(request)
    const accounts = await listAccountsOfLogin(database.db, loginId)
    return { results: accounts.map(({ id, name }) => ({ id, name, isCurrent: id === account.id })) }
  })
  app.post(
    '/api/session/account',
    { config: signedIn, schema: { body: AccountChoice, response: { 201: Session } } },
    async (request, reply) => {
      const { accountId } = request.body
      const id = await switchAccount(database, sessionOf(request), idOf(accountId), clientOf(request))
      return reply.code(201).send(await begin(parts, reply, id))
    },
  )
}

function presentInvitation(reader: Actor, invitation: InvitationRow): Static<typeof Invitation> {
  return {
    ...invitation,
    createdAt: invitation.createdAt.toISOString(),
    expiresAt: invitation.expiresAt.toISOString(),
    acceptedAt: invitation.acceptedAt?.toISOString() ?? null,
    mayManage: canManageUser(reader, invitation),
  }
}

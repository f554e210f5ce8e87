import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  AskForPasskey,
  PasskeyAssertion,
  PasskeyRequest,
  SecondFactor,
  SecondFactorNeeded,
} from '../../shared/api/security.ts'
import { Session, SignIn } from '../../shared/api/session.ts'
import { requireRelyingParty } from '../account/passkeys.ts'
import { endSessions, hashSessionId } from '../account/session-store.ts'
import { finishSignIn, requestPasskey, signIn, signInByPasskey } from '../account/sign-in.ts'
import type { ApiApp } from './app.ts'
import type { ApiParts } from './parts.ts'
import { readSessionCookie } from './same-site.ts'
import { begin, clientOf } from './session-answer.ts'

const anyone = { door: 'anyone' } as const

/** Getting in: address and password, the second half where the person has a factor, or a passkey alone. */
export function signInRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, keyring, publicUrl } = parts
  app.post(
    '/api/session',
    { config: anyone, schema: { body: SignIn, response: { 201: Session, 202: SecondFactorNeeded } } },
    async (request, reply) => {
      const half = await signIn(database, keyring, { ...request.body, ...clientOf(request) })
      if (!('sessionId' in half)) return reply.code(202).send({ needs: 'second-factor' as const, ...half })
      return reply.code(201).send(await letIn(parts, request, reply, half.sessionId))
    },
  )
  app.post(
    '/api/session/second-factor',
    { config: anyone, schema: { body: SecondFactor, response: { 201: Session } } },
    async (request, reply) => {
      const { challenge, ...proof } = request.body
      const id = await finishSignIn(database, keyring, { challenge, proof, ...clientOf(request) })
      return reply.code(201).send(await letIn(parts, request, reply, id))
    },
  )
  app.post(
    '/api/session/passkey-request',
    { config: anyone, schema: { body: AskForPasskey, response: { 200: PasskeyRequest } } },
    async (request) => requestPasskey(database, keyring, requireRelyingParty(publicUrl), request.body.challenge),
  )
  app.post(
    '/api/session/passkey',
    { config: anyone, schema: { body: PasskeyAssertion, response: { 201: Session } } },
    async (request, reply) => {
      const party = requireRelyingParty(publicUrl)
      const id = await signInByPasskey(database, keyring, party, { assertion: request.body, ...clientOf(request) })
      return reply.code(201).send(await letIn(parts, request, reply, id))
    },
  )
}

/** The session that this browser held before ends: an id planted there is of no use. */
async function letIn(parts: ApiParts, request: FastifyRequest, reply: FastifyReply, sessionId: string) {
  const before = readSessionCookie(request, parts.publicUrl)
  if (before !== null) await parts.database.transaction((tx) => endSessions(tx, { idHash: hashSessionId(before) }))
  return begin(parts, reply, sessionId)
}

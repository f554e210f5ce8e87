import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  AccountSecondFactor,
  ConfirmPassword,
  FactorAdded,
  NewPasskey,
  PasskeyChange,
  PasskeyCreation,
  PasswordChange,
  RecoveryCodes,
  Security,
  TotpProof,
  TotpSetup,
} from '../../shared/api/security.ts'
import { setSecondFactorRequired } from '../account/account-factors.ts'
import { changeOwnPassword, type Own } from '../account/own-login.ts'
import {
  addPasskey,
  beginPasskey,
  relyingPartyOf,
  removeOwnPasskey,
  renameOwnPasskey,
  requireRelyingParty,
} from '../account/passkeys.ts'
import { beginTotp, confirmTotp, disableTotp, readFactors, renewOwnRecoveryCodes } from '../account/second-factor.ts'
import type { ApiApp } from './app.ts'
import { sessionOf } from './doors.ts'
import type { ApiParts } from './parts.ts'
import { sessionCookie } from './same-site.ts'

/** Also for who has to set up a second factor before anything else. */
const signedIn = { door: 'signed-in', isForSetUp: true } as const
const withPasskey = { params: Type.Object({ passkeyId: Type.String({ pattern: '^[0-9]{1,18}$' }) }) }

/**
 * How a person signs in: password, authenticator app, recovery codes, passkeys. Each is the login's: of the person who
 * asks, and no way leads to anybody else's. No answer with a secret is kept for a repeat of its request: what is asked
 * for again is made anew, and the password that each change asks for is no `Idempotency-Key`'s business.
 */
export function securityRoutes(app: ApiApp, parts: ApiParts): void {
  overviewRoutes(app, parts)
  appRoutes(app, parts)
  passkeyRoutes(app, parts)
}

function overviewRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, publicUrl } = parts
  app.get('/api/security', { config: signedIn, schema: { response: { 200: Security } } }, async (request) => {
    const { loginId, account } = sessionOf(request)
    const { totpSince, passkeys, recoveryCodesLeft } = await readFactors(database, loginId)
    return {
      totpSince: totpSince?.toISOString() ?? null,
      passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
        id,
        name,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      })),
      recoveryCodesLeft,
      passkeySite: relyingPartyOf(publicUrl)?.id ?? null,
      accountAsksForSecondFactor: account.asksForSecondFactor,
    }
  })
  app.put('/api/password', { config: signedIn, schema: { body: PasswordChange } }, async (request, reply) => {
    const sessionId = await changeOwnPassword(database, ownOf(request), request.body)
    return goOn(parts, reply, sessionId).code(204).send()
  })
  app.put(
    '/api/account/second-factor',
    { config: { door: { right: 'manageAccount' } }, schema: { body: AccountSecondFactor } },
    async (request, reply) => {
      await setSecondFactorRequired(database, ownOf(request), request.body.isRequired)
      return reply.code(204).send()
    },
  )
}

function appRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, keyring } = parts
  app.post(
    '/api/totp',
    { config: signedIn, schema: { body: ConfirmPassword, response: { 200: TotpSetup } } },
    async (request) => beginTotp(database, keyring, ownOf(request), request.body.password),
  )
  app.post(
    '/api/totp/confirm',
    { config: signedIn, schema: { body: TotpProof, response: { 200: FactorAdded } } },
    async (request, reply) => {
      const { sessionId, recoveryCodes } = await confirmTotp(database, keyring, ownOf(request), request.body)
      return goOn(parts, reply, sessionId).code(200).send({ recoveryCodes })
    },
  )
  app.post('/api/totp/remove', { config: signedIn, schema: { body: ConfirmPassword } }, async (request, reply) => {
    const { sessionId } = await disableTotp(database, keyring, ownOf(request), request.body.password)
    return goOn(parts, reply, sessionId).code(204).send()
  })
  app.post(
    '/api/recovery-codes',
    { config: signedIn, schema: { body: ConfirmPassword, response: { 200: RecoveryCodes } } },
    async (request) => ({
      recoveryCodes: await renewOwnRecoveryCodes(database, keyring, ownOf(request), request.body.password),
    }),
  )
}

function passkeyRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, keyring, publicUrl } = parts
  app.post(
    '/api/passkeys/begin',
    { config: signedIn, schema: { body: ConfirmPassword, response: { 200: PasskeyCreation } } },
    async (request) =>
      beginPasskey(database, keyring, requireRelyingParty(publicUrl), ownOf(request), request.body.password),
  )
  app.post(
    '/api/passkeys',
    { config: signedIn, schema: { body: NewPasskey, response: { 201: FactorAdded } } },
    async (request, reply) => {
      const { name, ...attestation } = request.body
      const party = requireRelyingParty(publicUrl)
      const input = { name: name.trim(), attestation }
      const { sessionId, recoveryCodes } = await addPasskey(database, keyring, party, ownOf(request), input)
      return goOn(parts, reply, sessionId).code(201).send({ recoveryCodes })
    },
  )
  app.patch(
    '/api/passkeys/:passkeyId',
    { config: signedIn, schema: { ...withPasskey, body: PasskeyChange } },
    async (request, reply) => {
      await renameOwnPasskey(database, ownOf(request), request.params.passkeyId, request.body.name.trim())
      return reply.code(204).send()
    },
  )
  app.post(
    '/api/passkeys/:passkeyId/remove',
    { config: signedIn, schema: { ...withPasskey, body: ConfirmPassword } },
    async (request, reply) => {
      const input = { id: request.params.passkeyId, password: request.body.password }
      const { sessionId } = await removeOwnPasskey(database, keyring, ownOf(request), input)
      return goOn(parts, reply, sessionId).code(204).send()
    },
  )
}

const ownOf = (request: FastifyRequest): Own => ({ session: sessionOf(request), remoteAddress: request.ip })

/** The session goes on under its new id. */
const goOn = (parts: ApiParts, reply: FastifyReply, sessionId: string) =>
  reply.header('set-cookie', sessionCookie(parts.publicUrl, sessionId))

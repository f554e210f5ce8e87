import { type Static, Type } from 'typebox'
import {
  CreatedPrivateApp,
  NewPrivateApp,
  PrivateAppList,
  type PrivateApp as PrivateAppSchema,
} from '../../shared/api/private-apps.ts'
import { scopes as knownScopes } from '../account/actor.ts'
import { createPrivateApp, listPrivateApps, type PrivateApp, revokePrivateApp } from '../account/app-token.ts'
import { once } from '../account/idempotency.ts'
import { confirmPassword } from '../account/own-login.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, type Door, personOf, sessionOf } from './doors.ts'
import { idempotencyOf } from './idempotency-key.ts'
import type { ApiParts } from './parts.ts'
import { idOf } from './path-id.ts'

const manageAccount = { door: { right: 'manageAccount' } } as const

/** Private apps: the tokens with which programs act for the account. `routes`: what their scopes can open. */
export function privateAppRoutes(app: ApiApp, { database }: ApiParts, routes: readonly { door: Door }[]): void {
  app.get(
    '/api/private-apps',
    { config: manageAccount, schema: { response: { 200: PrivateAppList } } },
    async (request) => {
      const apps = await listPrivateApps(database.db, personOf(request).actor.accountId)
      return { results: apps.map(shape), scopes: scopesOf(routes) }
    },
  )
  app.post(
    '/api/private-apps',
    { config: manageAccount, schema: { body: NewPrivateApp, response: { 201: CreatedPrivateApp } } },
    async (request, reply) => {
      const { password, name, scopes } = request.body
      await confirmPassword(database, sessionOf(request).loginId, password)
      // What is kept of the request for a repeat holds neither the password nor the token.
      let token: string | null = null
      const made = await database.transaction((tx) =>
        once(tx, idempotencyOf(request, { name, scopes }), async () => {
          const { accountId } = personOf(request).actor
          const created = await createPrivateApp(tx, { accountId, name, scopes, source: auditSourceOf(request) })
          token = created.token
          return shape(created.app)
        }),
      )
      return reply.code(201).send({ app: made, token })
    },
  )
  app.delete(
    '/api/private-apps/:tokenId',
    { config: manageAccount, schema: { params: Type.Object({ tokenId: Type.String() }) } },
    async (request, reply) => {
      const tokenId = idOf(request.params.tokenId)
      const { accountId } = personOf(request).actor
      await database.transaction((tx) => revokePrivateApp(tx, accountId, tokenId, auditSourceOf(request)))
      return reply.code(204).send()
    },
  )
}

/** The scopes that a route of this server asks for, in the order of the list of all. */
function scopesOf(routes: readonly { door: Door }[]): string[] {
  const asked = new Set(routes.flatMap(({ door }) => (typeof door === 'object' && 'scope' in door ? [door.scope] : [])))
  return knownScopes.filter((scope) => asked.has(scope))
}

const shape = (app: PrivateApp): Static<typeof PrivateAppSchema> => ({
  id: app.id,
  name: app.name,
  scopes: app.scopes,
  createdAt: app.createdAt.toISOString(),
  lastUsedAt: app.lastUsedAt?.toISOString() ?? null,
})

import { randomUUID } from 'node:crypto'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import Fastify, { type HTTPMethods } from 'fastify'
import type { Registry } from 'prom-client'
import { ApiError } from '../../shared/api/common.ts'
import { Problem } from '../../shared/problems.ts'
import { createApiUsage } from '../account/api-usage.ts'
import { accountInfoRoutes } from './account-info-routes.ts'
import type { ApiApp } from './app.ts'
import { auditRoutes } from './audit-routes.ts'
import { availabilityRoutes } from './availability-routes.ts'
import { channelSettingsRoutes } from './channel-settings-routes.ts'
import { contactRoutes } from './contact-routes.ts'
import { conversationRoutes } from './conversation-routes.ts'
import { createDoorkeeper, type Door } from './doors.ts'
import { answerErrors } from './errors.ts'
import { fileRoutes } from './file-routes.ts'
import { forwardingRoutes } from './forwarding-routes.ts'
import { frameRoutes } from './frame-routes.ts'
import { fromAddressRoutes } from './from-address-routes.ts'
import { healthRoutes } from './health-routes.ts'
import { inboxAccessRoutes } from './inbox-access-routes.ts'
import { inboxRoutes } from './inbox-routes.ts'
import { inboxSettingsRoutes } from './inbox-settings-routes.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { onboardingRoutes } from './onboarding-routes.ts'
import { outboxRoutes } from './outbox-routes.ts'
import { ownerRoutes } from './owner-routes.ts'
import type { ApiParts } from './parts.ts'
import { peopleRoutes } from './people-routes.ts'
import { planRoutes } from './plan-routes.ts'
import { previewRoutes } from './preview-routes.ts'
import { privateAppRoutes } from './private-app-routes.ts'
import { profileRoutes } from './profile-routes.ts'
import { createRateLimiter } from './rate-limit.ts'
import { securityRoutes } from './security-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { settingsRoutes } from './settings-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { signatureRoutes } from './signature-routes.ts'
import { ticketRoutes } from './ticket-routes.ts'
import { userObjectRoutes } from './user-object-routes.ts'
import { webAppRoutes } from './web-app.ts'

/** One way into the server, as the matrix test goes through them. */
export type RouteEntry = { method: string; url: string; door: Door }

export type ApiServer = { app: ApiApp; routes: readonly RouteEntry[] }

/** The HTTP side: the public API, its document, the app's files. Listens nowhere yet. */
export async function buildApiServer(parts: ApiParts, metrics: Registry, webFolder: string): Promise<ApiServer> {
  const app = Fastify({
    loggerInstance: undefined,
    logger: false,
    trustProxy: parts.settings.trustedProxies.length > 0 ? [...parts.settings.trustedProxies] : false,
    genReqId: () => randomUUID(),
    bodyLimit: 4 * 1024 * 1024,
    // A client that never finishes its request does not hold a place for ever.
    requestTimeout: 120_000,
    connectionTimeout: 0,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 400 },
    forceCloseConnections: 'idle',
  }).withTypeProvider<TypeBoxTypeProvider>() as ApiApp
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  takeEmptyJson(app)
  answerErrors(app, parts.log)

  const routes: RouteEntry[] = []
  app.addHook('onRoute', (route) => {
    // What the document's own pages need; they hold nothing of anybody's.
    const door =
      route.config?.door ?? (/^\/(api\/(docs|openapi)|assets)(\/|$|\.)/.test(route.url) ? 'anyone' : undefined)
    if (!door) throw new Error(`route ${String(route.method)} ${route.url} has no door`)
    for (const method of [route.method].flat()) routes.push({ method, url: route.url, door })
  })
  const limiter = createRateLimiter(parts.settings.apiRateLimit)
  const usage = createApiUsage(parts.database)
  app.addHook('onClose', () => usage.close())
  const openDoor = createDoorkeeper(parts, limiter, usage)
  app.decorateRequest('asker', null)
  app.decorateRequest('session', null)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-hubspot-correlation-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    if (parts.isStopping() && !/^\/(healthz|readyz)/.test(request.url)) throw new Problem('unavailable')
    await openDoor(request, reply)
  })

  await describeApi(app)
  sessionRoutes(app, parts)
  signInRoutes(app, parts)
  securityRoutes(app, parts)
  inboxRoutes(app, parts)
  inboxAccessRoutes(app, parts)
  peopleRoutes(app, parts)
  invitationRoutes(app, parts)
  inboxSettingsRoutes(app, parts)
  channelSettingsRoutes(app, parts)
  fromAddressRoutes(app, parts)
  forwardingRoutes(app, parts)
  availabilityRoutes(app, parts)
  conversationRoutes(app, parts)
  await fileRoutes(app, parts)
  previewRoutes(app, parts)
  contactRoutes(app, parts)
  signatureRoutes(app, parts)
  outboxRoutes(app, parts)
  profileRoutes(app, parts)
  onboardingRoutes(app, parts)
  planRoutes(app, parts)
  ownerRoutes(app, parts)
  settingsRoutes(app, parts)
  ticketRoutes(app, parts)
  userObjectRoutes(app, parts)
  accountInfoRoutes(app, parts, usage)
  auditRoutes(app, parts)
  privateAppRoutes(app, parts, routes)
  frameRoutes(app, parts)
  healthRoutes(app, parts, metrics)
  await webAppRoutes(app, webFolder)
  refuseOtherMethods(app, routes)
  await app.ready()
  return { app, routes }
}

/** HubSpot's clients say `application/json` of every request, also of a DELETE that has no body: nothing is no JSON. */
function takeEmptyJson(app: ApiApp): void {
  // `__proto__` in a body is refused, not dropped in silence (abuse-40).
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, String(body), done)
  })
}

async function describeApi(app: ApiApp): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Samtale',
        version: '1',
        description:
          'The conversations inbox. Paths and shapes are HubSpot’s where HubSpot has the thing; `/api/` is Samtale’s own.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'samtale' },
        },
      },
      security: [{ bearer: [] }, { cookie: [] }],
    },
    // In the document alone: errors are written by `answerErrors`, and two serializers more for each route would be
    // compiled at every start and never run.
    transform: ({ schema, url }) => ({
      schema: { ...schema, response: { ...(schema?.response as object), '4xx': ApiError, '5xx': ApiError } },
      url,
    }),
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true })
  app.get('/api/openapi.json', { config: { door: 'anyone' }, schema: { hide: true } }, async () => app.swagger())
}

/** A path that is there but not with this method says so (405), instead of that it is not there. */
function refuseOtherMethods(app: ApiApp, routes: readonly RouteEntry[]): void {
  const all: HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
  const byUrl = Map.groupBy([...routes], (route) => route.url)
  for (const [url, entries] of byUrl) {
    if (url.endsWith('*') || url.startsWith('/api/docs')) continue
    const method = all.filter((one) => !entries.some((entry) => entry.method === one))
    if (method.length === 0) continue
    app.route({
      method,
      url,
      config: { door: 'anyone' },
      schema: { hide: true },
      handler: (request) => {
        throw new Problem('methodNotAllowed', { method: request.method })
      },
    })
  }
}

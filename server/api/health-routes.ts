import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Registry } from 'prom-client'
import { Problem } from '../../shared/problems.ts'
import type { ApiApp } from './app.ts'
import type { ApiParts } from './parts.ts'

const hidden = { config: { door: 'anyone' as const }, schema: { hide: true } }

/** `/healthz`, `/readyz`: their status and nothing more. `/metrics`: Prometheus text, for who may. */
export function healthRoutes(app: ApiApp, parts: ApiParts, metrics: Registry): void {
  app.get('/healthz', hidden, async (_, reply) =>
    reply.code(parts.isStopping() ? 503 : 200).send({ status: parts.isStopping() ? 'stopping' : 'ok' }),
  )
  app.get('/readyz', hidden, async (_, reply) => {
    const isReady = !parts.isStopping() && (await answers())
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'not ready' })
  })
  app.get('/metrics', hidden, async (request, reply) => {
    if (!mayReadMetrics(request, parts.settings.metricsToken)) throw new Problem('notFound')
    return reply.header('content-type', metrics.contentType).send(await metrics.metrics())
  })

  async function answers(): Promise<boolean> {
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 2000).unref())
    const asked = sql`select 1`.execute(parts.database.db).then(
      () => true,
      () => false,
    )
    return Promise.race([asked, late])
  }
}

/** With METRICS_TOKEN its bearer; without, only a client on this machine that no proxy speaks for. */
function mayReadMetrics(request: FastifyRequest, token: string | null): boolean {
  if (token !== null) {
    const given = Buffer.from(request.headers.authorization ?? '')
    const wanted = Buffer.from(`Bearer ${token}`)
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  }
  const isForwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip'].some((name) => request.headers[name] !== undefined)
  return !isForwarded && /^(::1|(::ffff:)?127\.)/.test(request.socket.remoteAddress ?? '')
}

import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import { Problem } from '../../shared/problems.ts'
import type { ApiApp } from './app.ts'

/** Nothing inline runs, nothing is fetched from elsewhere, nobody frames it (abuse-39). */
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  // The editor and the virtual list set style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

const screens = [
  '/',
  '/reset',
  '/second-factor',
  '/invitation',
  '/from-address',
  '/inbox',
  '/inbox/*',
  '/outbox',
  '/team-management',
  '/tickets',
  '/tickets/*',
  '/contacts/*',
  '/settings',
  '/settings/*',
]

/** The app's files. Their names carry a hash of what they hold, so browsers keep them; the page that names them never. */
export async function webAppRoutes(app: ApiApp, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: path.join(folder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    wildcard: true,
    index: false,
    decorateReply: false,
  })
  let page: string | null = null
  for (const url of screens) {
    app.get(url, { config: { door: 'anyone' }, schema: { hide: true } }, async (_, reply) => {
      const file = path.join(folder, 'index.html')
      if (page === null && !existsSync(file)) throw new Problem('notFound')
      page ??= readFileSync(file, 'utf8')
      return reply
        .headers({
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': policy,
          'cache-control': 'no-cache',
        })
        .send(page)
    })
  }
}

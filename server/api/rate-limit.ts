import type { FastifyReply } from 'fastify'
import { Problem } from '../../shared/problems.ts'

const windowMs = 10_000

export type RateLimiter = { count(tokenId: string, reply: FastifyReply): void }

/**
 * Requests per 10 s and token, told in HubSpot's headers. Counted per process: with N processes a token may have N times
 * as many, which is what they can serve. 0: no limit.
 */
export function createRateLimiter(max: number, now: () => number = Date.now): RateLimiter {
  const windows = new Map<string, { started: number; used: number }>()
  return {
    count(tokenId, reply) {
      if (max === 0) return
      const time = now()
      let window = windows.get(tokenId)
      if (!window || time - window.started >= windowMs) {
        if (windows.size > 10_000) windows.clear()
        window = { started: time, used: 0 }
        windows.set(tokenId, window)
      }
      window.used++
      reply.headers({
        'x-hubspot-ratelimit-max': String(max),
        'x-hubspot-ratelimit-remaining': String(Math.max(0, max - window.used)),
        'x-hubspot-ratelimit-interval-milliseconds': String(windowMs),
      })
      if (window.used <= max) return
      reply.header('retry-after', String(Math.ceil((window.started + windowMs - time) / 1000)))
      throw new Problem('rateLimit')
    },
  }
}

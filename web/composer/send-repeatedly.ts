import { ApiProblem } from '../data/api.ts'

const pausesMs = [400, 1500, 4000]

/**
 * Posts, and posts the same again while the answer stays away: with the same Idempotency-Key a message that had arrived
 * is answered, not sent twice. Refusals are final at once.
 */
export async function sendRepeatedly<T>(
  post: () => Promise<T>,
  pause: (ms: number) => Promise<void> = sleep,
): Promise<T> {
  for (const ms of pausesMs) {
    try {
      return await post()
    } catch (error) {
      if (!mayHaveArrived(error)) throw error
      await pause(ms)
    }
  }
  return post()
}

/** Silence, a proxy that gave up, or the first attempt still at work. */
export function mayHaveArrived(error: unknown): boolean {
  return (
    error instanceof ApiProblem && ([0, 502, 503, 504].includes(error.status) || error.code === 'idempotencyRunning')
  )
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

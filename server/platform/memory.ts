import { performance } from 'node:perf_hooks'

export type MemoryKeeper = { close(): void }

/** Below this share of its time the event loop is at rest: nobody waits for a collection of some ten milliseconds. */
const restsBelow = 0.1
const worthMiB = 32

/**
 * Gives back what a burst of work made the process take. The engine collects when it needs room, which in a quiet night
 * is never, and keeps the room until it has collected. Needs `--expose-gc` (scripts/boot.mjs); without it does nothing.
 */
export function keepMemoryLow({ everyMs = 10_000 } = {}): MemoryKeeper {
  const collect = globalThis.gc
  if (!collect) return { close: () => {} }
  let lowest = residentMiB()
  let hasCollected = false
  let before = performance.eventLoopUtilization()
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    const isAtRest = performance.eventLoopUtilization(now, before).utilization < restsBelow
    before = now
    // Pages go back a while after the collection, so what it left is known at the next look. Collecting again would not
    // give back more than that.
    lowest = hasCollected ? residentMiB() : Math.min(lowest, residentMiB())
    hasCollected = isAtRest && residentMiB() > lowest + worthMiB
    if (hasCollected) collect()
  }, everyMs)
  timer.unref()
  return { close: () => clearInterval(timer) }
}

const residentMiB = () => process.memoryUsage.rss() / 2 ** 20

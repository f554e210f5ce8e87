const tries = [15 * 60, 45 * 60]
const every = 3 * 3600
const lifetime = 5 * 24 * 3600

/**
 * Seconds until the next attempt to send, or null to give up. Two more tries in the first hour, then one every three
 * hours until five days are over (RFC 5321 §4.5.4.1). Only what may come right by itself comes here: 4yz replies,
 * time-outs, refused connections. A 5yz reply fails the message at once (§4.2.1).
 * @param attemptsMade at least 1
 * @param secondsSinceFirst since the first attempt was due
 */
export function retryDelay(attemptsMade: number, secondsSinceFirst: number): number | null {
  const delay = tries[attemptsMade - 1] ?? every
  return secondsSinceFirst + delay > lifetime ? null : delay
}

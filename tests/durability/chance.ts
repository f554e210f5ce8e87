/** Numbers that look like chance and are the same again for the same seed: a failure can be looked at twice. */
export type Chance = {
  /** 0 to `end` - 1 */
  below(end: number): number
  /** true once in `n` times */
  oneIn(n: number): boolean
  pick<Item>(items: readonly Item[]): Item
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(next() * end)
  return {
    below,
    oneIn: (n) => below(n) === 0,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
  }
}

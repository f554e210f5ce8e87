import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

/** Leaves 120 MiB of garbage behind, rests, and says by how many MiB the process became smaller. */
const program = `
  import { setTimeout as rest } from 'node:timers/promises'
  import { keepMemoryLow } from '${new URL('memory.ts', import.meta.url).href}'
  keepMemoryLow({ everyMs: 100 })
  const resident = () => process.memoryUsage.rss() / 2 ** 20
  let held = Array.from({ length: 120 }, () => new Array(131072).fill(0.5))
  held = held.length
  const most = resident()
  for (let looks = 0; looks < 40 && resident() > most - 60; looks++) await rest(100)
  console.log(Math.round(most - resident()))`

test.each([
  { because: 'what a burst took is given back when it rests', flags: ['--expose-gc'], isSmaller: true },
  { because: 'without the right to collect it is left as it is', flags: [], isSmaller: false },
])('$because', { timeout: 30_000 }, async ({ flags, isSmaller }) => {
  const { stdout } = await run(process.execPath, [...flags, '--input-type=module', '-e', program])
  expect(Number(stdout) >= 60).toBe(isSmaller)
})

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

/** Leaves 120 MiB of garbage behind, rests, and says by how many MiB the process became smaller. */
const program = `
  import { setTimeout as rest } from 'node:timers/promises'
  import { keepMemoryLow } from '${new URL('memory.ts', import.meta.url).href}'
  keepMemoryLow({ everyMs: 500 })
  const resident = () => process.memoryUsage.rss() / 2 ** 20
  let held = Array.from({ length: 120 }, () => new Array(131072).fill(0.5))
  held = held.length
  const most = resident()
  for (let looks = 0; looks < 100 && resident() > most - 60; looks++) await rest(100)
  console.log(Math.round(most - resident()))`

test('what a burst took is given back when the process rests', { timeout: 30_000 }, async () => {
  const { stdout } = await run(process.execPath, ['--expose-gc', '--input-type=module', '-e', program])
  expect(Number(stdout)).toBeGreaterThanOrEqual(60)
})

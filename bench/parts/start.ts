import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from '../figures.ts'
import { openHttpClient } from '../http-client.ts'
import { median } from '../numbers.ts'
import type { Plan } from '../plan.ts'
import { startSamtale } from '../samtale.ts'

/** `npm start` as a person types it, until the first page is there: on an empty data folder, and again. */
export async function measureStart(plan: Plan): Promise<Figure[]> {
  const first: number[] = []
  const second: number[] = []
  // Installs and builds where that is stale: neither is measured.
  await startOnce()
  for (let run = 0; run < plan.runs; run++) {
    const dataFolder = await mkdtemp(join(tmpdir(), 'samtale-bench-'))
    try {
      first.push(await startOnce(dataFolder))
      second.push(await startOnce(dataFolder))
    } finally {
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
    }
  }
  return [
    {
      what: 'npm start on an empty data folder → first page',
      value: median(first),
      unit: 's',
      goal: '≤ 6 s',
      limit: 6,
      better: 'less',
    },
    {
      what: 'second npm start → first page',
      value: median(second),
      unit: 's',
      goal: '≤ 2 s',
      limit: 2,
      better: 'less',
    },
  ]
}

async function startOnce(dataFolder?: string): Promise<number> {
  const begunAt = performance.now()
  const samtale = await startSamtale({ byNpm: true, ...(dataFolder ? { dataFolder } : {}) })
  const client = openHttpClient(samtale.address, {})
  await client.get('/')
  const seconds = (performance.now() - begunAt) / 1000
  client.close()
  await (dataFolder ? samtale.stop() : samtale.remove())
  return seconds
}

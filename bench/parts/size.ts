import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Figure } from '../figures.ts'
import type { Plan } from '../plan.ts'

const webFolder = join(import.meta.dirname, '../../dist/web')

/** Script and style that the first page asks for before it can be drawn, as a server would compress them. */
export async function measureSize(_plan: Plan): Promise<Figure[]> {
  const page = await readFile(join(webFolder, 'index.html'), 'utf8').catch(() => {
    throw new Error('The web app is not built: run `npm run build` first.')
  })
  const files = [...page.matchAll(/<(?:script|link)[^>]+(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(
    ([, path]) => path ?? '',
  )
  const sizes = await Promise.all(
    [...new Set(files)].map(async (path) => gzipSync(await readFile(join(webFolder, path))).length),
  )
  const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1000
  return [
    {
      what: 'script and style of the first load, gzip',
      value: kilobytes,
      unit: 'KB',
      goal: '≤ 200 KB',
      limit: 200,
      better: 'less',
    },
  ]
}

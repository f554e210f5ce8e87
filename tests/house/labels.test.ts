import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inSettings } from '../../web/labels/en/in-settings.ts'

test('nothing outside the settings says what only they have loaded', () => {
  const keys = new Set(Object.keys(inSettings))
  const web = join(import.meta.dirname, '../../web')
  const files = globSync('**/*.{ts,tsx}', { cwd: web }).filter((path) => !/^(?:labels|settings)\/|\.test/.test(path))
  expect(files.length).toBeGreaterThan(100)
  const wrong = files.flatMap((path) =>
    [...readFileSync(join(web, path), 'utf8').matchAll(/\bt[x]?\('([\w.-]+)'/g)]
      .filter(([, key = '']) => keys.has(key))
      .map(([, key]) => `${path}: ${key}`),
  )
  expect(wrong).toEqual([])
})

import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'

/** The browser needs the types of the API and not its schemas, whose library weighs as much as a tenth of the first load. */
const root = join(import.meta.dirname, '../..')
const isTest = (path: string) => /\.test(-support)?\.tsx?$/.test(path)

/** What a module imports to run, types left out; paths of ours from the root. */
function importsOf(path: string): string[] {
  const { module } = parseSync(path, readFileSync(join(root, path), 'utf8'))
  return module.staticImports
    .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
    .map(({ moduleRequest: { value } }) =>
      value.startsWith('.') ? relative(root, join(root, dirname(path), value)) : value,
    )
}

/** The way by which one of these modules comes to import `what`, or null. */
function wayTo(what: string, from: string, seen: Set<string>): string[] | null {
  if (from === what) return [from]
  if (seen.has(from) || !/^(web|shared)\/.*\.tsx?$/.test(from)) return null
  seen.add(from)
  for (const next of importsOf(from)) {
    const way = wayTo(what, next, seen)
    if (way) return [from, ...way]
  }
  return null
}

test('no module of the browser brings the library of schemas', () => {
  const seen = new Set<string>()
  const modules = globSync('web/**/*.{ts,tsx}', { cwd: root }).filter((path) => !isTest(path))
  expect(modules.length).toBeGreaterThan(100)
  expect(modules.map((path) => wayTo('typebox', path, seen)).filter((way) => way !== null)).toEqual([])
})

test('the way is seen where there is one', () => {
  expect(wayTo('typebox', 'shared/api/ticket.ts', new Set())).toEqual(['shared/api/ticket.ts', 'typebox'])
})

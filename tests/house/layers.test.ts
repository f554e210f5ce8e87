import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type EcmaScriptModule, parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** The folders of server/, top-down: each imports only from itself and from those below it. */
const serverLayers = [
  'api',
  'realtime',
  'seed',
  'channels',
  'notification',
  'ticket',
  'routing',
  'conversation',
  'inbox',
  'contact',
  'account',
  'mail',
  'preview',
  'platform',
]

type Source = { path: string; imports: string[]; isBarrel: boolean }

const sources = globSync('{scripts,server,shared,web,widget,bench,tests}/**/*.{ts,tsx,mjs}', { cwd: root })
  .filter((path) => !path.includes('node_modules'))
  .map(readSource)

const edges = sources.flatMap(({ path, imports }) => imports.map((to) => ({ from: path, to })))

test('the imports are seen', () => {
  // A reader that finds nothing would find nothing wrong either.
  expect(edges.length).toBeGreaterThan(100)
  expect(edges).toContainEqual({
    from: 'server/platform/embedded-postgres.ts',
    to: 'server/platform/postmaster.ts',
  })
})

test('every import leads to a file', () => {
  expect(edges.filter(({ to }) => !existsSync(join(root, to)))).toEqual([])
})

test('imports point downwards', () => {
  const wrong = edges.flatMap(({ from, to }) => {
    const reason = whyWrong(from, to)
    return reason ? [`${from} → ${to}: ${reason}`] : []
  })
  expect(wrong).toEqual([])
})

test.each([
  ['server/mail/parse-mail.ts', 'server/account/login.ts', 'mail lies below account'],
  ['server/platform/log.ts', 'server/mail/parse-mail.ts', 'platform lies below mail'],
  ['server/api/server.ts', 'server/main.ts', 'nothing imports what starts the program'],
  ['server/inbox/inbox-store.ts', 'web/main.tsx', 'server/ imports only itself and shared/'],
  ['server/inbox/inbox-store.ts', 'tests/harness/postgres.ts', 'the product does not know its tests'],
  ['server/inbox/inbox-store.ts', 'server/inbox/inbox-store.test.ts', 'the product does not know its tests'],
  ['web/main.tsx', 'server/platform/log.ts', 'web/ imports only itself and shared/'],
  ['widget/main.tsx', 'web/ui/button.tsx', 'widget/ imports only itself and shared/'],
  ['shared/problems.ts', 'server/platform/log.ts', 'shared/ imports only itself'],
  ['server/brand-new/thing.ts', 'server/platform/log.ts', 'server/brand-new has no place among the layers'],
  ['server/api/server.ts', 'server/platform/log.ts', null],
  ['server/main.ts', 'server/api/server.ts', null],
  ['server/mail/parse-mail.test.ts', 'tests/harness/postgres.ts', null],
  ['web/main.tsx', 'shared/problems.ts', null],
])('%s → %s: %s', (from, to, reason) => {
  expect(whyWrong(from, to)).toBe(reason)
})

test('no file only passes on what others export', () => {
  expect(sources.filter(({ isBarrel }) => isBarrel).map(({ path }) => path)).toEqual([])
})

function whyWrong(from: string, to: string): string | null {
  const [area = ''] = from.split('/')
  const [target = ''] = to.split('/')
  if (area === 'tests' || area === 'bench') return null
  if (isTest(from)) return null
  if (isTest(to) || target === 'tests') return 'the product does not know its tests'
  if (target === 'shared' && area !== 'scripts') return null
  if (target !== area)
    return `${area}/ imports only itself${area === 'shared' || area === 'scripts' ? '' : ' and shared/'}`
  return area === 'server' ? whyUpwards(from, to) : null
}

function whyUpwards(from: string, to: string): string | null {
  const above = layerOf(from)
  const below = layerOf(to)
  if (below === 'start') return above === 'start' ? null : 'nothing imports what starts the program'
  if (above === 'start' || above === below) return null
  for (const layer of [above, below]) {
    if (!serverLayers.includes(layer)) return `server/${layer} has no place among the layers`
  }
  return serverLayers.indexOf(above) < serverLayers.indexOf(below) ? null : `${above} lies below ${below}`
}

/** `start` for main.ts, cli.ts and the commands of the command line, which connect the rest. */
function layerOf(path: string): string {
  const [, folder = '', ...below] = path.split('/')
  return below.length === 0 || folder === 'cli' ? 'start' : folder
}

function isTest(path: string): boolean {
  return /\.test(-support)?\.tsx?$/.test(path)
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const { module, program } = parseSync(path, text)
  const specifiers = [...importsIn(module, text), ...workersIn(text)].filter((specifier) => specifier.startsWith('.'))
  const passesOn = (statement: (typeof program.body)[number]) =>
    statement.type === 'ExportAllDeclaration' ||
    (statement.type === 'ExportNamedDeclaration' && statement.source !== null)
  return {
    path,
    imports: specifiers.map((specifier) => relative(root, join(root, dirname(path), specifier))),
    isBarrel: program.body.length > 0 && program.body.every(passesOn),
  }
}

function importsIn(module: EcmaScriptModule, text: string): string[] {
  const dynamic = module.dynamicImports.map(({ moduleRequest }) => text.slice(moduleRequest.start, moduleRequest.end))
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
    // Only a written-out path: `import(name)` names no file.
    ...dynamic.flatMap((source) => /^['"](.*)['"]$/.exec(source)?.[1] ?? []),
  ]
}

/** Workers and scripts are named by a URL beside the file: a literal path, then import.meta.url. */
function workersIn(text: string): string[] {
  return [...text.matchAll(/new URL\(\s*'(\.[^']+\.(?:ts|mjs))',\s*import\.meta\.url/g)].flatMap(
    ([, path]) => path ?? [],
  )
}

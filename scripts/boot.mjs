#!/usr/bin/env node
// What `npm start`, `npm test` and the other scripts of package.json run. It works on a fresh clone with any Node.js
// from 20.19 on: built-ins only, no TypeScript. It installs what the lock file names, and hands over to the Node.js that
// came with it, which runs our TypeScript as it is.
import { join } from 'node:path'
import { handOver } from './boot/hand-over.mjs'
import { installPackages } from './boot/install-packages.mjs'
import { packagedNode } from './boot/packaged-node.mjs'
import { root, stop } from './boot/terminal.mjs'
import { buildWebWhenStale } from './boot/web-build.mjs'

const [command = 'start', ...args] = process.argv.slice(2)

const commands = new Map([
  ['start', () => runServer()],
  ['test', () => runFile('scripts/test.ts')],
  ['cli', () => runFile('server/cli.ts')],
  ['bench', () => runFile('bench/main.ts')],
  ['soak', () => runFile('tests/soak.ts')],
  ['build', () => runFile('scripts/build.ts')],
  ['exec', () => runTool()],
])

const run = commands.get(command)
if (!run) stop(`There is no command ${command}: use ${[...commands.keys()].join(', ')}.`, 2)
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19))
  stop(`Samtale needs Node.js 20.19 or newer; this is ${process.version}.`)
await installPackages()
run()

function runServer() {
  const node = packagedNode()
  buildWebWhenStale(node)
  // What Node.js has compiled it finds again at the next start. `npm ci` removes it with the packages that it is of.
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/samtale')
  handOver(node, ['--expose-gc', join(root, 'server/main.ts'), ...args])
}

/** @param {string} file */
function runFile(file) {
  handOver(packagedNode(), [join(root, file), ...args])
}

function runTool() {
  const [tool, ...rest] = args
  if (!tool) stop('exec takes the name of a tool in node_modules/.bin.', 2)
  handOver(join(root, 'node_modules/.bin', tool), rest)
}

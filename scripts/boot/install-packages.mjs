import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { takeInstallLock } from './install-lock.mjs'
import { packagedNode, tryPackagedNode } from './packaged-node.mjs'
import { root, say, stop } from './terminal.mjs'

const modules = join(root, 'node_modules')
const lockFile = join(root, 'package-lock.json')
// Written when all is there, so an interrupted install has none. `npm ci` removes it with everything else.
const stampFile = join(modules, '.samtale-installed')

/** Brings node_modules to what the lock file says, where it is not; in milliseconds where it is. */
export async function installPackages() {
  if (isStamped()) return
  const release = await takeInstallLock()
  try {
    // Another start may have done it while this one waited.
    if (isStamped()) return
    if (!isInstalled()) await install()
    stamp()
  } finally {
    release()
  }
}

async function install() {
  const isFirst = !existsSync(modules)
  refuseReadOnly()
  say(`Installing packages (${isFirst ? 'first time' : 'they changed'}, about a minute) …`)
  // The npm of a start that was killed notices within this time and ends.
  if (!isFirst) await sleep(500)
  const npm = npmCommand()
  const { status, said } = await runNpm(npm)
  npm.cleanUp()
  if (status !== 0) stop(`${said.trim()}\nThe packages could not be installed: npm ci ended with ${status}.`)
  tryPackagedNode()
}

/** @param {{ file: string, args: string[] }} npm */
function runNpm({ file, args }) {
  const child = spawn(file, [...args, ...ciArguments], {
    cwd: root,
    // npm's engines check compares with the machine's Node, which runs npm and nothing else.
    env: { ...process.env, npm_config_engine_strict: 'false' },
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32' && args.length === 0,
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said = `${said}${text}`.slice(-8_000)
  })
  return new Promise((/** @type {(result: { status: number | string, said: string }) => void} */ resolve) => {
    child.on('error', (error) => resolve({ status: error.message, said }))
    child.on('close', (status, signal) => resolve({ status: status ?? String(signal), said }))
  })
}

const ciArguments = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional']

/**
 * How to run npm. Under `npm start` its own path is known; `npm_execpath` of another package manager is no npm.
 *
 * After the first install, `npm start` runs us on the Node.js inside node_modules, which `npm ci` deletes while it runs.
 * npm itself mostly runs on the machine's; where not, on a copy.
 */
function npmCommand() {
  const cli = [
    process.env.npm_execpath,
    join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js'),
  ].find((path) => path?.endsWith('npm-cli.js') && existsSync(path))
  if (!cli) return { file: 'npm', args: [], cleanUp: () => {} }
  const node = realpathSync(process.env.npm_node_execpath ?? process.execPath)
  const watcher = fileURLToPath(new URL('end-with-parent.mjs', import.meta.url))
  const args = ['--import', new URL(`file://${watcher}`).href, cli]
  if (!node.startsWith(realpathSync(root) + sep)) return { file: node, args, cleanUp: () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'samtale-node-'))
  const copy = join(folder, process.platform === 'win32' ? 'node.exe' : 'node')
  copyFileSync(node, copy)
  return { file: copy, args, cleanUp: () => rmSync(folder, { recursive: true, force: true }) }
}

function refuseReadOnly() {
  try {
    accessSync(root, constants.W_OK)
    if (existsSync(modules)) accessSync(modules, constants.W_OK)
  } catch {
    stop(`The packages do not match package-lock.json, and ${root} cannot be written: run "npm ci" there as its owner.`)
  }
}

/**
 * Whether somebody ran `npm ci` by hand. npm's own list of what it installed is written last, and it is compared in
 * full, but for what is meant for other platforms.
 */
function isInstalled() {
  try {
    const wanted = readPackages(lockFile)
    const found = readPackages(join(modules, '.package-lock.json'))
    const agrees = Object.entries(wanted).every(([path, { version, optional, link }]) => {
      if (path === '' || link) return true
      return found[path] ? found[path].version === version : optional === true
    })
    return agrees && packagedNode().startsWith(modules)
  } catch {
    return false
  }
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean, link?: boolean }>}
 */
function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages
}

function isStamped() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp()
}

function stamp() {
  try {
    writeFileSync(stampFile, wantedStamp())
  } catch {
    // A checkout that only its owner may write, installed by hand: it is compared again at the next start.
  }
}

function wantedStamp() {
  const hash = createHash('sha256').update(readFileSync(lockFile))
  return hash.update(`${process.platform}-${process.arch}`).digest('hex')
}

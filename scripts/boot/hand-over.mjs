import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { packagedNode } from './packaged-node.mjs'
import { watchParents } from './parents.mjs'
import { root, stop } from './terminal.mjs'

const watcher = new URL('end-with-parent.mjs', import.meta.url).href

/**
 * Becomes `file`, or where this Node.js cannot, starts it and lives as long: its exit status is ours, our signals are
 * its.
 * @param {string} file the packaged Node.js, or a tool that finds it by PATH
 * @param {string[]} args
 */
export function handOver(file, args) {
  const isNode = file === packagedNode()
  const canBecome = typeof process.execve === 'function' && process.platform !== 'win32'
  const isWatched = isNode && (!canBecome || isUnderNpm())
  const all = [...(isWatched ? ['--import', watcher] : []), ...args]
  if (canBecome) become(file, all)
  else accompany(file, all)
}

/** @param {string} file @param {string[]} args */
function become(file, args) {
  process.chdir(root)
  process.execve?.(file, [file, ...args], environment())
}

/** @param {string} file @param {string[]} args */
function accompany(file, args) {
  const child = spawn(file, args, { cwd: root, stdio: 'inherit', env: environment() })
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
  // Ctrl-C reaches the whole group, the child too. Where it was meant for us alone, the child hears of it a little later.
  process.on('SIGINT', () => setTimeout(() => child.kill('SIGTERM'), 1_000).unref())
  if (isUnderNpm()) watchParents(() => child.kill('SIGTERM'))
  child.on('error', (error) => stop(`${file} does not run: ${error.message}`))
  child.on('exit', (status, signal) => process.exit(signal ? 128 + constants.signals[signal] : (status ?? 1)))
}

/** Started by hand it may outlive its shell; under npm it must not outlive npm. */
function isUnderNpm() {
  return process.env.npm_lifecycle_event !== undefined
}

/** @returns {Record<string, string>} */
function environment() {
  const env = /** @type {Record<string, string>} */ ({ ...process.env })
  // On Windows the variable may be spelled Path.
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  env[name] = [dirname(packagedNode()), join(root, 'node_modules/.bin'), env[name]].join(delimiter)
  // Where the person is: file names on the command line start there. npm sets it, too.
  env.INIT_CWD ??= process.cwd()
  return env
}

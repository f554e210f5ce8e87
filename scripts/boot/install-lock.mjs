import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root, say } from './terminal.mjs'

/**
 * Two starts at once must not install into the same folder. The lock is a name on which this process listens: the
 * system frees it when the process ends, however that happens, so no stale lock can be left.
 * @returns {Promise<() => void>} gives it back
 */
export async function takeInstallLock() {
  const address = lockAddress()
  for (let isTold = false; ; ) {
    const server = await listen(address)
    if (server) return () => server.close()
    if (!isTold) say('Another start is installing the packages; waiting for it …')
    isTold = true
    await sleep(300)
  }
}

function lockAddress() {
  const name = `samtale-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`
  // Linux: an abstract socket, which is no file.
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

/**
 * @param {string} address
 * @returns {Promise<import('node:net').Server | null>} null: somebody else listens
 */
function listen(address) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', async (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== 'EADDRINUSE') return reject(error)
      // A socket that is a file outlives its process.
      if (process.platform === 'darwin' && !(await answers(address))) rmSync(address, { force: true })
      resolve(null)
    })
    server.listen(address, () => resolve(server))
  })
}

/**
 * @param {string} address
 * @returns {Promise<boolean>}
 */
function answers(address) {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.unref()
  })
}

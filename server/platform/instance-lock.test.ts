import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadInstallationSecret } from './installation-secret.ts'
import { findInstance, takeInstanceLock } from './instance-lock.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samtale-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a second start is refused with the process and the address of the first, until that ends', async () => {
  const first = await takeInstanceLock(folder)
  await first.announce('http://localhost:3000')
  await expect(takeInstanceLock(folder)).rejects.toThrow(
    `already running on the data folder ${folder} (process ${process.pid}, http://localhost:3000)`,
  )
  await first.release()
  await first.release()
  expect(await findInstance(folder)).toBeNull()
  await (await takeInstanceLock(folder)).release()
})

test('a lock ends with its process, killed or not', async () => {
  const holder = await holdInChild()
  await expect(takeInstanceLock(folder)).rejects.toThrow(`process ${holder.pid}`)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  await (await takeInstanceLock(folder)).release()
})

test('whoever waits gets it when the holder ends', async () => {
  const holder = await holdInChild()
  const waiting = takeInstanceLock(folder, { waitSeconds: 30 })
  holder.kill('SIGKILL')
  await (await waiting).release()
})

test('a file where the folder should be is told in a sentence', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await expect(takeInstanceLock(file)).rejects.toThrow(`SAMTALE_DATA takes a folder, and ${file} is a file`)
})

test('the secret is made once, for its owner alone, and the same for processes that start together', async () => {
  const secrets = await Promise.all(Array.from({ length: 8 }, () => loadInstallationSecret(null, folder)))
  expect(new Set(secrets.map((secret) => secret.toString('hex'))).size).toBe(1)
  expect(secrets[0]).toHaveLength(32)
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
})

test('the setting comes before the file, and a damaged file is never replaced', async () => {
  const setting = Buffer.alloc(32, 7)
  writeFileSync(join(folder, 'secret'), 'half a sec')
  expect(await loadInstallationSecret(setting, folder)).toBe(setting)
  await expect(loadInstallationSecret(null, folder)).rejects.toThrow('is damaged: restore it, or set SAMTALE_SECRET')
})

async function holdInChild() {
  const module = new URL('./instance-lock.ts', import.meta.url).href
  const script = `
    const { takeInstanceLock } = await import(${JSON.stringify(module)})
    await takeInstanceLock(process.argv[1])
    console.log('held')
    setInterval(() => {}, 60_000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

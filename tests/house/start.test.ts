import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAlive, plainEnvironment, root, type Started, startProgram } from '../harness/checkout.ts'

const isRoot = process.getuid?.() === 0

let dataFolder = ''
let started: Started[] = []
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'samtale-start-'))
})
afterEach(async () => {
  // npm ends before the server does: whoever removes the folder waits for the server itself.
  const server = serverPid()
  for (const { child } of started) {
    if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGTERM')
  }
  await Promise.all(started.map(({ ended }) => ended))
  await expect.poll(() => isAlive(server)).toBe(false)
  await expect.poll(postgresPid).toBeNull()
  started = []
  rmSync(dataFolder, { recursive: true, force: true })
})

/** `npm start` of this checkout, on ports that are free. */
function npmStart(env: Record<string, string> = {}, user: { uid?: number; gid?: number } = {}): Started {
  const settings = { SAMTALE_DATA: dataFolder, PORT: '0', SMTP_PORT: '0', ...env }
  const program = startProgram('npm', ['start', '--silent'], { cwd: root, env: plainEnvironment(settings), ...user })
  started.push(program)
  return program
}

/** Waits until it has printed its address and answers there. */
async function isReady(program: Started): Promise<string> {
  const [url] = await program.says(/http:\/\/localhost:\d+/)
  await expect
    .poll(() =>
      fetch(`${url}/readyz`).then(
        ({ status }) => status,
        () => null,
      ),
    )
    .toBe(200)
  return url
}

function postgresPid(): number | null {
  const file = join(dataFolder, 'pg/postmaster.pid')
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : 0
  return pid && isAlive(pid) ? pid : null
}

/** 0 where none runs. */
function serverPid(): number {
  const file = join(dataFolder, 'running.json')
  const pid = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).pid : 0
  // The test of a stale file writes our own PID into it.
  return pid === process.pid ? 0 : pid
}

test('a wrong setting stops the start with one sentence', async () => {
  const program = npmStart({ PORT: 'eighty' })
  expect(await program.ended).toBe(1)
  expect(program.said()).toMatch(
    /^(Building the web app …\n)?samtale: PORT takes a whole number from 0 to 65535, not "eighty"\.\n$/,
  )
})

test.each(['PORT', 'SMTP_PORT'])(
  'a taken %s stops the start with one sentence, and nothing stays behind',
  async (name) => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const program = npmStart({ [name]: String(port) })
    expect(await program.ended).toBe(1)
    expect(program.said()).toMatch(new RegExp(`.*${port}.*${name}.*\n$`))
    expect(program.said()).not.toContain('    at ')
    expect(postgresPid()).toBeNull()
    other.close()
  },
)

test('SIGTERM to npm ends everything in order', async () => {
  const program = npmStart()
  await isReady(program)
  const pid = serverPid()
  program.child.kill('SIGTERM')
  await expect.poll(() => isAlive(pid)).toBe(false)
  expect(postgresPid()).toBeNull()
  expect(existsSync(join(dataFolder, 'pg/postmaster.pid'))).toBe(false)
})

test('Ctrl-C ends everything in order', async () => {
  const program = npmStart()
  await isReady(program)
  process.kill(-(program.child.pid ?? 0), 'SIGINT')
  await program.ended
  expect(existsSync(join(dataFolder, 'pg/postmaster.pid'))).toBe(false)
})

test('after kill -9 of the server the next start works on', async () => {
  const first = npmStart()
  await isReady(first)
  process.kill(serverPid(), 'SIGKILL')
  await first.ended
  const leftRunning = postgresPid()
  expect(leftRunning).not.toBeNull()
  const second = npmStart()
  await isReady(second)
  expect(postgresPid()).toBe(leftRunning)
})

test('after kill -9 of everything the next start recovers', async () => {
  const first = npmStart()
  await isReady(first)
  process.kill(postgresPid() ?? 0, 'SIGKILL')
  process.kill(serverPid(), 'SIGKILL')
  await first.ended
  await isReady(npmStart())
})

test('a stale PID file is no hindrance', async () => {
  const first = npmStart()
  await isReady(first)
  first.child.kill('SIGTERM')
  await expect.poll(postgresPid).toBeNull()
  await expect.poll(() => existsSync(join(dataFolder, 'running.json'))).toBe(false)
  writeFileSync(
    join(dataFolder, 'pg/postmaster.pid'),
    `${process.pid}\n${dataFolder}/pg\n1700000000\n54321\n\n127.0.0.1\n 1 2\nready\n`,
  )
  writeFileSync(join(dataFolder, 'running.json'), JSON.stringify({ pid: process.pid, address: 'http://localhost:1' }))
  await isReady(npmStart())
})

test('a second start on the same folder ends with a sentence, and the first goes on', async () => {
  const first = npmStart()
  const url = await isReady(first)
  const second = npmStart()
  expect(await second.ended).toBe(1)
  const holder = `(process ${serverPid()}, ${url}/)`
  expect(second.said()).toBe(
    `samtale: Samtale is already running on the data folder ${dataFolder} ${holder}: stop it, or choose another with SAMTALE_DATA.\n`,
  )
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
})

test.runIf(isRoot)('a full disk is told in a sentence', async (context) => {
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', dataFolder])
  if (mounted.status !== 0) return context.skip('This container may not mount a small disk.')
  try {
    const program = npmStart()
    expect(await program.ended).toBe(1)
    expect(program.said()).toMatch(/The disk that holds .* is full: make room there and start again\.\n$/)
  } finally {
    spawnSync('umount', ['--lazy', dataFolder])
  }
})

test.runIf(isRoot).each([
  { because: 'has a name', uid: 65_534 },
  { because: 'has none, as in many containers', uid: 12_345 },
])('an ordinary user that $because starts it', async ({ uid }) => {
  const closed = closedParent()
  if (closed) return expect(closed, 'the checkout cannot be reached by other users').toBeTypeOf('string')
  const home = join(dataFolder, 'home')
  mkdirSync(home)
  for (const folder of [dataFolder, home]) chownSync(folder, uid, uid)
  await isReady(npmStart({ HOME: home }, { uid, gid: uid }))
})

/** The first folder above the checkout that only its owner may pass through. */
function closedParent(): string | null {
  for (let folder = root; ; folder = dirname(folder)) {
    if (!(statSync(folder).mode & 0o001)) return folder
    if (folder === dirname(folder)) return null
  }
}

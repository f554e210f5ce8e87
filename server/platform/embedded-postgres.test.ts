import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import { type EmbeddedPostgres, findRunningPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { createLogTo } from './log.ts'
import type { StartError } from './start-error.ts'

const isRoot = process.getuid?.() === 0
const folders: string[] = []
const running: EmbeddedPostgres[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((postgres) => postgres.stop()))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'samtale-pg-'))
  folders.push(folder)
  return folder
}

async function start(dataFolder: string, lines: string[] = []) {
  const failed = Promise.withResolvers<StartError>()
  const postgres = await startEmbeddedPostgres({
    dataFolder,
    log: createLogTo({ write: (line) => lines.push(line) }, 'debug'),
    onProgress: (sentence) => lines.push(sentence),
    onFailed: failed.resolve,
    flags: { fsync: 'off' },
  })
  running.push(postgres)
  return { ...postgres, failed: failed.promise }
}

async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows as Row[]
  } finally {
    await client.end()
  }
}

async function queryOnceBack<Row>(url: string, sql: string): Promise<Row[]> {
  return expect
    .poll(() => query<Row>(url, sql).catch(() => null), { timeout: 20_000 })
    .not.toBeNull()
    .then(() => query(url, sql))
}

const postmasterPid = (folder: string) => Number(readFileSync(join(folder, 'pg/postmaster.pid'), 'utf8').split('\n')[0])

test('a first start makes a UTF-8 database that no setting of the host changes, a second one keeps its rows', async () => {
  const folder = aFolder()
  const first = await start(folder)
  await query(first.url, `create table kept (name text); insert into kept values ('Ærlig')`)
  expect(await query(first.url, `select pg_encoding_to_char(encoding), lower('ÆØÅ') from pg_database limit 1`)).toEqual(
    [{ pg_encoding_to_char: 'UTF8', lower: 'æøå' }],
  )
  expect(await findRunningPostgres(folder)).toBe(first.url)
  await first.stop()
  expect(await findRunningPostgres(folder)).toBeNull()
  const second = await start(folder)
  expect(second.isAdopted).toBe(false)
  expect(await query(second.url, 'select name from kept')).toEqual([{ name: 'Ærlig' }])
})

test('the password file is readable by its owner alone, and a wrong password is refused', async () => {
  const folder = aFolder()
  const { url } = await start(folder)
  expect(statSync(join(folder, 'pg.secret')).mode & 0o777).toBe(0o600)
  await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password authentication failed/)
})

test('fsync and synchronous_commit are on by default', async () => {
  const folder = aFolder()
  const postgres = await startEmbeddedPostgres({
    dataFolder: folder,
    log: createLogTo({ write: () => {} }, 'info'),
    onProgress: () => {},
    onFailed: () => {},
  })
  running.push(postgres)
  const shown = await query<{ setting: string }>(
    postgres.url,
    `select setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')`,
  )
  expect(shown.map(({ setting }) => setting)).toEqual(['on', 'on', 'on'])
})

test('killed while in use, it comes back on the same address with every committed row', async () => {
  const folder = aFolder()
  const lines: string[] = []
  const { url } = await start(folder, lines)
  await query(url, 'create table kept as select generate_series(1, 1000)')
  process.kill(postmasterPid(folder), 'SIGKILL')
  expect(await queryOnceBack(url, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }])
  expect(lines.join('\n')).toContain('PostgreSQL stopped by itself and is started again')
})

test('what a killed start left running is used again, and stopped by the one that found it', async () => {
  const folder = aFolder()
  const owner = await startInChild(folder)
  owner.child.kill('SIGKILL')
  await once(owner.child, 'exit')
  const next = await start(folder)
  expect(next.isAdopted).toBe(true)
  expect(next.url).toBe(owner.url)
  await next.stop()
  await expect(query(owner.url, 'select 1')).rejects.toThrow()
})

test('an adopted one that dies is started again', async () => {
  const folder = aFolder()
  const owner = await startInChild(folder)
  owner.child.kill('SIGKILL')
  await once(owner.child, 'exit')
  const { url } = await start(folder)
  process.kill(postmasterPid(folder), 'SIGKILL')
  expect(await queryOnceBack(url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test.each([
  { because: 'no process has the PID', pid: async () => 4_000_000 },
  { because: 'the PID belongs to another program', pid: async () => process.pid },
  { because: 'the PID belongs to a zombie', pid: aZombie },
])('a stale PID file is no hindrance: $because', async ({ pid }) => {
  const folder = aFolder()
  await (await start(folder)).stop()
  const lines = [await pid(), `${folder}/pg`, 1_700_000_000, 54_321, '', '127.0.0.1', '  1234   5678', 'ready   ', '']
  writeFileSync(join(folder, 'pg/postmaster.pid'), lines.join('\n'))
  const { url, isAdopted } = await start(folder)
  expect(isAdopted).toBe(false)
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('an interrupted first start is made anew', async () => {
  const folder = aFolder()
  await (await start(folder)).stop()
  rmSync(join(folder, 'pg/PG_VERSION'))
  rmSync(join(folder, 'pg'), { recursive: true })
  writeFileSync(join(folder, 'pg.secret.new'), 'half')
  const { url } = await start(folder)
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test.each([
  { because: 'the database is of another version', file: 'pg/PG_VERSION', text: '17\n', sentence: /PostgreSQL 17/ },
  { because: 'its password is missing', file: 'pg.secret', text: '', sentence: /pg\.secret.*is missing: restore it/ },
  {
    because: 'its settings are broken',
    file: 'pg/postgresql.conf',
    text: 'nonsense = 1\n',
    sentence: /did not start: /,
  },
])('the start ends with a sentence when $because', async ({ file, text, sentence }) => {
  const folder = aFolder()
  await (await start(folder)).stop()
  writeFileSync(join(folder, file), text)
  await expect(start(folder)).rejects.toThrow(sentence)
})

test.runIf(isRoot)('when root starts it, it runs as a user without a name and with no other files', async () => {
  const folder = aFolder()
  await start(folder)
  const { uid } = statSync(`/proc/${postmasterPid(folder)}`)
  expect(uid).toBeGreaterThanOrEqual(60_578)
  expect(uid).toBeLessThanOrEqual(61_183)
  expect(statSync(join(folder, 'pg')).uid).toBe(uid)
})

test.runIf(isRoot)('below a folder closed to others it works too, and after the folder is opened as well', async () => {
  const parent = aFolder()
  chmodSync(parent, 0o700)
  const folder = join(parent, 'data')
  const lines: string[] = []
  const closed = await start(folder, lines)
  await query(closed.url, 'create table kept as select 1 as one')
  await closed.stop()
  expect(lines.join('\n')).toContain('is closed to other users')
  chmodSync(parent, 0o755)
  const open = await start(folder)
  expect(await query(open.url, 'select one from kept')).toEqual([{ one: 1 }])
  await open.stop()
  chmodSync(parent, 0o700)
  const again = await start(folder)
  expect(await query(again.url, 'select one from kept')).toEqual([{ one: 1 }])
})

/** PostgreSQL started by a process of its own, which a test can kill. */
async function startInChild(folder: string) {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(new URL('./embedded-postgres.ts', import.meta.url).href)})
    const { createLogTo } = await import(${JSON.stringify(new URL('./log.ts', import.meta.url).href)})
    const log = createLogTo({ write() {} }, 'info')
    const started = await startEmbeddedPostgres({
      dataFolder: process.argv[1], log, onProgress() {}, onFailed() {}, flags: { fsync: 'off' },
    })
    console.log(started.url)
    setInterval(() => {}, 60_000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, url: line.toString().trim() }
}

/** A process that has ended and that nobody has asked for its status. */
async function aZombie(): Promise<number> {
  // `sh` starts a child and becomes `sleep`, which never waits for it; the child outlives `sh`, which would.
  const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = Number(line.toString())
  await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ')
  zombieParents.push(() => parent.kill())
  return pid
}

const zombieParents: (() => void)[] = []
afterEach(() => {
  for (const end of zombieParents.splice(0)) end()
})

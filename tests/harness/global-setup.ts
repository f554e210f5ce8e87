import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.ts'
import { createLogTo } from '../../server/platform/log.ts'
import { migrate } from '../../server/platform/migrate.ts'
import { clusterFolderOf } from '../../server/platform/postgres-cluster.ts'
import { findPostmaster } from '../../server/platform/postmaster.ts'
import { startDnsServer } from './dns-server.ts'
import { databaseNamed, templateName } from './postgres.ts'

/** One PostgreSQL for the whole run, with one migrated database in it that tests copy. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await clearKilledRuns()
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
  const postgres = await startEmbeddedPostgres({
    dataFolder: folder,
    log: createLogTo(process.stderr, 'error'),
    onProgress: () => {},
    onFailed: (error) => {
      throw error
    },
    // The cluster lives for minutes: what an outage would cost is of no interest, the time is.
    flags: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  })
  await createTemplate(postgres.url)
  project.provide('postgresUrl', postgres.url)
  // Names in tests lead nowhere, and are never asked for outside this machine.
  const dns = await startDnsServer()
  project.provide('dnsServer', dns.address)
  return async () => {
    await dns.close()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const prefix = 'samtale-test-'

async function createTemplate(url: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  await client.query(`create database ${templateName}`)
  await client.end()
  await migrate(databaseNamed(url, templateName))
}

/** A run that was killed leaves its PostgreSQL behind, with the PID of the run in the folder's name. */
async function clearKilledRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : 0
    if (!pid || isAlive(pid)) continue
    const folder = join(tmpdir(), name)
    const left = await findPostmaster(clusterFolderOf(folder))
    if (left) process.kill(left.pid, 'SIGQUIT')
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

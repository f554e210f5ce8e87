import { readdir, readFile, readlink, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What `postmaster.pid` says and the system confirms. `status` is PostgreSQL's word: starting, ready, stopping. */
export type Postmaster = { pid: number; port: number; status: string }

/** The PostgreSQL that runs on this cluster, or null. A stale PID file, a reused PID and a zombie all count as null. */
export async function findPostmaster(clusterFolder: string): Promise<Postmaster | null> {
  const written = await readPidFile(clusterFolder)
  if (!written || !(await isPostgresOf(clusterFolder, written.pid))) return null
  return written
}

/**
 * Clears what a killed PostgreSQL left, so that the next one can start.
 *
 * Its children outlive it for a moment, and write to the same files: they must be gone first. The PID file then hides a
 * trap: where the PID belongs to another program by now, or to a zombie that no init reaps, PostgreSQL takes it for
 * alive and refuses to start.
 */
export async function clearDeadPostmaster(clusterFolder: string): Promise<void> {
  // Elsewhere nothing tells whose a PID is; PostgreSQL's own check has to do.
  if (process.platform !== 'linux') return
  await endOrphans(clusterFolder)
  await rm(join(clusterFolder, 'postmaster.pid'), { force: true })
}

async function endOrphans(clusterFolder: string): Promise<void> {
  // They notice that their parent is gone within milliseconds, unless in the midst of a long statement.
  const patienceMs = 3_000
  const begun = Date.now()
  for (;;) {
    const orphans = await processesOf(clusterFolder)
    if (orphans.length === 0) return
    if (Date.now() - begun > patienceMs) for (const pid of orphans) process.kill(pid, 'SIGKILL')
    await sleep(20)
  }
}

async function processesOf(clusterFolder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const owned = await Promise.all(pids.map((pid) => isPostgresOf(clusterFolder, pid)))
  return pids.filter((_, index) => owned[index])
}

async function readPidFile(clusterFolder: string): Promise<Postmaster | null> {
  const text = await readFile(join(clusterFolder, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port, , , , status = ''] = text.split('\n').map((line) => line.trim())
  return Number(pid) > 0 ? { pid: Number(pid), port: Number(port), status } : null
}

/** Whether this PID is a live process of PostgreSQL on this cluster: all of them work in the cluster's folder. */
async function isPostgresOf(clusterFolder: string, pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return isAlive(pid)
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === clusterFolder
  } catch (error) {
    // A container's root without CAP_SYS_PTRACE may not look at the folder of another user's process.
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return isPostgresOfOwner(clusterFolder, pid)
    return false
  }
}

async function isPostgresOfOwner(clusterFolder: string, pid: number): Promise<boolean> {
  try {
    const [cluster, owner, line] = await Promise.all([
      stat(clusterFolder),
      stat(`/proc/${pid}`),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ])
    return owner.uid === cluster.uid && line.includes(' (postgres) ') && !line.includes(' (postgres) Z ')
  } catch {
    return false
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

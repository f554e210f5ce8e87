import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'

/** Starts a program of this folder that says `{ready: …}` over IPC once it serves. */
export async function startHelper<Ready>(
  file: URL,
  args: readonly string[],
): Promise<{ ready: Ready; child: ChildProcess }> {
  const child = spawn(process.execPath, [file.pathname, ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${file.pathname} ended with ${code}`)
    }),
  ])) as [{ ready: Ready }]
  return { ready: message.ready, child }
}

export async function endProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

/** A process and all that came of it, from the parent numbers in /proc (Linux). */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(name))
  }
  const family = [pid]
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child)
  return family
}

function parentOf(pid: string): number {
  const stat = readProc(pid, 'stat')
  // The second field is the name in brackets, which may hold blanks and brackets.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0)
}

/**
 * MiB that these processes take together: PSS counts what they share once. A process that ended meanwhile counts as none.
 */
export function proportionalMiB(pids: readonly number[]): number {
  const kib = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(readProc(pid, 'smaps_rollup'))?.[1] ?? 0))
  return kib.reduce((sum, one) => sum + one, 0) / 1024
}

export function residentKiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readProc(pid, 'status'))?.[1] ?? 0)
}

export const commandOf = (pid: number) => readProc(pid, 'cmdline').replaceAll('\0', ' ').trim()

function readProc(pid: number | string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect } from 'vitest'

export const root = join(import.meta.dirname, '../..')

/** A program that a test started and watches. */
export type Started = {
  child: ChildProcess
  /** Everything it and its children have said so far, on both outputs. */
  said(): string
  /** Waits until it has said this, and yields the match. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  /** Its exit status, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>
}

/**
 * A copy of this checkout with the given files beside its scripts, and, when it is installed, with our packages.
 * `end` removes it.
 */
export function aCheckout(files: Record<string, string>, { isInstalled = true } = {}): { folder: string; end(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'samtale-checkout-'))
  chmodSync(folder, 0o755)
  for (const name of ['scripts', 'package.json', 'package-lock.json', '.npmrc']) {
    cpSync(join(root, name), join(folder, name), { recursive: true })
  }
  if (isInstalled) symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return { folder, end: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The environment of a person at this machine: without what npm and our own start put into it. */
export function plainEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VITEST|NODE_|SAMTALE_|INIT_CWD|TEST$)/.test(name),
  )
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  return { ...Object.fromEntries(inherited), PATH: path.join(delimiter), ...more }
}

/** Starts a program in a process group of its own, as a terminal does. */
export function startProgram(
  file: string,
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number },
): Started {
  const child = spawn(file, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.on('exit', (status, signal) => resolve(signal ?? status))
  })
  return {
    child,
    said: () => text,
    async says(pattern) {
      await expect.poll(() => text, { timeout: 50_000, interval: 20 }).toMatch(pattern)
      return pattern.exec(text) as RegExpExecArray
    },
    ended,
  }
}

/** Whether a process with this PID runs. A zombie does not: who killed its parents may be the only one to reap it. */
export function isAlive(pid: number): boolean {
  // 0 would be our own process group.
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'

export type PictureRedrawer = {
  /**
   * The picture as WebP, no side longer than `maxSide` pixels, moving where it moves and is small; null for what is no
   * picture, or too much of one.
   */
  redraw(bytes: Buffer, maxSide: number): Promise<Buffer | null>
  close(): void
}

const maxSeconds = 10
const idleSeconds = 30
const program = path.join(import.meta.dirname, `picture-redrawer-process${path.extname(import.meta.filename)}`)

type Job = { id: number; bytes: Buffer; maxSide: number; done(image: Buffer | null): void }

/**
 * Draws pictures anew, in a process of its own: a decoder is native code that reads what a stranger made, and what breaks
 * it or never ends takes nothing else with it. One picture at a time; the process ends when there is nothing to do.
 */
export function createPictureRedrawer(): PictureRedrawer {
  const waiting: Job[] = []
  let child: ChildProcess | null = null
  let current: Job | null = null
  let timer: NodeJS.Timeout | undefined
  let nextId = 0

  function finish(image: Buffer | null): void {
    const job = current
    current = null
    clearTimeout(timer)
    job?.done(image)
    next()
  }

  function next(): void {
    if (current) return
    current = waiting.shift() ?? null
    if (!current) {
      timer = setTimeout(end, idleSeconds * 1_000)
      timer.unref()
      return
    }
    clearTimeout(timer)
    child ??= start()
    const { id, bytes, maxSide } = current
    child.send({ id, bytes, maxSide }, (error) => {
      if (error && current?.id === id) end()
    })
    timer = setTimeout(end, maxSeconds * 1_000)
  }

  function start(): ChildProcess {
    const started = fork(program, {
      execArgv: ['--max-old-space-size=64'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
      // Nothing of ours is for it to know: no setting, no secret.
      env: {},
    })
    // What waits here keeps the program alive where it must, not a child that has nothing to do.
    started.unref()
    started.channel?.unref()
    started.on('message', (answer) => {
      const { id, image } = answer as { id: number; image: Uint8Array | null }
      if (started === child && current?.id === id) finish(image === null ? null : Buffer.from(image))
    })
    started.on('error', () => gone(started))
    started.on('exit', () => gone(started))
    return started
  }

  /** Its picture broke it, or was too slow: that one has failed, the next gets another process. */
  function gone(which: ChildProcess): void {
    if (which !== child) return
    child = null
    if (current) finish(null)
  }

  function end(): void {
    const ending = child
    if (!ending) return
    ending.kill('SIGKILL')
    gone(ending)
  }

  return {
    redraw: (bytes, maxSide) =>
      new Promise((done) => {
        waiting.push({ id: nextId++, bytes, maxSide, done })
        next()
      }),
    close() {
      for (const job of waiting.splice(0)) job.done(null)
      end()
      clearTimeout(timer)
    },
  }
}

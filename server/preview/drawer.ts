import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import type { DrawAnswer, DrawTask } from './drawing.ts'

export type Drawer = {
  /** Never throws for what the file is; a closed drawer refuses. */
  draw(task: DrawTask): Promise<DrawAnswer>
  /** How many processes there are now. */
  size(): number
  close(): Promise<void>
}

export type DrawerOptions = {
  /** At most; each starts when it is first needed and ends after a minute without work. */
  processes?: number
  /** For one drawing, from the moment a process begins on it. */
  timeoutMs?: number
}

type Job = { task: DrawTask; resolve(answer: DrawAnswer): void }
type Hand = {
  child: ChildProcess
  job: Job | null
  isReady: boolean
  /** Of what it drew from last, and may still hold open. */
  lastKey: string
  timer: NodeJS.Timeout | null
  idleTimer: NodeJS.Timeout | null
}

const idleMs = 60_000
/** A new process loads its modules first, on a busy machine slowly: that is not the file's time. */
const startMs = 30_000
/** Who asks for more at once than this hears so: it is a hundred pages that nobody looks at. */
const maxWaiting = 200
const program = path.join(import.meta.dirname, `draw-process${path.extname(import.meta.filename)}`)

/**
 * Draws pictures and pages of PDF in processes of their own (`docs/adr/0018`): decoders are native code that reads what a stranger made,
 * and what breaks one, fills its memory or never ends takes nothing else with it. A process that exceeds its time is
 * killed and replaced; its memory is bounded by pixels (draw-picture.ts) and by pages of memory (draw-page.ts).
 */
export function createDrawer({ processes = 2, timeoutMs = 10_000 }: DrawerOptions = {}): Drawer {
  const hands = new Set<Hand>()
  const waiting: Job[] = []
  let isClosed = false

  function draw(task: DrawTask): Promise<DrawAnswer> {
    if (isClosed) return Promise.reject(new Error('The drawer is closed'))
    if (waiting.length >= maxWaiting) return Promise.resolve({ notDrawn: 'tooSlow' })
    return new Promise((resolve) => {
      waiting.push({ task, resolve })
      assign()
    })
  }

  /** One file is drawn by one process at a time: its pages find it open there, and leave the others to other files. */
  function assign(): void {
    for (;;) {
      const underway = new Set([...hands].map(({ job }) => job?.task.key))
      const place = waiting.findIndex(({ task }) => !underway.has(task.key))
      const key = waiting[place]?.task.key
      const free = [...hands].filter(({ job }) => job === null)
      const hand =
        free.find(({ lastKey }) => lastKey === key) ?? free[0] ?? (hands.size < processes && key ? startHand() : null)
      const [job] = hand && place >= 0 ? waiting.splice(place, 1) : []
      if (!hand || !job) return
      begin(hand, job)
    }
  }

  function begin(hand: Hand, job: Job): void {
    if (hand.idleTimer) clearTimeout(hand.idleTimer)
    hand.idleTimer = null
    hand.job = job
    hand.lastKey = job.task.key
    arm(hand)
    hand.child.send(job.task, (error) => error && end(hand, 'broken'))
  }

  function arm(hand: Hand): void {
    if (hand.timer) clearTimeout(hand.timer)
    hand.timer = setTimeout(() => end(hand, 'tooSlow'), hand.isReady ? timeoutMs : startMs + timeoutMs)
  }

  function startHand(): Hand {
    const child = fork(program, [String(process.pid)], {
      execArgv: ['--max-old-space-size=128'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // Nothing of ours is for it to know: no setting, no secret.
      env: {},
    })
    const hand: Hand = { child, job: null, isReady: false, lastKey: '', timer: null, idleTimer: null }
    hands.add(hand)
    child.on('message', (message: DrawAnswer | 'ready') => {
      if (message === 'ready') {
        hand.isReady = true
        if (hand.job) arm(hand)
      } else {
        finish(hand, message)
      }
    })
    child.on('error', () => end(hand, 'broken'))
    child.on('exit', () => end(hand, 'broken'))
    return hand
  }

  function finish(hand: Hand, answer: DrawAnswer): void {
    const { job } = hand
    if (hand.timer) clearTimeout(hand.timer)
    hand.job = null
    if ('isSpoiled' in answer) {
      void retire(hand)
    } else {
      hand.idleTimer = setTimeout(() => void retire(hand), idleMs)
      hand.idleTimer.unref()
    }
    job?.resolve(answer)
    if (!isClosed) assign()
  }

  /** Ends a process that cannot go on; its file is refused, the others get a new process. */
  function end(hand: Hand, notDrawn: 'broken' | 'tooSlow'): void {
    const { job } = hand
    hand.job = null
    void retire(hand)
    job?.resolve({ notDrawn })
    if (!isClosed) assign()
  }

  function retire(hand: Hand): Promise<void> {
    hands.delete(hand)
    if (hand.timer) clearTimeout(hand.timer)
    if (hand.idleTimer) clearTimeout(hand.idleTimer)
    if (hand.child.exitCode !== null || hand.child.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      hand.child.once('exit', () => resolve())
      hand.child.kill('SIGKILL')
    })
  }

  async function close(): Promise<void> {
    isClosed = true
    for (const job of waiting.splice(0)) job.resolve({ notDrawn: 'tooSlow' })
    await Promise.all(
      [...hands].map((hand) => {
        hand.job?.resolve({ notDrawn: 'tooSlow' })
        hand.job = null
        return retire(hand)
      }),
    )
  }

  return { draw, size: () => hands.size, close }
}

import { Worker } from 'node:worker_threads'
import type { ParsedMail } from './parsed-mail.ts'
import { UnreadableMail, type UnreadableReason } from './unreadable-mail.ts'

/** Raw mail as bytes, or as a file that the worker reads itself, so that a large one is not copied. */
export type RawMail = Uint8Array | { path: string }

export type MailParser = {
  /**
   * @throws UnreadableMail when the mail cannot be taken apart within the limits; any other error is about this machine
   * (a file that is gone, a closed parser) and says nothing about the mail
   */
  parse(raw: RawMail): Promise<ParsedMail>
  /** Ends the threads; what still waits is refused. */
  close(): Promise<void>
}

export type MailParserOptions = {
  /** Threads at most; each starts when it is first needed and ends after a minute without work. Default 1. */
  threads?: number
  /** For one mail, from the moment a thread begins on it. */
  timeoutMs?: number
  /** Of the JavaScript heap of a thread; buffers of raw mail and attachments come on top. */
  maxMemoryMb?: number
}

export type WorkerRequest = { id: number; raw: RawMail }
export type WorkerAnswer =
  | { id: number; mail: ParsedMail }
  | { id: number; unreadable: { reason: UnreadableReason; detail: string } }
  | { id: number; fault: { message: string; stack: string | undefined } }
  | { id: number; fileFault: string }

type Job = { raw: RawMail; resolve(mail: ParsedMail): void; reject(error: Error): void }
type Thread = {
  worker: Worker
  job: Job | null
  isReady: boolean
  timer: NodeJS.Timeout | null
  idleTimer: NodeJS.Timeout | null
}

const idleMs = 60_000
/** A new thread loads its modules first, on a busy machine slowly: that is not the mail's time. */
const startMs = 30_000
const workerFile = new URL(`./mail-parser-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

/**
 * Parses mails in worker threads, each with a bound of time and memory: a stranger's mail must not be able to stop the
 * event loop or eat the process (abuse-13). A thread that exceeds them is ended and replaced; only its mail suffers.
 */
export function createMailParser({
  threads = 1,
  timeoutMs = 5_000,
  maxMemoryMb = 150,
}: MailParserOptions = {}): MailParser {
  const pool = new Set<Thread>()
  const waiting: Job[] = []
  let isClosed = false
  let lastId = 0

  function parse(raw: RawMail): Promise<ParsedMail> {
    if (isClosed) return Promise.reject(new Error('The mail parser is closed'))
    return new Promise((resolve, reject) => {
      waiting.push({ raw, resolve, reject })
      assign()
    })
  }

  function assign(): void {
    while (waiting.length > 0) {
      const thread = [...pool].find(({ job }) => job === null) ?? (pool.size < threads ? startThread() : null)
      const job = thread && waiting.shift()
      if (!job) return
      begin(thread, job)
    }
  }

  function begin(thread: Thread, job: Job): void {
    if (thread.idleTimer) clearTimeout(thread.idleTimer)
    thread.idleTimer = null
    thread.job = job
    thread.worker.ref()
    arm(thread)
    const request: WorkerRequest = { id: ++lastId, raw: job.raw }
    // Cloned, not transferred: the caller still needs the bytes, and up to 256 KB that is cheap.
    thread.worker.postMessage(request)
  }

  function arm(thread: Thread): void {
    if (thread.timer) clearTimeout(thread.timer)
    const late = () =>
      fail(thread, new UnreadableMail('tooSlow', `Reading it took longer than ${timeoutMs / 1000} seconds.`))
    thread.timer = setTimeout(late, thread.isReady ? timeoutMs : startMs + timeoutMs)
  }

  function startThread(): Thread {
    const worker = new Worker(workerFile, {
      resourceLimits: { maxOldGenerationSizeMb: maxMemoryMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    })
    const thread: Thread = { worker, job: null, isReady: false, timer: null, idleTimer: null }
    pool.add(thread)
    worker.on('message', (message: WorkerAnswer | 'ready') => {
      if (message === 'ready') {
        thread.isReady = true
        if (thread.job) arm(thread)
      } else {
        finish(thread, message)
      }
    })
    worker.on('error', (error: Error & { code?: string }) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      const reason = new UnreadableMail('tooMuchMemory', `Reading it took more than ${maxMemoryMb} MB of memory.`, {
        cause: error,
      })
      fail(thread, isMemory ? reason : new UnreadableMail('malformed', 'Reading it failed.', { cause: error }))
    })
    worker.on('exit', () => fail(thread, new UnreadableMail('malformed', 'The thread that read it ended.')))
    return thread
  }

  function finish(thread: Thread, answer: WorkerAnswer): void {
    const { job } = thread
    if (thread.timer) clearTimeout(thread.timer)
    thread.job = null
    thread.worker.unref()
    thread.idleTimer = setTimeout(() => void retire(thread), idleMs)
    thread.idleTimer.unref()
    if (job) settle(job, answer)
    assign()
  }

  /** Ends a thread that cannot go on; its mail is refused, the others get a new thread. */
  function fail(thread: Thread, error: Error): void {
    const { job } = thread
    thread.job = null
    void retire(thread)
    job?.reject(error)
    if (!isClosed) assign()
  }

  function retire(thread: Thread): Promise<number> {
    pool.delete(thread)
    if (thread.timer) clearTimeout(thread.timer)
    if (thread.idleTimer) clearTimeout(thread.idleTimer)
    return thread.worker.terminate()
  }

  async function close(): Promise<void> {
    isClosed = true
    const closed = new Error('The mail parser is closed')
    for (const job of waiting.splice(0)) job.reject(closed)
    const ended = [...pool].map((thread) => {
      thread.job?.reject(closed)
      thread.job = null
      return retire(thread)
    })
    await Promise.all(ended)
  }

  return { parse, close }
}

function settle(job: Job, answer: WorkerAnswer): void {
  if ('mail' in answer) job.resolve(answer.mail)
  else if ('fileFault' in answer) job.reject(new Error(`The raw mail could not be read: ${answer.fileFault}`))
  else if ('unreadable' in answer) job.reject(new UnreadableMail(answer.unreadable.reason, answer.unreadable.detail))
  else {
    const cause = new Error(answer.fault.message)
    if (answer.fault.stack !== undefined) cause.stack = answer.fault.stack
    job.reject(new UnreadableMail('malformed', 'Its parts do not make sense to the reader.', { cause }))
  }
}

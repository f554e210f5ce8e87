import { readFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import type { WorkerAnswer, WorkerRequest } from './mail-parser.ts'
import { parseMail } from './parse-mail.ts'
import { UnreadableMail } from './unreadable-mail.ts'

/** The thread behind `mail-parser.ts`: one mail after the other, each answered by its id. */
parentPort?.on('message', ({ id, raw }: WorkerRequest) => {
  const answer = answerTo(id, raw)
  parentPort?.postMessage(answer, 'mail' in answer ? transferable(answer.mail.attachments) : [])
})
parentPort?.postMessage('ready')

function answerTo(id: number, raw: WorkerRequest['raw']): WorkerAnswer {
  let bytes: Uint8Array
  try {
    bytes = raw instanceof Uint8Array ? raw : readFileSync(raw.path)
  } catch (error) {
    return { id, fileFault: error instanceof Error ? error.message : String(error) }
  }
  try {
    return { id, mail: parseMail(bytes) }
  } catch (error) {
    if (error instanceof UnreadableMail) return { id, unreadable: { reason: error.reason, detail: error.detail } }
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    return { id, fault: { message, stack } }
  }
}

/** Attachments have buffers that no other shares (`parse-mail.ts`): they move to the other thread without a copy. */
function transferable(attachments: readonly { content: Uint8Array }[]): ArrayBuffer[] {
  return attachments.flatMap(({ content: { buffer } }) => (buffer instanceof ArrayBuffer ? [buffer] : []))
}

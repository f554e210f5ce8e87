/** Asks the composer of the open conversation to show itself in a mode, with the caret in it. */
export type ComposerMode = 'reply' | 'replyAll' | 'comment'
export type ComposerRequest = {
  mode: ComposerMode /** the message to answer; the newest when null */
  messageId: string | null
}
type Listener = (request: ComposerRequest) => void

const listeners = new Set<Listener>()
/** Kept while the composer's chunk still loads; the first subscriber gets it. */
let waiting: ComposerRequest | null = null

export function requestComposer(mode: ComposerMode, messageId: string | null = null): void {
  const request = { mode, messageId }
  if (listeners.size === 0) waiting = request
  for (const listener of listeners) listener(request)
}

export function onComposerRequest(listener: Listener): () => void {
  listeners.add(listener)
  if (waiting) {
    listener(waiting)
    waiting = null
  }
  return () => listeners.delete(listener)
}

type Flush = () => Promise<void>
const flushes = new Map<Flush, string>()

/** The composer's drafts of a conversation: `flush` brings what is typed to the server. */
export function onFlushDrafts(threadId: string, flush: Flush): () => void {
  flushes.set(flush, threadId)
  return () => flushes.delete(flush)
}

/** Waits until the drafts of a conversation are on the server as they are here. */
export async function flushDrafts(threadId: string): Promise<void> {
  await Promise.all([...flushes].map(([flush, of]) => (of === threadId ? flush() : undefined)))
}

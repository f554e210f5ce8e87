import type { QueryClient } from '@tanstack/react-query'
import { takeBack } from '../data/thread-actions.ts'
import { flushDrafts, requestComposer } from './composer-focus.ts'

/** Takes a reply back before it leaves: its words are in the composer again, with the caret in them. */
export async function undoSend(client: QueryClient, threadId: string, messageId: string): Promise<void> {
  // What was begun after it is put below its words by the server, so it must be there.
  await flushDrafts(threadId)
  if (await takeBack(client, threadId, messageId)) requestComposer('reply')
}

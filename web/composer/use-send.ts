import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, api } from '../data/api.ts'
import { outboxQuery, overviewQuery, threadQuery, timelineQuery } from '../data/queries.ts'
import { useSession } from '../data/session.ts'
import { dropPendingItem, itemsOf, showPendingItem } from '../data/timeline.ts'
import type { ThreadDetails, TimelineItem } from '../data/types.ts'
import { undoSend } from '../inbox/undo-send.ts'
import { t } from '../labels/labels.ts'
import { showToast } from '../ui/toast.tsx'
import { type Content, toSendComment, toSendMessage } from './draft.ts'
import type { DraftKeeper } from './draft-keeper.ts'
import { newUuid } from './new-uuid.ts'
import { pendingItem } from './pending-item.ts'
import { sendRepeatedly } from './send-repeatedly.ts'

type Options = { details: ThreadDetails; keeper: DraftKeeper }
type Sending = {
  content: Content /** the seq of the conversation that the writer has seen; null asks nothing */
  seenSeq: number | null
}

/**
 * Sends the draft: it stands in the conversation at once, and the draft is forgotten only when the server has it. While
 * it is pending the composer rests; when it is refused the words are back in the editor.
 */
export function useSend({ details, keeper }: Options) {
  const client = useQueryClient()
  const session = useSession()
  const threadId = details.thread.id

  const offerUndo = (messageId: string) => {
    if (session.user.undoSeconds === 0) return
    const run = () => void undoSend(client, threadId, messageId)
    showToast({ text: t('delivery.sending'), action: { label: t('done.undo'), keys: 'Z', run } })
  }
  const askAnew = () => {
    void client.invalidateQueries(overviewQuery)
    void client.invalidateQueries(outboxQuery)
    return Promise.all([client.refetchQueries(timelineQuery(threadId)), client.refetchQueries(threadQuery(threadId))])
  }

  return useMutation({
    mutationFn: async ({ content, seenSeq }: Sending) => {
      await keeper.settle()
      const pending = pendingItem(content, details, session, Date.now())
      const stopWatching = dropOnArrival(client, pending)
      showPendingItem(client, pending)
      const body =
        content.mode === 'comment' ? toSendComment(content) : toSendMessage(content, details, session.user.id)
      const post = () => api.send(threadId, body, { idempotencyKey: content.idempotencyKey, seenSeq })
      return sendRepeatedly(post).finally(stopWatching)
    },
    // Where no stream is, the new fetch brings the message itself and so takes the pending entry away.
    onSuccess: (message, { content }) => {
      if (content.mode !== 'comment') offerUndo(message.id)
      return Promise.all([keeper.sent(), askAnew()])
    },
    onError: async (error, { content }) => {
      dropPendingItem(client, threadId, content.idempotencyKey)
      keeper.resume()
      const code = error instanceof ApiProblem ? error.code : null
      if (code === 'idempotencyMismatch') keeper.bearAnew(newUuid())
      if (code === 'idempotencyMismatch' || code === 'threadMoved') await askAnew()
    },
  })
}

/**
 * The stream may bring the message before the answer to the request is here: then the pending entry goes in the same
 * moment, or the message would stand there twice. Returns what ends the watch.
 */
function dropOnArrival(client: QueryClient, pending: TimelineItem): () => void {
  const { queryKey } = timelineQuery(pending.threadId)
  const items = () => itemsOf(client.getQueryData(queryKey))
  const before = new Set(items().map((item) => item.id))
  const isThis = (item: TimelineItem) =>
    item.id !== pending.id &&
    !before.has(item.id) &&
    item.kind === pending.kind &&
    item.author.kind === 'user' &&
    item.author.id === pending.author.id
  const unsubscribe = client.getQueryCache().subscribe(({ type, query }) => {
    if (type !== 'updated' || query.queryKey[0] !== queryKey[0] || query.queryKey[1] !== queryKey[1]) return
    if (!items().some(isThis)) return
    unsubscribe()
    dropPendingItem(client, pending.threadId, pending.id)
  })
  return unsubscribe
}

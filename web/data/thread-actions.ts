import type { QueryClient } from '@tanstack/react-query'
import { problemText, t } from '../labels/labels.ts'
import { ApiProblem, api } from './api.ts'
import { heldRow } from './apply-patch.ts'
import { draftsQuery, type ListFilter, overviewQuery, refusalQuery, threadQuery, timelineQuery } from './queries.ts'
import { placeRow, rowBelongsTo, shiftCounters, type ThreadList } from './thread-list.ts'
import { dropPendingItem } from './timeline.ts'
import type { MyThreadRow } from './types.ts'

/**
 * What a person does to a conversation. Each shows at once in every list, and is taken back with a sentence at the
 * conversation (`refusalQuery`) when the server refuses. The truth comes with the stream.
 */
export async function assignThread(client: QueryClient, userId: string, threadId: string, assigneeId: string | null) {
  await changeThread(client, userId, threadId, { assigneeId }, async () => {
    try {
      await (assigneeId === null ? api.unassign(threadId) : api.assign(threadId, assigneeId))
    } catch (error) {
      throw new Error(t('thread.notAssigned', { reason: reasonOf(error) }))
    }
  })
}

export async function setThreadStatus(
  client: QueryClient,
  userId: string,
  threadId: string,
  status: 'open' | 'closed',
) {
  await changeThread(client, userId, threadId, { status }, async () => {
    try {
      await api.setStatus(threadId, status === 'open' ? 'OPEN' : 'CLOSED')
    } catch (error) {
      const reason = reasonOf(error)
      throw new Error(status === 'open' ? t('thread.notReopened', { reason }) : t('thread.notClosed', { reason }))
    }
  })
}

/** Marks everything that came in so far as read by this person. */
export async function markThreadRead(client: QueryClient, userId: string, threadId: string): Promise<void> {
  const before = heldRow(client, threadId)
  if (!before || before.receivedSeq <= before.readSeq) return
  putRow(client, userId, { ...before, readSeq: before.seq })
  try {
    await api.markRead(threadId, before.seq)
  } catch (error) {
    // Taken back here, the open conversation would at once be read again, and so on without end. The next fetch tells
    // that it is unread, and the next look tries again.
    if (!(error instanceof ApiProblem)) throw error
  }
}

/** Moves this conversation into another that it belongs to; resolves to whether the server did it. */
export async function joinThread(client: QueryClient, threadId: string, targetId: string): Promise<boolean> {
  try {
    client.setQueryData(threadQuery(targetId).queryKey, await api.join(threadId, targetId))
    return true
  } catch (error) {
    refuse(client, threadId, t('thread.notJoined', { reason: reasonOf(error) }))
    return false
  }
}

/** Sends a failed or uncertain message to one recipient again. */
export async function retryDelivery(client: QueryClient, threadId: string, recipientId: string): Promise<void> {
  try {
    const delivery = await api.retryDelivery(recipientId)
    client.setQueryData(timelineQuery(threadId).queryKey, (timeline) => {
      if (!timeline) return timeline
      const pages = timeline.pages.map((page) => ({
        ...page,
        results: page.results.map((item) => ({
          ...item,
          deliveries: item.deliveries.map((other) => (other.recipientId === recipientId ? delivery : other)),
        })),
      }))
      return { ...timeline, pages }
    })
  } catch (error) {
    refuse(client, threadId, t('thread.notRetried', { reason: reasonOf(error) }))
  }
}

/** Takes a reply back that has not begun to leave; its words become the draft. Resolves to whether it could. */
export async function takeBack(client: QueryClient, threadId: string, messageId: string): Promise<boolean> {
  try {
    const draft = await api.undoSend(messageId)
    client.setQueryData(draftsQuery(threadId).queryKey, (drafts) => drafts && { ...drafts, reply: draft })
    dropPendingItem(client, threadId, messageId)
    return true
  } catch (error) {
    refuse(client, threadId, t('thread.notUndone', { reason: reasonOf(error) }))
    return false
  }
}

export function dismissRefusal(client: QueryClient, threadId: string): void {
  client.setQueryData(refusalQuery(threadId).queryKey, null)
}

async function changeThread(
  client: QueryClient,
  userId: string,
  threadId: string,
  change: Pick<Partial<MyThreadRow>, 'assigneeId' | 'status'>,
  send: () => Promise<void>,
): Promise<void> {
  const before = heldRow(client, threadId)
  if (!before) return
  const after = { ...before, ...change }
  dismissRefusal(client, threadId)
  putRow(client, userId, after)
  count(client, before, after, userId)
  try {
    await inTurn(threadId, send)
  } catch (error) {
    const held = heldRow(client, threadId)
    // A higher seq came meanwhile: that is the truth already, and there is nothing to take back.
    if (held?.seq === before.seq) {
      putRow(client, userId, before)
      count(client, after, before, userId)
    }
    refuse(client, threadId, error instanceof Error ? error.message : String(error))
  }
}

const lastTurns = new Map<string, Promise<void>>()

/** Changes of one conversation reach the server in the order in which they were made: two requests could overtake. */
async function inTurn(threadId: string, send: () => Promise<void>): Promise<void> {
  const turn = (lastTurns.get(threadId) ?? Promise.resolve()).then(send, send)
  lastTurns.set(threadId, turn)
  try {
    await turn
  } finally {
    if (lastTurns.get(threadId) === turn) lastTurns.delete(threadId)
  }
}

/** Puts a version of a row into every held list and into its details. */
function putRow(client: QueryClient, userId: string, row: MyThreadRow): void {
  for (const [queryKey, list] of client.getQueriesData<ThreadList>({ queryKey: ['threads'] })) {
    if (list) client.setQueryData(queryKey, placeRow(list, row, rowBelongsTo(queryKey[1] as ListFilter, userId, row)))
  }
  client.setQueryData(threadQuery(row.id).queryKey, (details) => details && { ...details, thread: row })
}

function count(client: QueryClient, before: MyThreadRow, after: MyThreadRow, userId: string): void {
  client.setQueryData(
    overviewQuery.queryKey,
    (overview) => overview && { ...overview, counters: shiftCounters(overview.counters, before, after, userId) },
  )
}

function refuse(client: QueryClient, threadId: string, sentence: string): void {
  client.setQueryData(refusalQuery(threadId).queryKey, sentence)
}

function reasonOf(error: unknown): string {
  if (error instanceof ApiProblem) return problemText(error.code, error.details)
  throw error
}

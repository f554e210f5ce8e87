import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { heldRow } from '../data/apply-patch.ts'
import { type ListFilter, overviewQuery, threadsQuery } from '../data/queries.ts'
import { useSession } from '../data/session.ts'
import { afterMove, assignThread, moveThread, setThreadStatus } from '../data/thread-actions.ts'
import { rowBelongsTo, rowsOf } from '../data/thread-list.ts'
import type { InboxOverview, MyThreadRow } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { showToast } from '../ui/toast.tsx'
import { requestComposer } from './composer-focus.ts'
import { neighbourOf } from './neighbours.ts'
import { useOpenThread } from './use-inbox-place.ts'

export type ThreadChange = { assigneeId: string | null } | { status: 'open' | 'closed' } | { inboxId: string }

/**
 * What is done to the open conversation. Where that takes it out of the list, the next one opens, and it can be undone;
 * a move always can. Who may only look is led to the sentence that says why.
 */
export function useAct(filter: ListFilter, threadId: string | null) {
  const client = useQueryClient()
  const { user } = useSession()
  const { inboxes } = useSuspenseQuery(overviewQuery).data
  const openThread = useOpenThread()
  const openRow = () => (threadId === null ? null : heldRow(client, threadId))

  const apply = (id: string, change: ThreadChange) => {
    if ('status' in change) void setThreadStatus(client, user.id, id, change.status)
    else if ('inboxId' in change) void moveThread(client, user.id, id, change.inboxId)
    else void assignThread(client, user.id, id, change.assigneeId)
  }
  const takeBack = (row: MyThreadRow, change: ThreadChange) => {
    if ('status' in change) apply(row.id, { status: row.status })
    else if ('assigneeId' in change) apply(row.id, { assigneeId: row.assigneeId })
    else {
      const from = afterMove(row, change.inboxId, inboxes)?.from
      if (from) apply(row.id, { inboxId: from })
      // Whoever does not work in the other inbox was unassigned by the move.
      if (row.assigneeId !== null) apply(row.id, { assigneeId: row.assigneeId })
    }
    openThread(row.id, { replace: true })
  }
  /** Runs `then` with the open conversation, where the person may act on it. */
  const whereAllowed = (then: (row: MyThreadRow) => void) => {
    const row = openRow()
    if (!row) return
    if (row.inboxIds.some((id) => inboxes.some((inbox) => inbox.id === id && inbox.mayAct))) then(row)
    else requestComposer('comment')
  }
  const act = (change: ThreadChange) =>
    whereAllowed((row) => {
      const rows = rowsOf(client.getQueryData(threadsQuery(filter).queryKey))
      const next = neighbourOf(rows, row.id, 1) ?? neighbourOf(rows, row.id, -1)
      const after = { ...row, ...rowChange(row, change, inboxes) }
      const isLeaving = rowBelongsTo(filter, user.id, row) && !rowBelongsTo(filter, user.id, after)
      apply(row.id, change)
      if (isLeaving) openThread(next, { replace: true })
      if (!isLeaving && !('inboxId' in change)) return
      const text = doneText(row.contact.name, change, inboxes)
      showToast({ text, action: { label: t('done.undo'), keys: 'Z', run: () => takeBack(row, change) } })
    })
  return {
    act,
    whereAllowed,
    toggleStatus: () => whereAllowed((row) => act({ status: row.status === 'open' ? 'closed' : 'open' })),
  }
}

function rowChange(row: MyThreadRow, change: ThreadChange, inboxes: InboxOverview['inboxes']): Partial<MyThreadRow> {
  if (!('inboxId' in change)) return change
  return { inboxIds: afterMove(row, change.inboxId, inboxes)?.inboxIds ?? row.inboxIds }
}

function doneText(name: string, change: ThreadChange, inboxes: InboxOverview['inboxes']): string {
  if ('inboxId' in change) {
    return t('move.done', { inbox: inboxes.find(({ id }) => id === change.inboxId)?.name ?? '' })
  }
  if ('status' in change) return change.status === 'closed' ? t('done.closed', { name }) : t('done.reopened', { name })
  return change.assigneeId === null ? t('done.unassigned', { name }) : t('done.assigned', { name })
}

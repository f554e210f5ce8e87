import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { useSession } from '../data/session.ts'
import { markThreadRead } from '../data/thread-actions.ts'
import type { MyThreadRow } from '../data/types.ts'

/** Marks a conversation as read when it is shown and the person is at this window; again for each message that comes. */
export function useMarkRead(threadId: string, row: MyThreadRow | undefined): void {
  const client = useQueryClient()
  const { user } = useSession()
  const isLookedAt = useSyncExternalStore(subscribe, () => !document.hidden && document.hasFocus())
  const isUnread = row !== undefined && row.receivedSeq > row.readSeq
  useEffect(() => {
    if (isUnread && isLookedAt) void markThreadRead(client, user.id, threadId)
  }, [client, user.id, threadId, isUnread, isLookedAt])
}

function subscribe(listener: () => void) {
  addEventListener('focus', listener)
  addEventListener('blur', listener)
  document.addEventListener('visibilitychange', listener)
  return () => {
    removeEventListener('focus', listener)
    removeEventListener('blur', listener)
    document.removeEventListener('visibilitychange', listener)
  }
}

import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ListFilter } from '../data/queries.ts'

/** Where in the inbox the person is, by the address: the list's filter and the conversation that is open. */
export function useInboxPlace(): { filter: ListFilter; threadId: string | null } {
  const { view = 'open', inbox = null } = useSearch({ strict: false })
  const { threadId = null } = useParams({ strict: false })
  const filter = useMemo(() => ({ view, inboxId: inbox }), [view, inbox])
  return { filter, threadId }
}

/** Opens a conversation, or with null none, beside the same list. `replace` leaves no step in the history. */
export function useOpenThread(): (threadId: string | null, options?: { replace?: boolean }) => void {
  const navigate = useNavigate()
  return (threadId, { replace = false } = {}) =>
    void (threadId === null
      ? navigate({ to: '/inbox', search: true, replace })
      : navigate({ to: '/inbox/threads/$threadId', params: { threadId }, search: true, replace }))
}

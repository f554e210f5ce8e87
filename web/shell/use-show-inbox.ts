import { useNavigate, useSearch } from '@tanstack/react-router'

/** Shows one inbox, or with null all of them, in the same view. */
export function useShowInbox(): (inboxId: string | null) => void {
  const navigate = useNavigate()
  const { inbox: _, ...rest } = useSearch({ strict: false })
  return (inboxId) => void navigate({ to: '/inbox', search: inboxId === null ? rest : { ...rest, inbox: inboxId } })
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { takeInvitation } from '../data/pending-invitation.ts'
import { enter } from '../data/session.ts'
import type { Session } from '../data/types.ts'

/**
 * Asks for a session and, once it is there, goes to the inbox, or back to the invitation that asked to sign in first.
 * Refusals stay on the mutation as `ApiProblem`.
 */
export function useEnter<Body>(ask: (body: Body) => Promise<Session>) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: ask,
    onSuccess: async (session) => {
      await enter(client, session)
      const invitation = takeInvitation()
      await navigate(invitation === null ? { to: '/inbox' } : { to: '/invitation', hash: invitation })
    },
  })
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { takeInvitation } from '../data/pending-invitation.ts'
import { enter } from '../data/session.ts'
import type { Session } from '../data/types.ts'

/** Takes a session over and goes to the inbox, or back to the invitation that asked to sign in first. */
export function useLetIn(): (session: Session) => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async (session) => {
    await enter(client, session)
    const invitation = takeInvitation()
    await navigate(invitation === null ? { to: '/inbox' } : { to: '/invitation', hash: invitation })
  }
}

/** Asks for a session and, once it is there, goes where it leads. Refusals stay on the mutation as `ApiProblem`. */
export function useEnter<Body>(ask: (body: Body) => Promise<Session>) {
  const letIn = useLetIn()
  return useMutation({ mutationFn: ask, onSuccess: letIn })
}

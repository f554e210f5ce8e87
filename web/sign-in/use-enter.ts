import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { enter } from '../data/session.ts'
import type { Session } from '../data/types.ts'

/** Takes a session over and goes to the inbox. */
export function useLetIn(): (session: Session) => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async (session) => {
    await enter(client, session)
    await navigate({ to: '/inbox' })
  }
}

/** Asks for a session and, once it is there, goes to the inbox. Refusals stay on the mutation as `ApiProblem`. */
export function useEnter<Body>(ask: (body: Body) => Promise<Session>) {
  const letIn = useLetIn()
  return useMutation({ mutationFn: ask, onSuccess: letIn })
}

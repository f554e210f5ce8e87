import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { enter } from '../data/session.ts'
import type { Session } from '../data/types.ts'

/** Asks for a session and, once it is there, goes to the inbox. Refusals stay on the mutation as `ApiProblem`. */
export function useEnter<Body>(ask: (body: Body) => Promise<Session>) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: ask,
    onSuccess: async (session) => {
      await enter(client, session)
      await navigate({ to: '/inbox' })
    },
  })
}

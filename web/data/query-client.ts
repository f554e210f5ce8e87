import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './api.ts'

/** What the screens hold of the server. `onSignedOut` is called when any question hears that the session is over. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isSignedOut(error) && query.queryKey[0] !== 'session') onSignedOut()
      },
    }),
    defaultOptions: {
      queries: {
        // What is on screen is kept fresh by the stream; what is opened again later is shown at once and asked anew.
        staleTime: 30_000,
        gcTime: 30 * 60_000,
        refetchOnWindowFocus: false,
        // The browser's "online" says nothing about the server, which may run on this machine.
        networkMode: 'always',
        // One silent retry, and only where the answer can differ: a refusal stays one.
        retry: (failures, error) =>
          failures < 1 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
        retryDelay: 700,
      },
      mutations: { networkMode: 'always' },
    },
  })
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401
}

import { type QueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { loadLanguage, preferredLanguage } from '../labels/labels.ts'
import { api } from './api.ts'
import { forgetDrafts, forgetLook, recallLook, rememberLook } from './device.ts'
import { forgetAnswers } from './persisted-cache.ts'
import { sessionQuery } from './queries.ts'
import type { ProfileChange, Session } from './types.ts'

/** The signed-in person and account. Only inside the shell, whose route has asked for it. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data
}

/** Takes a session over after sign-up or sign-in: everything from before is forgotten, language and theme follow it. */
export async function enter(client: QueryClient, session: Session): Promise<void> {
  await leave(client)
  forgetDrafts({ exceptOf: session.user.id })
  client.setQueryData(sessionQuery.queryKey, session)
  await wear(session)
}

/**
 * Forgets everything that the person saw, here and in the browser's store. The session itself is the caller's to end.
 * Words that the server has not got stay on the device: a session may end while somebody writes.
 */
export async function leave(client: QueryClient): Promise<void> {
  await forgetAnswers()
  // A sign-out is told more than once (the answer, the stream, each refused question): what the door asks by then must
  // not be lost, or it waits for ever.
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'welcome' || !query.isActive() })
  client.getMutationCache().clear()
}

/** Forgets besides what this device kept of the person: he ended the session himself, and others may sit down here. */
export async function forgetPerson(client: QueryClient): Promise<void> {
  forgetDrafts()
  forgetLook()
  await leave(client)
  await wearRemembered()
}

/** Shows the app in the person's language and theme, and remembers both for the next first paint on this device. */
export async function wear(session: Session): Promise<void> {
  const { theme, language } = session.user
  wearTheme(theme)
  rememberLook({ theme, language })
  await loadLanguage(preferredLanguage(language))
}

/** Before the session is known: what this device wore last. */
export async function wearRemembered(): Promise<void> {
  const { theme, language } = recallLook()
  wearTheme(theme)
  await loadLanguage(preferredLanguage(language))
}

/** Changes the person's settings: shown at once, taken back when the server refuses (rejects with `ApiProblem`). */
export async function changeProfile(client: QueryClient, change: ProfileChange): Promise<void> {
  const before = client.getQueryData(sessionQuery.queryKey)
  if (!before) return
  const after = { ...before, user: { ...before.user, ...change } }
  client.setQueryData(sessionQuery.queryKey, after)
  // Asked before the language is loaded: a page that is closed meanwhile has sent it.
  const asking = api.changeProfile(change)
  const wearing = wear(after)
  try {
    const [session] = await Promise.all([asking, wearing])
    client.setQueryData(sessionQuery.queryKey, session)
  } catch (error) {
    await wearing
    client.setQueryData(sessionQuery.queryKey, before)
    await wear(before)
    throw error
  }
}

function wearTheme(theme: string | null) {
  const { dataset } = document.documentElement
  if (theme === 'light' || theme === 'dark') dataset.theme = theme
  else delete dataset.theme
}

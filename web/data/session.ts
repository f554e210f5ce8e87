import { type QueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type Language, loadLanguage, preferredLanguage } from '../labels/labels.ts'
import { api } from './api.ts'
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
  client.setQueryData(sessionQuery.queryKey, session)
  await wear(session)
}

/** Forgets everything that the person saw, here and in the browser's store. The session itself is the caller's to end. */
export async function leave(client: QueryClient): Promise<void> {
  await forgetAnswers()
  // A sign-out is told more than once (the answer, the stream, each refused question): what the door asks by then must
  // not be lost, or it waits for ever.
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'welcome' || !query.isActive() })
  client.getMutationCache().clear()
}

/** Shows the app in the person's language and theme, and remembers both for the next first paint on this device. */
export async function wear(session: Session): Promise<void> {
  const { theme, language } = session.user
  wearTheme(theme)
  remember('theme', theme)
  remember('language', language)
  await loadLanguage(preferredLanguage(language))
}

/** Before the session is known: what this device wore last. */
export async function wearRemembered(): Promise<void> {
  wearTheme(localStorage.getItem('samtale.theme'))
  await loadLanguage(preferredLanguage(rememberedLanguage()))
}

/** Changes the person's settings: shown at once, taken back when the server refuses (rejects with `ApiProblem`). */
export async function changeProfile(client: QueryClient, change: ProfileChange): Promise<void> {
  const before = client.getQueryData(sessionQuery.queryKey)
  if (!before) return
  const after = { ...before, user: { ...before.user, ...change } }
  client.setQueryData(sessionQuery.queryKey, after)
  await wear(after)
  try {
    client.setQueryData(sessionQuery.queryKey, await api.changeProfile(change))
  } catch (error) {
    client.setQueryData(sessionQuery.queryKey, before)
    await wear(before)
    throw error
  }
}

function rememberedLanguage(): Language | null {
  const language = localStorage.getItem('samtale.language')
  return language === 'en' || language === 'nb' ? language : null
}

function wearTheme(theme: string | null) {
  const { dataset } = document.documentElement
  if (theme === 'light' || theme === 'dark') dataset.theme = theme
  else delete dataset.theme
}

function remember(name: 'theme' | 'language', value: string | null) {
  if (value === null) localStorage.removeItem(`samtale.${name}`)
  else localStorage.setItem(`samtale.${name}`, value)
}

import { findSession, type SessionUser } from '../account/session-store.ts'
import { type Asker, loadAsker } from '../inbox/asker.ts'
import type { Database } from '../platform/database.ts'
import type { ApiParts } from './parts.ts'

export type SignedInAsker = { session: SessionUser; asker: Asker }

/** Word of what another process takes away comes with the stream; where that stands still, facts are this old at most. */
const maxAgeMs = 1000
/** A browser asks several things at a time; those who asked long ago are forgotten first. */
const maxEntries = 2000

/**
 * Who stands behind a session, with the facts that `can()` decides over: looked up once for the requests of a second. A
 * commit of this process that touches sessions, people or inboxes ends all that is kept, so that what is taken away
 * here is away with the next request. What another process committed ends with the stream's word of it, before a browser
 * is told to ask anew.
 */
export function createAskerCache({
  database,
  onAccessChange,
}: Pick<ApiParts, 'database' | 'onAccessChange'>): (sessionHash: Buffer) => Promise<SignedInAsker | null> {
  const entries = new Map<string, { loadedAt: number; answer: Promise<SignedInAsker | null> }>()
  // Also what is being looked up just now is of before the commit: dropped with the rest, it is kept nowhere.
  database.onCommit(({ changesAccess }) => {
    if (changesAccess) entries.clear()
  })
  onAccessChange(() => entries.clear())

  return (sessionHash) => {
    const key = sessionHash.toString('latin1')
    const known = entries.get(key)
    if (known && performance.now() - known.loadedAt < maxAgeMs) return known.answer
    const answer = load(database, sessionHash)
    entries.delete(key)
    entries.set(key, { loadedAt: performance.now(), answer })
    if (entries.size > maxEntries) entries.delete(entries.keys().next().value ?? '')
    // A fault is not an answer: the next request asks again.
    answer.catch(() => entries.delete(key))
    return answer
  }
}

async function load({ db }: Database, sessionHash: Buffer): Promise<SignedInAsker | null> {
  const session = await findSession(db, sessionHash)
  return session && { session, asker: await loadAsker(db, session.actor) }
}

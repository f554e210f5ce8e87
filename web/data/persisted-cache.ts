import { type DehydratedState, dehydrate, hydrate, type QueryClient, type QueryKey } from '@tanstack/react-query'
import { forgetUnseenDrafts } from './device.ts'
import { forgetUnseen } from './forget-unseen.ts'
import { overviewQuery } from './queries.ts'
import type { Session } from './types.ts'

/**
 * What the screens hold, kept in the browser per login, so that the inbox is there at once on the next visit; the stream
 * then has everything asked anew. It is wiped at sign-out; what a person lost access to leaves at once, and what was
 * taken away while the browser was shut is not even read into the screens.
 */
const databaseName = 'samtale'
const storeName = 'answers'
/** Raised when the shape of a kept answer changes: older ones are then not read. */
const shapeVersion = 3
const saveEveryMs = 5000
const keptTopics = new Set(['overview', 'threads', 'thread', 'timeline'])
/** The conversations looked at last; more would cost more to read than to ask. */
const keptConversations = 40

type Whose = { accountId: string; userId: string }
type Kept = { shapeVersion: number; state: DehydratedState }

/** Fills the cache with what this login saw last. A browser without IndexedDB, or one that fails, starts empty. */
export async function restoreAnswers(client: QueryClient, session: Session): Promise<void> {
  if (!session.inboxIds) return
  const visible = new Set(session.inboxIds)
  forgetUnseenDrafts(session.user.id, visible)
  const kept = await inStore('readonly', (store) => store.get(keyOf(whoseOf(session))) as IDBRequest<Kept | undefined>)
  if (kept?.shapeVersion !== shapeVersion) return
  hydrate(client, kept.state)
  const before = client.getQueryData(overviewQuery.queryKey)
  if (forgetUnseen(client, { visible, before })) await save(client, whoseOf(session))
  // Shown at once, and asked anew by whoever shows it.
  await client.invalidateQueries({
    refetchType: 'none',
    predicate: (query) => keptTopics.has(String(query.queryKey[0])),
  })
}

/** Saves the cache as it changes, at most every five seconds, until the returned function is called. */
export function keepAnswers(client: QueryClient, whose: Whose): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const saveNow = () => {
    clearTimeout(timer)
    timer = undefined
    void save(client, whose)
  }
  saveCurrent = saveNow
  const unsubscribe = client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'success') timer ??= setTimeout(saveNow, saveEveryMs)
  })
  return () => {
    clearTimeout(timer)
    unsubscribe()
  }
}

let saveCurrent = () => {}

/** Saves the cache without waiting: something was forgotten that must not be read again. */
export function saveAnswersNow(): void {
  saveCurrent()
}

async function save(client: QueryClient, whose: Whose): Promise<void> {
  const kept: Kept = { shapeVersion, state: keptState(client) }
  await inStore('readwrite', (store) => store.put(kept, keyOf(whose)))
}

export async function forgetAnswers(): Promise<void> {
  await inStore('readwrite', (store) => store.clear())
}

function keptState(client: QueryClient): DehydratedState {
  const recent = client
    .getQueryCache()
    .findAll({ queryKey: ['thread'] })
    .toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
    .slice(0, keptConversations)
  const threadIds = new Set(recent.map((query) => query.queryKey[1]))
  const isKept = ([topic, param]: QueryKey) =>
    keptTopics.has(String(topic)) && (topic === 'overview' || topic === 'threads' || threadIds.has(param))
  return dehydrate(client, {
    shouldDehydrateQuery: (query) => query.state.status === 'success' && isKept(query.queryKey),
    shouldDehydrateMutation: () => false,
  })
}

const whoseOf = ({ account, user }: Session): Whose => ({ accountId: account.id, userId: user.id })

function keyOf({ accountId, userId }: Whose): string {
  return `${accountId} ${userId}`
}

/** Runs one request; null where the browser refuses (private windows, a full disk): the cache is a convenience only. */
async function inStore<T>(mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  const opening = Promise.withResolvers<IDBDatabase | null>()
  const request = indexedDB.open(databaseName, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(storeName)
  request.onsuccess = () => opening.resolve(request.result)
  request.onerror = () => opening.resolve(null)
  const database = await opening.promise
  if (!database) return null
  const answer = Promise.withResolvers<T | null>()
  const transaction = database.transaction(storeName, mode)
  const asked = run(transaction.objectStore(storeName))
  transaction.oncomplete = () => answer.resolve(asked.result)
  transaction.onerror = () => answer.resolve(null)
  transaction.onabort = () => answer.resolve(null)
  const result = await answer.promise
  database.close()
  return result
}

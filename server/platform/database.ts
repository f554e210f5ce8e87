import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB as Schema } from './schema.gen.ts'

export type Db = Kysely<Schema>
export type Tx = Transaction<Schema>

/** `changesAccess`: sessions, people or inboxes have changed, on which it depends who may do what. */
export type Commit = { changesAccess: boolean }

export type Database = {
  db: Db
  /** For the few statements that are not Kysely's: LISTEN, COPY. */
  pool: pg.Pool
  url: string
  /**
   * Runs `work` in one transaction; once it is committed, `onCommit` hears of it if the work asked for that. `work` does
   * nothing outside the database that it may not do twice: see `againAfterDeadlock`.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Says that something waits that no event tells of: what has arrived, what is due to leave. */
  announce(): void
  /** Calls `listener` after each commit of a transaction that `markForAnnouncement` marked, and at each `announce`. */
  onCommit(listener: (commit: Commit) => void): void
  close(): Promise<void>
}

type Options = { maxConnections?: number; onError?: (error: Error) => void }

const marked = new WeakMap<Tx, Commit>()

/** Says that readers of the event stream have something to read once `tx` is committed. */
export function markForAnnouncement(tx: Tx, { changesAccess }: Commit): void {
  marked.set(tx, { changesAccess: changesAccess || marked.get(tx)?.changesAccess === true })
}

/**
 * Opens a pool on a PostgreSQL server (18 or newer: `uuidv7()`).
 * `int8` stays a string: ids are strings of digits everywhere, and sums are cast where they are asked.
 */
export function openDatabase(url: string, { maxConnections = 12, onError }: Options = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    idleTimeoutMillis: 60_000,
    application_name: 'samtale',
    // A dead server is noticed by the caller, not by a hanging screen.
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  // Idle clients emit 'error' when the server goes away; without a listener Node exits.
  pool.on('error', (error) => onError?.(error))
  const open = new Set<Promise<void>>()
  pool.on('connect', (client) => {
    const ended = new Promise<void>((resolve) => client.once('end', resolve))
    open.add(ended)
    void ended.then(() => open.delete(ended))
  })
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: preparing(pool) }) })
  const listeners: ((commit: Commit) => void)[] = []
  const tell = (commit: Commit) => {
    for (const listener of listeners) listener(commit)
  }
  return {
    db,
    pool,
    url,
    async transaction(work) {
      let commit: Commit | undefined
      const result = await againAfterDeadlock(() =>
        db.transaction().execute(async (tx) => {
          const value = await work(tx)
          commit = marked.get(tx)
          return value
        }),
      )
      if (commit) tell(commit)
      return result
    },
    announce: () => tell({ changesAccess: false }),
    onCommit: (listener) => void listeners.push(listener),
    async close() {
      await db.destroy()
      // The pool has ended when it has said goodbye; a server that is stopped then would cut the connections off.
      await Promise.all(open)
    },
  }
}

/**
 * Does `work`, whose statements are all in one transaction, once more where PostgreSQL has ended it because it waited in a
 * circle with another: nothing of it has happened, and the other is through by then. Locks are taken in one order wherever
 * they can be; who ends an attempt and who joins conversations cannot.
 */
export async function againAfterDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const isDeadlock = error instanceof pg.DatabaseError && error.code === '40P01'
      if (!isDeadlock || attempt === 3) throw error
    }
  }
}

/**
 * Statements by name are parsed and planned once per connection: 1.5 to 2 times as many per second for the short queries
 * that an inbox asks. The texts are few because lists of values are passed as one array, never as so many `$n`.
 */
function preparing(pool: pg.Pool): pg.Pool {
  const names = new Map<string, string>()
  const nameOf = (text: string) => {
    let name = names.get(text)
    if (!name) {
      name = `s${names.size}`
      names.set(text, name)
    }
    return name
  }
  const prepared = new WeakSet<pg.PoolClient>()
  const connect = async () => {
    const client = await pool.connect()
    if (prepared.has(client)) return client
    prepared.add(client)
    // A lent client that loses its server emits 'error' besides failing its query.
    client.on('error', () => {})
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    const named = (...args: unknown[]) => {
      const [text, values] = args
      // With a callback it is the pool's own `query` that asks, on a client that was lent by us before.
      if (typeof text !== 'string' || typeof args.at(-1) === 'function' || !isPlain(text)) return query(...args)
      return query({ name: nameOf(text), text, values: values ?? [] })
    }
    client.query = named as typeof client.query
    return client
  }
  return new Proxy(pool, {
    get(target, key) {
      if (key === 'connect') return connect
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const isPlain = (text: string) => /^\s*(select|insert|update|delete|with|begin|commit|rollback)\b/i.test(text)

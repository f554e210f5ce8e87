import { sql } from 'kysely'
import type { PoolClient } from 'pg'
import { type Database, type Db, markForAnnouncement, type Tx } from './database.ts'
import { insertTogether, type RowSet } from './insert-rows.ts'

/** Past tense: what has become true. Payloads hold ids and enum values, never text or names. */
export type EventType =
  | 'message.received'
  | 'message.checked'
  | 'message.delivered_again'
  | 'message.queued'
  | 'message.undone'
  | 'message.delivery_changed'
  | 'comment.added'
  | 'thread.opened'
  | 'thread.assigned'
  | 'thread.routed'
  | 'thread.status_changed'
  | 'thread.joined'
  | 'thread.moved'
  | 'thread.archived'
  | 'thread.restored'
  | 'thread.removed'
  | 'thread.read'
  | 'draft.changed'
  | 'ticket.created'
  | 'ticket.changed'
  | 'inbox.created'
  | 'inbox.changed'
  | 'account.changed'
  | 'user.created'
  | 'user.changed'
  | 'user.availability_changed'
  | 'team.changed'
  | 'session.ended'

export type NewEvent = {
  accountId: string
  type: EventType
  userId?: string | null
  threadId?: string | null
  messageId?: string | null
  inboxId?: string | null
  payload?: Record<string, unknown>
}

export type StoredEvent = {
  id: string
  xid: string
  accountId: string
  type: EventType
  userId: string | null
  threadId: string | null
  messageId: string | null
  inboxId: string | null
  payload: Record<string, unknown>
}

/** A place in the stream: everything at or before it has been read. */
export type Cursor = { xid: string; id: string }

/** Appends events in the transaction that makes them true; readers are told once it is committed. */
export async function appendEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  await insertTogether(tx, [eventRows(tx, events)])
}

/** The same as rows, for who inserts more in the same round trip. */
export function eventRows(tx: Tx, events: readonly NewEvent[]): RowSet {
  if (events.length > 0) markForAnnouncement(tx, { changesAccess: events.some(({ type }) => accessEvent.test(type)) })
  return { table: 'event', columns: eventColumns, rows: events.map(asRow) }
}

/** What may change who may do what. */
export const accessEvent = /^(account|inbox|user|team|session)\./

const eventColumns = {
  account_id: 'bigint',
  type: 'text',
  user_id: 'bigint',
  thread_id: 'bigint',
  message_id: 'uuid',
  inbox_id: 'bigint',
  payload: 'jsonb',
}

const asRow = (event: NewEvent) => ({
  account_id: event.accountId,
  type: event.type,
  user_id: event.userId ?? null,
  thread_id: event.threadId ?? null,
  message_id: event.messageId ?? null,
  inbox_id: event.inboxId ?? null,
  payload: event.payload ?? {},
})

/** Where the stream ends now: what is committed after this moment comes after it. */
export async function headOfStream(db: Db): Promise<Cursor> {
  const { rows } = await sql<{ xid: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`.execute(db)
  return { xid: rows[0]?.xid ?? '0', id: '0' }
}

export type StreamPage = {
  events: StoredEvent[]
  cursor: Cursor
  /** There is more: either beyond `limit`, or committed but still behind an older transaction. Look again soon. */
  hasMore: boolean
}

/**
 * Events after `cursor`, in the order of (xid, id), as far as no older transaction can still put one in between:
 * only rows below the snapshot's xmin are taken, so nothing is ever skipped and no lock is needed. Sorted by the column
 * itself: `xid` alone is the text that is answered, and as text 1000 comes before 999.
 */
export async function readStream(db: Db, cursor: Cursor, limit = 1000): Promise<StreamPage> {
  const { rows } = await sql<StoredEvent & { isSettled: boolean }>`
    select id, xid::text as xid, account_id as "accountId", type, user_id as "userId", thread_id as "threadId",
      message_id as "messageId", inbox_id as "inboxId", payload,
      xid < pg_snapshot_xmin(pg_current_snapshot()) as "isSettled"
    from event
    where (xid, id) > (${cursor.xid}::xid8, ${cursor.id}::bigint)
    order by event.xid, event.id
    limit ${limit}`.execute(db)
  const end = rows.findIndex((row) => !row.isSettled)
  const events = end === -1 ? rows : rows.slice(0, end)
  const last = events.at(-1)
  return {
    events,
    cursor: last ? { xid: last.xid, id: last.id } : cursor,
    hasMore: rows.length > 0 && (end !== -1 || rows.length === limit),
  }
}

export type Announcer = { subscribe(listener: () => void): void; close(): Promise<void> }

/**
 * Tells the readers of this process that events were committed: at once for this process's own, by LISTEN for those of
 * others. `isShared`: other processes write to this database. At most one NOTIFY per 5 ms, outside the transaction,
 * because inside it would hold a lock of the whole database through the commit's fsync.
 */
export async function startAnnouncer(database: Database, isShared: boolean): Promise<Announcer> {
  const listeners: (() => void)[] = []
  const tell = () => {
    for (const listener of listeners) listener()
  }
  database.onCommit(tell)
  const stopSharing = isShared ? await shareAnnouncements(database, tell) : async () => {}
  // A notification may be lost with its connection, and the command line makes none where it runs beside us.
  const timer = setInterval(tell, 1000)
  return {
    subscribe: (listener) => void listeners.push(listener),
    async close() {
      clearInterval(timer)
      await stopSharing()
    },
  }
}

const channel = 'samtale_event'

async function shareAnnouncements(database: Database, tell: () => void): Promise<() => Promise<void>> {
  let isClosed = false
  let release = () => {}
  let notifying: NodeJS.Timeout | undefined
  database.onCommit(() => {
    notifying ??= setTimeout(() => {
      notifying = undefined
      database.pool.query(`notify ${channel}`).catch(() => {})
    }, 5)
  })
  const listen = async (): Promise<void> => {
    if (isClosed) return
    let client: PoolClient | undefined
    let isOver = false
    release = () => {
      if (!isOver) client?.release(true)
      isOver = true
    }
    // The database is away: the one-second look goes on, and so do we. A server that ends says so before its connection
    // does, so that one client tells of two errors.
    const again = () => {
      if (isOver) return
      release()
      setTimeout(() => void listen(), 1000).unref()
    }
    try {
      client = await database.pool.connect()
      if (isClosed) return client.release()
      client.on('notification', tell)
      client.on('error', again)
      await client.query(`listen ${channel}`)
      tell()
    } catch {
      again()
    }
  }
  await listen()
  return async () => {
    isClosed = true
    clearTimeout(notifying)
    release()
  }
}

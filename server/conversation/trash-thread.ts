import { sql } from 'kysely'
import type { Asker } from '../inbox/asker.ts'
import type { Database } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { lockThread, type Thread, userIdOf } from './thread-store.ts'

/** Puts a conversation into the trash, where it stays 30 days. @throws {Problem} `notFound`, `viewOnly` */
export async function trashThread(database: Database, asker: Asker, threadId: string): Promise<void> {
  await database.transaction(async (tx) => {
    const thread = await lockThread(tx, asker, threadId)
    await tx
      .updateTable('thread')
      .set({ archived_at: sql`now()`, seq: thread.seq + 1 })
      .where('account_id', '=', thread.accountId)
      .where('id', '=', thread.id)
      .execute()
    await appendEvents(tx, [
      { accountId: thread.accountId, type: 'thread.archived', threadId: thread.id, userId: userIdOf(asker) },
    ])
  })
}

/** Takes a conversation out of the trash. @throws {Problem} `notFound`, `viewOnly` */
export async function restoreThread(database: Database, asker: Asker, threadId: string): Promise<Thread> {
  return database.transaction(async (tx) => {
    const thread = await lockThread(tx, asker, threadId, { isArchived: true })
    await tx
      .updateTable('thread')
      .set({ archived_at: null, seq: thread.seq + 1 })
      .where('account_id', '=', thread.accountId)
      .where('id', '=', thread.id)
      .execute()
    await appendEvents(tx, [
      { accountId: thread.accountId, type: 'thread.restored', threadId: thread.id, userId: userIdOf(asker) },
    ])
    return { ...thread, isArchived: false, seq: thread.seq + 1 }
  })
}

import { lockAccount } from '../account/lock-account.ts'
import type { Tx } from '../platform/database.ts'
import { inboxRefusal } from './room-for-inbox.ts'

/** One at a time: two must not both take the last place. @throws {Problem} `planLimit` */
export async function requireRoomForInbox(tx: Tx, accountId: string): Promise<void> {
  await lockAccount(tx, accountId)
  const refusal = await inboxRefusal(tx, accountId)
  if (refusal) throw refusal
}

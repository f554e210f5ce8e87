import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import { type AuditSource, recordAudit } from '../account/audit.ts'
import type { ChannelAccount } from '../inbox/channel-account-store.ts'
import { lockChannel } from '../inbox/channel-settings.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { failWaiting } from './delivery.ts'

/**
 * Why a channel cannot be removed (S42), or null: the account's first address is the one that answers and reports of the
 * first day still come to, so it stays, and an account is never without a fallback address.
 */
export const removeRefusal = (channel: ChannelAccount): Problem | null =>
  channel.isDefault ? new Problem('lastFallback', { channel: channel.address }) : null

/**
 * Removes a further address. It takes no mail any more (550 5.2.1), but stays the account's for ever; its conversations
 * stay where they are, and are answered from another address. What has not left yet is sent to nobody and says so.
 * @throws {Problem} `notFound`, `lastFallback`
 */
export async function removeChannel(tx: Tx, accountId: string, source: AuditSource, id: string): Promise<void> {
  const channel = await lockChannel(tx, accountId, id)
  const refusal = removeRefusal(channel)
  if (refusal) throw refusal
  await tx
    .updateTable('channel_account')
    .set({ archived_at: sql`now()` })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
  await failWaiting(tx, accountId, id, 'The address was removed before this mail left.')
  await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId: channel.inboxId }])
  await recordAudit(tx, {
    accountId,
    source,
    action: 'channel.removed',
    subject: { type: 'channel', id },
    before: { address: channel.address, inboxId: channel.inboxId },
  })
}

import { sql } from 'kysely'
import { type AuditSource, recordAudit } from '../account/audit.ts'
import { forgetRefused } from '../inbox/channel-activity.ts'
import { lockChannel } from '../inbox/channel-settings.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { holdDeliveries, releaseDeliveries } from './held-deliveries.ts'

/**
 * The *Status* switch (S50, S51). Off: once this is committed nothing leaves, what waits is held, and mail hears
 * 550 5.2.1. On: what was held goes. `userId`: who turned it.
 * @throws {Problem} `notFound`
 */
export async function turnChannel(
  tx: Tx,
  accountId: string,
  source: AuditSource,
  id: string,
  { isOn, userId }: { isOn: boolean; userId: string | null },
): Promise<void> {
  // Waits for who is just being allowed to send, and makes those wait who ask after.
  const channel = await lockChannel(tx, accountId, id)
  if (channel.isOn === isOn) return
  await tx
    .updateTable('channel_account')
    .set({ is_on: isOn, status_changed_at: sql`now()`, status_changed_by_user_id: userId })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
  await (isOn ? releaseDeliveries : holdDeliveries)(tx, accountId, [id])
  // After the conversations, as who receives a batch locks them.
  if (!isOn) await forgetRefused(tx, accountId, [id])
  await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId: channel.inboxId }])
  await recordAudit(tx, {
    accountId,
    source,
    action: isOn ? 'channel.switched_on' : 'channel.switched_off',
    subject: { type: 'channel', id },
    before: { isOn: !isOn },
    after: { isOn },
  })
}

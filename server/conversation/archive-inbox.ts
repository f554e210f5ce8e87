import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import { type AuditSource, recordAudit } from '../account/audit.ts'
import { lockAccount } from '../account/lock-account.ts'
import { type ChannelAccount, listChannelAccounts } from '../inbox/channel-account-store.ts'
import { forgetRefused } from '../inbox/channel-activity.ts'
import { lockInbox } from '../inbox/inbox-settings.ts'
import type { Inbox } from '../inbox/inbox-store.ts'
import { requireRoomForInbox } from '../inbox/plan-limits.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { holdDeliveries, releaseDeliveries } from './held-deliveries.ts'

/** Why an inbox cannot be archived (S42), or null. `channels`: those of the account. */
export function archiveRefusal(inbox: Inbox, channels: readonly ChannelAccount[]): Problem | null {
  if (inbox.isDefault) return new Problem('defaultInbox', { inbox: inbox.name })
  const first = channels.find((one) => one.isDefault && one.inboxId === inbox.id)
  return first ? new Problem('holdsDefaultAddress', { inbox: inbox.name, address: first.address }) : null
}

/**
 * Puts an inbox away, with everything in it: its channels take nothing and send nothing (mail hears 550 5.2.1, what waits
 * to leave is held), and its conversations leave the lists but are read by their links. Nothing is lost.
 * @throws {Problem} `notFound`, `defaultInbox`, `holdsDefaultAddress`
 */
export async function archiveInbox(tx: Tx, accountId: string, source: AuditSource, inboxId: string): Promise<void> {
  const inbox = await lockInbox(tx, accountId, inboxId)
  if (inbox.isArchived) return
  const channels = await listChannelAccounts(tx, accountId)
  const refusal = archiveRefusal(inbox, channels)
  if (refusal) throw refusal
  await setArchived(tx, inbox, accountId, source, true)
  const own = channelsOf(channels, inboxId)
  await holdDeliveries(tx, accountId, own)
  // After the conversations, as who receives a batch locks them.
  await forgetRefused(tx, accountId, own)
}

/** Brings it back as it was; a channel that was off before is off. @throws {Problem} `notFound`, `planLimit` */
export async function restoreInbox(tx: Tx, accountId: string, source: AuditSource, inboxId: string): Promise<void> {
  // Before the inbox, in the order in which everybody locks them.
  await lockAccount(tx, accountId)
  const inbox = await lockInbox(tx, accountId, inboxId)
  if (!inbox.isArchived) return
  await requireRoomForInbox(tx, accountId)
  await setArchived(tx, inbox, accountId, source, false)
  await releaseDeliveries(tx, accountId, channelsOf(await listChannelAccounts(tx, accountId), inboxId))
}

const channelsOf = (channels: readonly ChannelAccount[], inboxId: string) =>
  channels.filter((one) => one.inboxId === inboxId && one.archivedAt === null).map((one) => one.id)

async function setArchived(tx: Tx, inbox: Inbox, accountId: string, source: AuditSource, isArchived: boolean) {
  await tx
    .updateTable('inbox')
    .set({ archived_at: isArchived ? sql`now()` : null, updated_at: sql`now()` })
    .where('account_id', '=', accountId)
    .where('id', '=', inbox.id)
    .execute()
  await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId: inbox.id }])
  await recordAudit(tx, {
    accountId,
    source,
    action: isArchived ? 'inbox.archived' : 'inbox.restored',
    subject: { type: 'inbox', id: inbox.id },
    before: { isArchived: !isArchived },
    after: { isArchived },
  })
}

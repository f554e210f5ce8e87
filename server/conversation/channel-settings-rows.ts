import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { ChannelSettings as ChannelSettingsSchema } from '../../shared/api/inbox-settings.ts'
import { refusalOf } from '../../shared/problems.ts'
import { type ChannelAccount, listChannelAccounts } from '../inbox/channel-account-store.ts'
import { listSignatures, noSignature } from '../inbox/channel-signature.ts'
import { listFromAddresses } from '../inbox/from-address-store.ts'
import type { Db } from '../platform/database.ts'
import { removeRefusal } from './remove-channel.ts'

/** What routing and tickets add is of folders above. */
type ChannelSettings = Omit<Static<typeof ChannelSettingsSchema>, 'assignment' | 'tickets'>

/** The channels of an inbox, or one of them, as their settings show them; removed ones are not among them. */
export async function listChannelSettings(
  db: Db,
  accountId: string,
  which: { inboxId: string } | { channelId: string },
): Promise<ChannelSettings[]> {
  const channels = (await listChannelAccounts(db, accountId)).filter(
    (one) =>
      one.archivedAt === null && ('inboxId' in which ? one.inboxId === which.inboxId : one.id === which.channelId),
  )
  const ids = channels.map((one) => one.id)
  const [figures, signatures, fromAddresses] = await Promise.all([
    loadFigures(db, accountId, channels),
    listSignatures(db, accountId, ids),
    listFromAddresses(db, accountId),
  ])
  return channels.map((channel) => ({
    id: channel.id,
    inboxId: channel.inboxId,
    type: 'fallback-email',
    address: channel.address,
    isDefault: channel.isDefault,
    isOn: channel.isOn,
    statusChangedAt: channel.statusChangedAt?.toISOString() ?? null,
    statusChangedBy: channel.statusChangedBy,
    refused: Number(figures.get(channel.id)?.refused ?? 0),
    held: figures.get(channel.id)?.held ?? 0,
    lastReceivedAt: figures.get(channel.id)?.lastReceivedAt?.toISOString() ?? null,
    openThreads: figures.get(channel.id)?.openThreads ?? 0,
    isSending: channel.isSending,
    fromNameMode: channel.fromNameMode,
    companyName: channel.companyName,
    fromAddress: channel.fromAddress,
    sendsFrom: channel.sendsFrom,
    fromAddresses: fromAddresses
      .filter((one) => one.state === 'proven' || one.channelAccountId === channel.id)
      .map((one) => ({
        id: one.id,
        address: one.address,
        state: one.state,
        expiresAt: one.expiresAt.toISOString(),
        isAskedHere: one.channelAccountId === channel.id,
        isUndelivered: one.isUndelivered,
      })),
    usesOriginalSender: channel.usesOriginalSender,
    signature: signatures.get(channel.id) ?? noSignature,
    removeRefusal: refusalIn(channel),
  }))
}

function refusalIn(channel: ChannelAccount) {
  const refusal = removeRefusal(channel)
  return refusal && refusalOf(refusal)
}

type Figures = { id: string; refused: string | null; held: number; lastReceivedAt: Date | null; openThreads: number }

async function loadFigures(
  db: Db,
  accountId: string,
  channels: readonly ChannelAccount[],
): Promise<Map<string, Figures>> {
  const { rows } = await sql<Figures>`
    with held as (
      select m.channel_account_id as id, count(*)::int as held
      from recipient r join message m on m.account_id = r.account_id and m.id = r.message_id
      where r.account_id = ${accountId} and r.state = 'held' group by 1
    ), open as (
      select t.channel_account_id as id, count(*)::int as threads
      from thread_inbox ti
      join thread t on t.account_id = ti.account_id and t.id = ti.thread_id and t.inbox_id = ti.inbox_id
      where ti.account_id = ${accountId} and ti.status = 'open'
        and ti.inbox_id = any(${[...new Set(channels.map((one) => one.inboxId))]}::bigint[])
      group by 1
    )
    select c.id, a.refused, a.last_received_at as "lastReceivedAt", coalesce(held.held, 0) as held,
      coalesce(open.threads, 0) as "openThreads"
    from unnest(${channels.map((one) => one.id)}::bigint[]) as c (id)
    left join channel_activity a on a.account_id = ${accountId} and a.channel_account_id = c.id
    left join held on held.id = c.id
    left join open on open.id = c.id`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

import type { Static } from 'typebox'
import type { TeamSignature as TeamSignatureSchema } from '../../shared/api/inbox-settings.ts'
import { readSignature } from '../account/read-signature.ts'
import type { Db, Tx } from '../platform/database.ts'

/** What a team writes under the mail of its channel (S20). */
export type TeamSignature = Static<typeof TeamSignatureSchema>

export const noSignature: TeamSignature = { isOn: false, mode: 'simple', html: '' }

/** The signatures of these channels, whether they are on or not, by the channel's id. */
export async function listSignatures(
  db: Db | Tx,
  accountId: string,
  channelIds: readonly string[],
): Promise<Map<string, TeamSignature>> {
  if (channelIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('channel_account')
    .select(['id', 'signature_is_on as isOn', 'signature_mode as mode', 'signature_html as html'])
    .where('account_id', '=', accountId)
    .where('id', 'in', channelIds)
    .execute()
  return new Map(rows.map(({ id, isOn, mode, html }) => [id, { isOn, mode: mode as TeamSignature['mode'], html }]))
}

/** A signature as it is kept. @throws {Problem} `invalid` */
export async function readTeamSignature(tx: Tx, accountId: string, written: TeamSignature): Promise<TeamSignature> {
  return { ...written, html: await readSignature(tx, accountId, 'signature', written.html, { hasTokens: true }) }
}

export async function writeSignature(tx: Tx, accountId: string, channelId: string, written: TeamSignature) {
  await tx
    .updateTable('channel_account')
    .set({ signature_is_on: written.isOn, signature_mode: written.mode, signature_html: written.html })
    .where('account_id', '=', accountId)
    .where('id', '=', channelId)
    .execute()
}

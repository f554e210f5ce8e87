import type { Tx } from '../platform/database.ts'
import type { Actor } from './actor.ts'

/** What is written down: the thing, a dot, and the past tense of what was done to it. */
export type AuditAction =
  | 'account.plan_changed'
  | 'account.seats_changed'
  | 'account.settings_changed'
  | 'user.created'
  | 'user.invited'
  | 'user.changed'
  | 'user.role_changed'
  | 'user.seat_changed'
  | 'user.availability_changed'
  | 'user.deactivated'
  | 'user.reactivated'
  | 'user.removed'
  | 'user.password_changed'
  | 'user.factors_changed'
  | 'user.sessions_ended'
  | 'invitation.accepted'
  | 'invitation.withdrawn'
  | 'team.created'
  | 'team.changed'
  | 'team.removed'
  | 'inbox.created'
  | 'inbox.renamed'
  | 'inbox.access_changed'
  | 'inbox.archived'
  | 'inbox.restored'
  | 'channel.connected'
  | 'channel.changed'
  | 'channel.moved'
  | 'channel.switched_on'
  | 'channel.switched_off'
  | 'channel.removed'
  | 'token.created'
  | 'token.revoked'

export type AuditSubject = {
  type: 'account' | 'user' | 'team' | 'invitation' | 'inbox' | 'channel' | 'token'
  id: string
}

/** Who did it and from where; `null` for the system and the command line. */
export type AuditSource = { actor: Actor | null; remoteAddress: string }

/** What the command line and housekeeping do. */
export const bySystem: AuditSource = { actor: null, remoteAddress: '' }

export type AuditEntry = {
  accountId: string
  source: AuditSource
  action: AuditAction
  subject: AuditSubject
  /** The changed fields as they were, and as they are: ids, names and enum values; never a password, token or key. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

/** Writes down a change in the transaction that makes it: there is no change without its row, and no row without it. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const { actor, remoteAddress } = entry.source
  await tx
    .insertInto('audit')
    .values({
      account_id: entry.accountId,
      user_id: actor?.kind === 'user' ? actor.userId : null,
      token_id: actor?.kind === 'token' ? actor.tokenId : null,
      remote_address: remoteAddress,
      action: entry.action,
      subject_type: entry.subject.type,
      subject_id: entry.subject.id,
      before: JSON.stringify(entry.before ?? {}),
      after: JSON.stringify(entry.after ?? {}),
    })
    .execute()
}

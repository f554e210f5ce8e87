import type { AuditAction, AuditSubjectType } from '../../shared/audit.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from './actor.ts'

export type AuditSubject = { type: AuditSubjectType; id: string }

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

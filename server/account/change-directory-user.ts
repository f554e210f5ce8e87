import type { AuditAction } from '../../shared/audit.ts'
import { Problem } from '../../shared/problems.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import type { Role, Seat } from './actor.ts'
import { type AuditSource, recordAudit } from './audit.ts'
import { type DirectoryUser, listDirectory } from './directory.ts'
import { readName } from './read-name.ts'
import { requireFreeSeat } from './seats.ts'
import { readTeams, setTeams } from './teams-of-user.ts'

type Change = {
  name?: string | undefined
  role?: Exclude<Role, 'super-admin'> | undefined
  seat?: Seat | undefined
  primaryTeamId?: string | null | undefined
  secondaryTeamIds?: readonly string[] | undefined
}

/**
 * Changes what a directory says of a person: name, role, seat and teams; what is left out stays. A super admin's row is
 * not changed from a directory.
 * @throws {Problem} `notFound`, `notAllowed`, `invalid`
 */
export async function changeDirectoryUser(
  tx: Tx,
  accountId: string,
  userId: string,
  change: Change,
  source: AuditSource,
): Promise<void> {
  const user = await requireChangeable(tx, accountId, userId)
  const name = change.name === undefined ? user.name : readName('firstName', change.name)
  const { role = user.role, seat = user.seat } = change
  if (user.seat === 'none') await requireFreeSeat(tx, accountId, seat)
  await tx
    .updateTable('user')
    .set({ name, role, seat })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .execute()
  const note = async (action: AuditAction, before: object, after: object) => {
    if (JSON.stringify(before) === JSON.stringify(after)) return
    await recordAudit(tx, {
      accountId,
      source,
      action,
      subject: { type: 'user', id: userId },
      before: { ...before },
      after: { ...after },
    })
  }
  await note('user.changed', { name: user.name }, { name })
  await note('user.role_changed', { role: user.role }, { role })
  await note('user.seat_changed', { seat: user.seat }, { seat })
  if (change.primaryTeamId !== undefined || change.secondaryTeamIds !== undefined) {
    const before = { primaryTeamId: user.mainTeamIds[0] ?? null, secondaryTeamIds: user.extraTeamIds }
    const after = await readTeams(tx, accountId, {
      primaryTeamId: change.primaryTeamId === undefined ? before.primaryTeamId : change.primaryTeamId,
      secondaryTeamIds: change.secondaryTeamIds ?? before.secondaryTeamIds,
    })
    await setTeams(tx, accountId, userId, after)
    await note('user.changed', before, after)
  }
  await appendEvents(tx, [{ accountId, type: 'user.changed', userId }])
}

/**
 * Takes a person out of the account: nothing opens any more, open browsers close; conversations stay as they are.
 * @throws {Problem} `notFound`, `notAllowed` for a super admin
 */
export async function deactivateDirectoryUser(
  tx: Tx,
  accountId: string,
  userId: string,
  source: AuditSource,
): Promise<void> {
  await requireChangeable(tx, accountId, userId)
  await tx
    .updateTable('user')
    .set({ is_active: false })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .execute()
  await tx.deleteFrom('session').where('account_id', '=', accountId).where('user_id', '=', userId).execute()
  await recordAudit(tx, { accountId, source, action: 'user.deactivated', subject: { type: 'user', id: userId } })
  await appendEvents(tx, [{ accountId, type: 'user.changed', userId }])
}

/** Locks the row: two changes at the same time are written down one after the other, each with what was before it. */
async function requireChangeable(tx: Tx, accountId: string, userId: string): Promise<DirectoryUser> {
  const locked = await tx
    .selectFrom('user')
    .select('role')
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .where('is_active', '=', true)
    .forUpdate()
    .executeTakeFirst()
  if (!locked) throw new Problem('notFound')
  if (locked.role === 'super-admin') throw new Problem('notAllowed')
  const user = (await listDirectory(tx, accountId)).find((one) => one.id === userId)
  if (!user) throw new Problem('notFound')
  return user
}

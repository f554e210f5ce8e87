import type { AuditAction } from '../../shared/audit.ts'
import { Problem } from '../../shared/problems.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import type { Role, Seat } from './actor.ts'
import { type AuditSource, recordAudit } from './audit.ts'
import { lockAccount } from './lock-account.ts'
import { getPerson, type Person, requireAnotherSuperAdmin } from './people-store.ts'
import { readPersonName } from './read-name.ts'
import { canManageUser, canRemoveUser } from './rights.ts'
import { requireFreeSeat } from './seats.ts'
import { endSessions } from './session-store.ts'
import { readTeamsOfPerson, setTeamsOfPerson } from './team-store.ts'

export type PersonChange = {
  name?: string | undefined
  role?: Role | undefined
  seat?: Seat | undefined
  mainTeamId?: string | null | undefined
  extraTeamIds?: readonly string[] | undefined
  isActive?: boolean | undefined
}

/**
 * Changes what somebody is in the account: name, role, seat, teams, whether he may come in at all. Who is deactivated is signed
 * out at once and gives his seat back; what he was given stays written down for his return.
 * @throws {Problem} `notFound`, `notAllowed`, `lastSuperAdmin`, `invalid` (a seat that is not there, a foreign team)
 */
export async function changePerson(
  tx: Tx,
  accountId: string,
  source: AuditSource,
  userId: string,
  change: PersonChange,
): Promise<Person> {
  await lockAccount(tx, accountId)
  const before = await getPerson(tx, accountId, userId)
  const name = change.name === undefined ? before.name : readPersonName('name', change.name)
  const { role = before.role, seat = before.seat, isActive = before.isActive } = change
  if (source.actor && !canManageUser(source.actor, before, role)) throw new Problem('notAllowed')
  if (before.role === 'super-admin' && before.isActive && (role !== 'super-admin' || !isActive))
    await requireAnotherSuperAdmin(tx, accountId, userId)
  if (isActive && !(before.isActive && before.seat !== 'none')) await requireFreeSeat(tx, accountId, seat)
  const teams = await readTeamsOfPerson(tx, accountId, change, before)
  await tx
    .updateTable('user')
    .set({ name, role, seat, is_active: isActive })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .execute()
  await setTeamsOfPerson(tx, accountId, userId, teams)
  if (!isActive) await endSessions(tx, { accountId, userId })
  const after = await getPerson(tx, accountId, userId)
  await writeDown(tx, accountId, source, before, after)
  return after
}

/**
 * Takes somebody out of the account for good. The row stays without rights, since what the person wrote shows its name;
 * the login stays the person's own. Who is invited again comes back as the same user.
 * @throws {Problem} `notFound`, `notAllowed`, `lastSuperAdmin`
 */
export async function removePerson(tx: Tx, accountId: string, source: AuditSource, userId: string): Promise<void> {
  await lockAccount(tx, accountId)
  const person = await getPerson(tx, accountId, userId)
  if (source.actor && !canRemoveUser(source.actor, person)) throw new Problem('notAllowed')
  if (person.role === 'super-admin' && person.isActive) await requireAnotherSuperAdmin(tx, accountId, userId)
  await tx
    .updateTable('user')
    .set({ is_active: false, removed_at: new Date(), seat: 'none', role: 'user' })
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .execute()
  await setTeamsOfPerson(tx, accountId, userId, { mainTeamId: null, extraTeamIds: [] })
  for (const table of ['inbox_access', 'draft'] as const)
    await tx.deleteFrom(table).where('account_id', '=', accountId).where('user_id', '=', userId).execute()
  await endSessions(tx, { accountId, userId })
  const { name, email, role, seat } = person
  const subject = { type: 'user' as const, id: userId }
  await recordAudit(tx, { accountId, source, action: 'user.removed', subject, before: { name, email, role, seat } })
  await appendEvents(tx, [{ accountId, type: 'user.changed', userId }])
}

/** One audit row for each kind of change, and one event for all. */
async function writeDown(tx: Tx, accountId: string, source: AuditSource, before: Person, after: Person): Promise<void> {
  const kinds: [AuditAction, (person: Person) => Record<string, unknown>][] = [
    ['user.changed', ({ name }) => ({ name })],
    ['user.role_changed', ({ role }) => ({ role })],
    ['user.seat_changed', ({ seat }) => ({ seat })],
    ['user.changed', ({ mainTeamId, extraTeamIds }) => ({ mainTeamId, extraTeamIds })],
    [after.isActive ? 'user.reactivated' : 'user.deactivated', ({ isActive }) => ({ isActive })],
  ]
  const subject = { type: 'user' as const, id: after.id }
  const changed = kinds.filter(([, of]) => JSON.stringify(of(before)) !== JSON.stringify(of(after)))
  for (const [action, of] of changed)
    await recordAudit(tx, { accountId, source, action, subject, before: of(before), after: of(after) })
  if (changed.length > 0) await appendEvents(tx, [{ accountId, type: 'user.changed', userId: after.id }])
}

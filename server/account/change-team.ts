import { invalid, Problem } from '../../shared/problems.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { type AuditSource, recordAudit } from './audit.ts'
import { lockAccount } from './lock-account.ts'
import { listPeople } from './people-store.ts'
import { readName } from './read-name.ts'
import { canManageUser } from './rights.ts'
import { deleteTeam, getTeam, insertTeam, renameTeam, setMembers, type Team } from './team-store.ts'

type Members = { mainUserIds?: readonly string[] | undefined; extraUserIds?: readonly string[] | undefined }

/** @throws {Problem} `teamTaken`, `invalid`, and `notAllowed` for a member whose row the actor may not change */
export async function createTeam(
  tx: Tx,
  accountId: string,
  source: AuditSource,
  input: { name: string } & Members,
): Promise<Team> {
  await lockAccount(tx, accountId)
  const id = await insertTeam(tx, accountId, readName('name', input.name))
  await changeMembers(tx, accountId, source, { id, name: input.name, mainUserIds: [], extraUserIds: [] }, input)
  const team = await getTeam(tx, accountId, id)
  await tell(tx, accountId, source, 'team.created', id, { after: membership(team) })
  return team
}

/** Renames a team, or sets its members. @throws {Problem} as `createTeam`, and `notFound` */
export async function changeTeam(
  tx: Tx,
  accountId: string,
  source: AuditSource,
  teamId: string,
  change: { name?: string | undefined } & Members,
): Promise<Team> {
  await lockAccount(tx, accountId)
  const before = await getTeam(tx, accountId, teamId)
  if (change.name !== undefined) await renameTeam(tx, accountId, teamId, readName('name', change.name))
  await changeMembers(tx, accountId, source, before, change)
  const after = await getTeam(tx, accountId, teamId)
  if (JSON.stringify(after) !== JSON.stringify(before))
    await tell(tx, accountId, source, 'team.changed', teamId, { before: membership(before), after: membership(after) })
  return after
}

/** @throws {Problem} `notFound` */
export async function removeTeam(tx: Tx, accountId: string, source: AuditSource, teamId: string): Promise<void> {
  await lockAccount(tx, accountId)
  const team = await getTeam(tx, accountId, teamId)
  await requireManageable(tx, accountId, source, [...team.mainUserIds, ...team.extraUserIds])
  await deleteTeam(tx, accountId, teamId)
  await tell(tx, accountId, source, 'team.removed', teamId, { before: membership(team) })
}

async function changeMembers(tx: Tx, accountId: string, source: AuditSource, now: Team, wish: Members): Promise<void> {
  if (!wish.mainUserIds && !wish.extraUserIds) return
  const mainUserIds = [...(wish.mainUserIds ?? now.mainUserIds)]
  // Who is made a main member is no extra one any more.
  const isMain = new Set(mainUserIds)
  const extraUserIds = (wish.extraUserIds ?? now.extraUserIds).filter((id) => !isMain.has(id))
  const kinds = (main: readonly string[], extra: readonly string[]) =>
    new Map([...extra.map((id) => [id, 'extra'] as const), ...main.map((id) => [id, 'main'] as const)])
  const [before, after] = [kinds(now.mainUserIds, now.extraUserIds), kinds(mainUserIds, extraUserIds)]
  const touched = [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id))
  await requireManageable(tx, accountId, source, touched)
  await setMembers(tx, accountId, now.id, { mainUserIds, extraUserIds })
}

/** Membership is part of a person's row. @throws {Problem} `invalid`, `notAllowed` */
async function requireManageable(
  tx: Tx,
  accountId: string,
  { actor }: AuditSource,
  userIds: readonly string[],
): Promise<void> {
  if (userIds.length === 0) return
  const people = new Map((await listPeople(tx, accountId)).map((person) => [person.id, person]))
  for (const id of userIds) {
    const person = people.get(id)
    if (!person) throw invalid('mainUserIds', 'takes ids of users of the account')
    if (actor && !canManageUser(actor, person)) throw new Problem('notAllowed')
  }
}

const membership = ({ name, mainUserIds, extraUserIds }: Team) => ({ name, mainUserIds, extraUserIds })

async function tell(
  tx: Tx,
  accountId: string,
  source: AuditSource,
  action: 'team.created' | 'team.changed' | 'team.removed',
  teamId: string,
  change: { before?: Record<string, unknown>; after?: Record<string, unknown> },
): Promise<void> {
  await recordAudit(tx, { accountId, source, action, subject: { type: 'team', id: teamId }, ...change })
  await appendEvents(tx, [{ accountId, type: 'team.changed', payload: { teamId } }])
}

import { type AvailabilityFacts, effectiveAvailability } from '../../shared/availability.ts'
import { loadAvailabilities } from '../account/availability-store.ts'
import { listTeams, type Team } from '../account/team-store.ts'
import { actorOf, type Colleague, listUsers } from '../account/user-store.ts'
import { can } from '../inbox/access.ts'
import { getInboxes, type Inbox } from '../inbox/inbox-store.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Candidate } from './decide.ts'

/** The people of an account with all that rules ask about them: loaded once, asked for many conversations. */
export type Crowd = {
  accountId: string
  users: ReadonlyMap<string, Colleague>
  teams: ReadonlyMap<string, Team>
  inboxes: ReadonlyMap<string, Inbox>
  availabilities: ReadonlyMap<string, AvailabilityFacts>
}

export async function loadCrowd(db: Db | Tx, accountId: string, inboxIds: readonly string[]): Promise<Crowd> {
  const users = await listUsers(db, accountId)
  const teams = await listTeams(db, accountId)
  const inboxes = await getInboxes(db, accountId, inboxIds)
  const availabilities = await loadAvailabilities(db, accountId, 'all')
  return {
    accountId,
    users: new Map(users.map((one) => [one.id, one])),
    teams: new Map(teams.map((one) => [one.id, one])),
    inboxes: new Map(inboxes.map((one) => [one.id, one])),
    availabilities: new Map(availabilities.map(({ userId, facts }) => [userId, facts])),
  }
}

/** Whom a rule means, by id, and whom it would mean if he were a main member of a team. Pure. */
export function meantBy(
  { userIds, teamIds }: { userIds: readonly string[]; teamIds: readonly string[] },
  crowd: Pick<Crowd, 'teams'>,
): ReadonlyMap<string, { isMeant: boolean }> {
  const teams = teamIds.flatMap((id) => crowd.teams.get(id) ?? [])
  const meant = new Set([...userIds, ...teams.flatMap(({ mainUserIds }) => mainUserIds)])
  const extra = teams.flatMap(({ extraUserIds }) => extraUserIds).filter((id) => !meant.has(id))
  const inOrder = [...meant, ...new Set(extra)].sort((a, b) => Number(a) - Number(b))
  return new Map(inOrder.map((id) => [id, { isMeant: meant.has(id) }]))
}

/** A person as a rule looks at him for a conversation of this inbox, now (ms); null: nobody of this account. */
export function candidateOf(
  crowd: Crowd,
  userId: string,
  { inboxId, now, isMeant = true }: { inboxId: string; now: number; isMeant?: boolean },
): Candidate | null {
  const user = crowd.users.get(userId)
  const facts = crowd.availabilities.get(userId)
  const inbox = crowd.inboxes.get(inboxId)
  if (!user || !facts) return null
  return {
    userId,
    isActive: user.isActive,
    hasPaidSeat: user.seat !== 'none',
    mayAct: inbox !== undefined && can(actorOf(crowd.accountId, user), 'act', inbox).isAllowed,
    isMeant,
    availability: effectiveAvailability(facts, now).value,
  }
}

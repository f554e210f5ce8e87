import { sql } from 'kysely'
import type { Static } from 'typebox'
import type {
  AssignmentCandidates as AssignmentCandidatesSchema,
  AssignmentSettings as AssignmentSettingsSchema,
} from '../../shared/api/routing.ts'
import type { Db } from '../platform/database.ts'
import { type Crowd, candidateOf, loadCrowd } from './crowd.ts'
import { skipReason } from './decide.ts'
import { loadRules, noRule, type StoredRule } from './rule-store.ts'

type AssignmentSettings = Static<typeof AssignmentSettingsSchema>
type Broken = AssignmentSettings['broken'][number]
type Channel = { id: string; inboxId: string }

/** The rules of channels as their settings show them, by channel, with whom they choose in vain. */
export async function loadAssignmentSettings(
  db: Db,
  accountId: string,
  channels: readonly Channel[],
): Promise<Map<string, AssignmentSettings>> {
  const rules = await loadRules(
    db,
    accountId,
    channels.map(({ id }) => id),
  )
  const crowd = rules.size > 0 ? await loadCrowd(db, accountId, distinctInboxes(channels)) : null
  return new Map(
    channels.map(({ id, inboxId }) => {
      const stored = rules.get(id)
      if (!stored || !crowd) return [id, { ...noRule, broken: [] }]
      const { channelAccountId: _, lostTeams: __, ...rule } = stored
      return [id, { ...rule, broken: rule.assignTo === 'specific' ? brokenOf(stored, crowd, inboxId) : [] }]
    }),
  )
}

const distinctInboxes = (channels: readonly Channel[]) => [...new Set(channels.map(({ inboxId }) => inboxId))]

/** Whom a rule chooses and can give nothing, whoever is at work. Pure. */
function brokenOf({ userIds, teamIds, lostTeams }: StoredRule, crowd: Crowd, inboxId: string): Broken[] {
  return [
    ...lostTeams.map((name): Broken => ({ kind: 'team', id: null, name, reason: 'teamGone' })),
    ...teamIds.flatMap((id): Broken[] => {
      const team = crowd.teams.get(id)
      if (!team || team.mainUserIds.some((userId) => reasonOf(crowd, userId, inboxId) === null)) return []
      return [{ kind: 'team', id, name: team.name, reason: 'teamEmpty' }]
    }),
    ...userIds.flatMap((id): Broken[] => {
      const reason = reasonOf(crowd, id, inboxId)
      return reason === null ? [] : [{ kind: 'user', id, name: crowd.users.get(id)?.name ?? '', reason }]
    }),
  ]
}

/** Why a rule of this inbox's channels can never give somebody anything, as things stand; null: it can. Pure. */
export function reasonOf(crowd: Crowd, userId: string, inboxId: string): 'inactive' | 'noSeat' | 'noAccess' | null {
  const candidate = candidateOf(crowd, userId, { inboxId, now: 0 })
  if (!candidate) return 'inactive'
  const reason = skipReason(candidate, false)
  return reason === 'noSeat' || reason === 'noAccess' || reason === 'inactive' ? reason : null
}

/** Whom a rule of this channel can choose: those who cannot be chosen last, with the reason (S27). */
export async function listAssignmentCandidates(
  db: Db,
  accountId: string,
  { inboxId }: Channel,
): Promise<Static<typeof AssignmentCandidatesSchema>> {
  const crowd = await loadCrowd(db, accountId, [inboxId])
  const removed = await listRemoved(db, accountId)
  const users = [...crowd.users.values()]
    .filter(({ id }) => !removed.has(id))
    .map(({ id, name, email }) => ({ id, name, email, reason: reasonOf(crowd, id, inboxId) }))
    .toSorted((a, b) => Number(a.reason !== null) - Number(b.reason !== null) || a.name.localeCompare(b.name))
  return {
    users,
    teams: [...crowd.teams.values()].map(({ id, name, mainUserIds }) => ({
      id,
      name,
      mainMembers: mainUserIds.length,
      eligible: mainUserIds.filter((userId) => reasonOf(crowd, userId, inboxId) === null).length,
    })),
  }
}

async function listRemoved(db: Db, accountId: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from "user" where account_id = ${accountId} and removed_at is not null`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

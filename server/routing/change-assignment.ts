import type { Static } from 'typebox'
import type { ChangeAssignment as ChangeAssignmentSchema } from '../../shared/api/routing.ts'
import { invalid, Problem, type ProblemCode, problemSentence } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { type AuditSource, recordAudit } from '../account/audit.ts'
import { lockAccount } from '../account/lock-account.ts'
import { lockChannel } from '../inbox/channel-settings.ts'
import type { Db, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { reasonOf } from './assignment-settings.ts'
import { type Crowd, loadCrowd } from './crowd.ts'
import { type AssignmentRule, loadRules, noRule, saveRule } from './rule-store.ts'

export type ChangeAssignment = Static<typeof ChangeAssignmentSchema>

/**
 * Saves the rule of a channel (S24), for somebody with a paid seat. Who is in it already and has lost seat or access since
 * may stay in it: he is shown as broken and passed over.
 * @throws {Problem} `notFound`, `seatNeeded`, `ruleNoSeat`, `ruleNoAccess`, `invalid`
 */
export async function changeAssignment(
  tx: Tx,
  actor: UserActor,
  source: AuditSource,
  channelId: string,
  wish: ChangeAssignment,
): Promise<void> {
  if (actor.seat === 'none') throw new Problem('seatNeeded')
  const { accountId } = actor
  await lockAccount(tx, accountId)
  const { inboxId } = await lockChannel(tx, accountId, channelId)
  const stored = (await loadRules(tx, accountId, [channelId])).get(channelId)
  const before = stored ? ruleOf(stored) : noRule
  const after = ruleOf(wish)
  requireSomebody(after)
  await requireChoosable(tx, accountId, inboxId, after, before)
  const isCleared = (stored?.lostTeams.length ?? 0) > 0
  if (!isCleared && JSON.stringify(before) === JSON.stringify(after)) return
  await saveRule(tx, accountId, channelId, after)
  await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId }])
  const keys = auditKeys(before, after)
  await recordAudit(tx, {
    accountId,
    source,
    action: 'channel.changed',
    subject: { type: 'channel', id: channelId },
    before: { ...keys.before, ...(isCleared ? { lostTeams: stored?.lostTeams } : {}) },
    after: { ...keys.after, ...(isCleared ? { lostTeams: [] } : {}) },
  })
}

/** Each id once and in order, so that equal rules are equal. Pure. */
export function ruleOf(rule: AssignmentRule): AssignmentRule {
  const inOrder = (ids: readonly string[]) => [...new Set(ids)].sort((a, b) => Number(a) - Number(b))
  return {
    isOn: rule.isOn,
    assignTo: rule.assignTo,
    userIds: inOrder(rule.userIds),
    teamIds: inOrder(rule.teamIds),
    onlyAvailable: rule.onlyAvailable,
    reroutesReopened: rule.reroutesReopened,
  }
}

function requireSomebody({ isOn, assignTo, userIds, teamIds }: AssignmentRule): void {
  if (isOn && assignTo === 'specific' && userIds.length + teamIds.length === 0) throw about('ruleEmpty', 'userIds')
}

/** Whoever is new in it must be able to be given something (S27). @throws {Problem} as `changeAssignment` */
async function requireChoosable(
  tx: Tx,
  accountId: string,
  inboxId: string,
  after: AssignmentRule,
  before: AssignmentRule,
): Promise<void> {
  const crowd = await loadCrowd(tx, accountId, [inboxId])
  requireKnown(crowd, after)
  for (const userId of after.userIds.filter((id) => !before.userIds.includes(id))) {
    const reason = reasonOf(crowd, userId, inboxId)
    const name = crowd.users.get(userId)?.name ?? ''
    if (reason === 'noSeat') throw about('ruleNoSeat', 'userIds', { name })
    if (reason === 'noAccess') throw about('ruleNoAccess', 'userIds', { name })
    if (reason !== null) throw invalid('assignment.userIds', `takes active users of the account, not "${userId}"`)
  }
}

/** @throws {Problem} `invalid` for somebody, or a team, that the account does not have */
export async function requireRuleKnown(db: Db, accountId: string, rule: AssignmentRule): Promise<void> {
  requireKnown(await loadCrowd(db, accountId, []), rule)
}

function requireKnown(crowd: Crowd, { userIds, teamIds }: AssignmentRule): void {
  const user = userIds.find((id) => !crowd.users.has(id))
  if (user !== undefined) throw invalid('assignment.userIds', `takes active users of the account, not "${user}"`)
  const team = teamIds.find((id) => !crowd.teams.has(id))
  if (team !== undefined) throw invalid('assignment.teamIds', `takes teams of the account, not "${team}"`)
}

function about(code: ProblemCode, field: string, details: { name?: string } = {}): Problem {
  const sentence = problemSentence(code, details)
  return new Problem(code, details, [{ message: sentence, in: `assignment.${field}`, code: 'INVALID_OPTION' }])
}

/** What has changed, as the audit names it: `isOn` there is a channel's *Status*. */
function auditKeys(before: AssignmentRule, after: AssignmentRule) {
  const named = ({ isOn, ...rule }: AssignmentRule) => ({ assignsAutomatically: isOn, ...rule })
  const [was, is] = [named(before), named(after)]
  const keys = (Object.keys(is) as (keyof typeof is)[]).filter(
    (key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]),
  )
  const only = (row: typeof is) => Object.fromEntries(keys.map((key) => [key, row[key]]))
  return { before: only(was), after: only(is) }
}

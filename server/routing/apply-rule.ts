import type { Static } from 'typebox'
import type { RoutingReason as RoutingReasonSchema } from '../../shared/api/routing.ts'
import { type Crowd, candidateOf, meantBy } from './crowd.ts'
import { decide, decideOwner, type Looked, type Turns } from './decide.ts'
import type { AssignmentRule } from './rule-store.ts'

export type RoutingReason = Static<typeof RoutingReasonSchema>

type AboutThread = {
  inboxId: string
  ownerId: string | null
  isContactStated: boolean
  isSenderRefuted: boolean
  now: number
}
type Answer = {
  assigneeId: string | null
  outcome: Exclude<RoutingReason['outcome'], 'stays' | 'automaticMail'>
  looked: readonly Looked[]
  mailsOwner: boolean
}

/**
 * Whom a rule gives a conversation of this inbox whose contact has this owner, now (ms). Where a forwarder alone says whose
 * the conversation is, *Contact owner* gives it to nobody and mails nobody: else whoever writes a name above a text of his
 * own chooses among the account's people (abuse-11), and in mail a contact is known by the address that wrote (S25). Nor
 * does an address that is proven to be another's know anybody. Pure.
 */
export function applyRule(
  rule: Pick<AssignmentRule, 'assignTo' | 'userIds' | 'teamIds' | 'onlyAvailable'>,
  crowd: Crowd,
  turns: Turns,
  { inboxId, ownerId, isContactStated, isSenderRefuted, now }: AboutThread,
): Answer {
  if (rule.assignTo === 'contactOwner') {
    if (isContactStated) return { assigneeId: null, outcome: 'statedContact', looked: [], mailsOwner: false }
    if (isSenderRefuted) return { assigneeId: null, outcome: 'refutedSender', looked: [], mailsOwner: false }
    const owner = ownerId === null ? null : candidateOf(crowd, ownerId, { inboxId, now })
    const { userId, looked, mailsOwner } = decideOwner(rule, owner)
    const outcome = userId !== null ? 'assigned' : owner ? 'ownerSkipped' : 'noOwner'
    return { assigneeId: userId, outcome, looked, mailsOwner }
  }
  const candidates = [...meantBy(rule, crowd)].flatMap(
    ([userId, { isMeant }]) => candidateOf(crowd, userId, { inboxId, now, isMeant }) ?? [],
  )
  const { userId, looked } = decide(rule, candidates, turns)
  const outcome = userId !== null ? 'assigned' : candidates.length === 0 ? 'nobodyChosen' : 'nobodyEligible'
  return { assigneeId: userId, outcome, looked, mailsOwner: false }
}

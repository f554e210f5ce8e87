import type { ProblemCode } from '../../shared/problems.ts'
import { Problem } from '../../shared/problems.ts'
import type { Actor } from '../account/actor.ts'

export type InboxFacts = {
  id: string
  name: string
  access: 'everyone' | 'specific'
  userIds: ReadonlySet<string>
  teamIds: ReadonlySet<string>
  isArchived: boolean
  /** the plan does not cover it: worked on as before, its settings only to be read (S40) */
  isBeyondPlan: boolean
}

export type Action =
  /** see it, its conversations, files and counters */
  | 'see'
  /** reply, comment, assign, status, move, trash, restore */
  | 'act'
  /** look at its settings */
  | 'seeSettings'
  /** rename, channels, Status, signature, access, archive */
  | 'configure'

export type Verdict = { isAllowed: true } | { isAllowed: false; mayKnow: boolean; code: ProblemCode; inboxName: string }

const yes: Verdict = { isAllowed: true }

/**
 * Who may do what in an inbox: the one function that HTTP, realtime, search, counters, exports and jobs ask
 * (S10-S12; the table in ARCHITECTURE.md). Pure: `actor` and `inbox` are facts loaded once per request.
 *
 * A refusal says whether the actor may know that the inbox exists: who may not hears 404, who may only look hears 403
 * with the reason. A seat decides nothing here: it limits automatic assignment alone (S11).
 */
export function can(actor: Actor, action: Action, inbox: InboxFacts): Verdict {
  if (actor.kind === 'token') return canToken(actor, action, inbox)
  const isChosen =
    inbox.access === 'everyone' ||
    inbox.userIds.has(actor.userId) ||
    [...actor.teamIds].some((teamId) => inbox.teamIds.has(teamId))
  const seesEveryInbox = actor.role !== 'user'
  if (action === 'configure' || action === 'seeSettings') {
    if (!seesEveryInbox) return { isAllowed: false, mayKnow: isChosen, code: 'notAllowed', inboxName: inbox.name }
    if (action === 'seeSettings' || !inbox.isBeyondPlan) return yes
    return { isAllowed: false, mayKnow: true, code: 'planExtraInbox', inboxName: inbox.name }
  }
  if (isChosen) return yes
  if (action === 'see' && seesEveryInbox) return yes
  return { isAllowed: false, mayKnow: seesEveryInbox, code: 'viewOnly', inboxName: inbox.name }
}

function canToken(actor: Extract<Actor, { kind: 'token' }>, action: Action, inbox: InboxFacts): Verdict {
  const scope = action === 'see' ? 'conversations.read' : 'conversations.write'
  if ((action === 'see' || action === 'act') && actor.scopes.has(scope)) return yes
  return { isAllowed: false, mayKnow: true, code: 'missingScopes', inboxName: inbox.name }
}

/** A thread that several inboxes show: who may do it in any of them may do it. Inboxes that are gone decide nothing. */
export function canInAny(actor: Actor, action: Action, inboxes: readonly InboxFacts[]): Verdict {
  let refusal: Verdict = { isAllowed: false, mayKnow: false, code: 'notFound', inboxName: '' }
  for (const inbox of inboxes) {
    const verdict = can(actor, action, inbox)
    if (verdict.isAllowed) return verdict
    if (verdict.mayKnow) refusal = verdict
  }
  return refusal
}

/** @throws {Problem} what the verdict says: 404 where the actor may not know, else the reason */
export function requireAllowed(verdict: Verdict): void {
  if (verdict.isAllowed) return
  throw verdict.mayKnow ? new Problem(verdict.code, { inbox: verdict.inboxName }) : new Problem('notFound')
}

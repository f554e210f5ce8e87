import { sql } from 'kysely'
import { isAutomatic, type MailTrait } from '../../shared/mail-traits.ts'
import { lockAccount } from '../account/lock-account.ts'
import { setAssignee } from '../conversation/assign-thread.ts'
import { isRefuted, type Sender } from '../conversation/sender-truth.ts'
import { recordChange, selectThread, type Thread } from '../conversation/thread-store.ts'
import type { Clock } from '../platform/clock.ts'
import type { Reaction } from '../platform/consumer.ts'
import type { Tx } from '../platform/database.ts'
import type { StoredEvent } from '../platform/events.ts'
import { applyRule, type RoutingReason } from './apply-rule.ts'
import { type Crowd, candidateOf, loadCrowd } from './crowd.ts'
import { type Looked, leaveReason, type SkipReason } from './decide.ts'
import { listRoutedAccounts, loadRules, loadTurns, type StoredRule, saveTurns } from './rule-store.ts'
import { tellOwner } from './tell-owner.ts'

/**
 * Conversations that open, or that a message reopens, are given to whom their channel's rule says (S24–S26). The first
 * message is waited for until its sender is checked: what turns out to belong elsewhere is nobody's turn.
 */
export function routing(now: Clock): Reaction {
  return {
    name: 'routing',
    types: ['message.checked', 'thread.status_changed'],
    react: (tx, events) => routeThreads(tx, events, now()),
  }
}

async function routeThreads(tx: Tx, events: readonly StoredEvent[], now: number): Promise<void> {
  const asked = events.filter(isAsked)
  if (asked.length === 0) return
  const accountIds = await listRoutedAccounts(tx, [...new Set(asked.map(({ accountId }) => accountId))])
  for (const accountId of accountIds) {
    const own = asked.filter((event) => event.accountId === accountId)
    await routeInAccount(tx, accountId, own, now)
  }
}

/** A message that may open it, or one that reopened it: what a person does he does himself. */
const isAsked = ({ type, threadId, userId, payload }: StoredEvent) =>
  threadId !== null &&
  (type === 'message.checked' || (payload.to === 'open' && payload.reason === 'message' && userId === null))

/**
 * Under the account's lock: turns are counted one after the other, and nobody loses his seat, his access or his place
 * while something is being given to him.
 */
async function routeInAccount(tx: Tx, accountId: string, events: readonly StoredEvent[], now: number): Promise<void> {
  await lockAccount(tx, accountId)
  const threads = await lockThreads(tx, accountId, events)
  const rules = await loadRules(tx, accountId, [...new Set([...threads.values()].map((one) => one.channelAccountId))])
  const routed = [...threads.values()].filter((thread) => rules.get(thread.channelAccountId)?.isOn)
  if (routed.length === 0) return
  const facts = await loadFacts(
    tx,
    accountId,
    routed.map(({ id }) => id),
  )
  const crowd = await loadCrowd(tx, accountId, [...new Set(routed.map(({ inboxId }) => inboxId))])
  const turns = await loadTurns(tx, accountId)
  const given = new Map<string, number>()
  let turn = Math.max(0, ...turns.values())
  for (const event of events) {
    const thread = threads.get(event.threadId ?? '')
    const rule = thread && rules.get(thread.channelAccountId)
    const fact = thread && facts.get(thread.id)
    if (!thread || !rule?.isOn || !fact || fact.isExample || fact.routedEventIds.includes(event.id)) continue
    const trigger = event.type === 'message.checked' ? 'opened' : 'reopened'
    if (trigger === 'opened' && event.messageId !== fact.openingMessageId) continue
    const plan = planFor(thread, rule, { trigger, fact, crowd, turns, now })
    if (!plan) continue
    threads.set(thread.id, await write(tx, thread, event.id, plan))
    if (plan.why.isOwnerMailed && fact.ownerId !== null)
      await tellOwner(tx, { accountId, threadId: thread.id, userId: fact.ownerId })
    if (plan.why.outcome !== 'assigned' || plan.assigneeId === null) continue
    turn++
    turns.set(plan.assigneeId, turn)
    given.set(plan.assigneeId, turn)
  }
  if (given.size > 0) await saveTurns(tx, accountId, given)
}

/** In the order of their ids, as everybody locks who locks several. Those in the trash, joined or spam are left alone. */
async function lockThreads(tx: Tx, accountId: string, events: readonly StoredEvent[]): Promise<Map<string, Thread>> {
  const ids = [...new Set(events.map(({ threadId }) => threadId))]
  const { rows } = await sql<Thread>`${selectThread()}
    where account_id = ${accountId} and id = any(${ids}::bigint[]) and joined_into_id is null and archived_at is null
      and not is_spam and status = 'open'
    order by id for update`.execute(tx)
  return new Map(rows.map((thread) => [thread.id, thread]))
}

type Fact = {
  id: string
  isExample: boolean
  ownerId: string | null
  isContactStated: boolean
  openingMessageId: string | null
  direction: 'incoming' | 'outgoing' | null
  traits: MailTrait[]
  sender: Sender | null
  routedEventIds: string[]
}

/** What the thread's row does not say: the contact's owner, what the first message is, and which events were done already. */
async function loadFacts(tx: Tx, accountId: string, threadIds: readonly string[]): Promise<Map<string, Fact>> {
  const { rows } = await sql<Fact>`
    select t.id, t.is_example as "isExample", c.owner_user_id as "ownerId",
      t.is_contact_stated as "isContactStated", m.id as "openingMessageId", m.direction, coalesce(m.traits, '{}') as traits, m.sender,
      array(select r.details ->> 'eventId' from message r
        where r.account_id = t.account_id and r.thread_id = t.id and r.kind in ('assignment', 'routed')
          and r.details ? 'eventId') as "routedEventIds"
    from thread t
    join contact c on c.account_id = t.account_id and c.id = t.contact_id
    left join lateral (
      select id, direction, traits, sender from message
      where account_id = t.account_id and thread_id = t.id and kind = 'message' order by id limit 1
    ) m on true
    where t.account_id = ${accountId} and t.id = any(${threadIds}::bigint[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

type Plan = { assigneeId: string | null; why: RoutingReason }
type Asked = {
  trigger: 'opened' | 'reopened'
  fact: Fact
  crowd: Crowd
  turns: ReadonlyMap<string, number>
  now: number
}

/** What becomes of one conversation; null: nothing, and there is nothing to say. Pure. */
function planFor(thread: Thread, rule: StoredRule, { trigger, fact, crowd, turns, now }: Asked): Plan | null {
  if (trigger === 'opened' && (thread.assigneeId !== null || fact.direction !== 'incoming')) return null
  if (trigger === 'reopened' && !rule.reroutesReopened) return null
  const previousReason = thread.assigneeId === null ? null : reasonToLeave(thread, rule, crowd, now)
  if (thread.assigneeId !== null && previousReason === null) return null
  const { ownerId, isContactStated } = fact
  const asked = { inboxId: thread.inboxId, ownerId, isContactStated, isSenderRefuted: isRefuted(fact), now }
  const answer =
    trigger === 'opened' && isAutomatic(fact.traits)
      ? ({ assigneeId: null, outcome: 'automaticMail', looked: [], mailsOwner: false } as const)
      : applyRule(rule, crowd, turns, asked)
  // Nobody else can be given it: whom the customer knows is better than nobody.
  const stays = answer.assigneeId === null && previousReason !== null && mayStay(previousReason)
  return {
    assigneeId: stays ? thread.assigneeId : answer.assigneeId,
    why: {
      trigger,
      assignTo: rule.assignTo,
      onlyAvailable: rule.onlyAvailable,
      outcome: stays ? 'stays' : answer.outcome,
      candidates: chosenFirst(answer.looked).slice(0, maxLooked),
      more: Math.max(0, answer.looked.length - maxLooked),
      previousReason,
      isOwnerMailed: answer.mailsOwner,
    },
  }
}

const maxLooked = 50

/** However many were looked at, the one who was given it is among those who are named. */
const chosenFirst = (looked: readonly Looked[]) =>
  looked.toSorted((a, b) => Number(b.outcome === 'chosen') - Number(a.outcome === 'chosen'))

function reasonToLeave(thread: Thread, rule: StoredRule, crowd: Crowd, now: number): SkipReason | null {
  const { assigneeId, inboxId } = thread
  const assignee = assigneeId === null ? null : candidateOf(crowd, assigneeId, { inboxId, now })
  return assignee ? leaveReason(assignee, rule.onlyAvailable) : 'inactive'
}

const mayStay = (reason: SkipReason) => reason === 'away' || reason === 'outsideHours'

/** The assignment, or the line that says why there is none; the event's id makes a second delivery a second delivery. */
async function write(tx: Tx, thread: Thread, eventId: string, { assigneeId, why }: Plan): Promise<Thread> {
  const because = { reason: 'routing', eventId, why }
  if (thread.assigneeId !== assigneeId) return setAssignee(tx, thread, assigneeId, null, because)
  const { seq } = await recordChange(tx, thread, {
    kind: 'routed',
    userId: null,
    details: { to: assigneeId, ...because },
    event: 'thread.routed',
    payload: { to: assigneeId, outcome: why.outcome },
  })
  return { ...thread, seq }
}

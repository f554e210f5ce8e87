import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { AssignmentTrial as AssignmentTrialSchema } from '../../shared/api/routing.ts'
import { isAutomatic, type MailTrait } from '../../shared/mail-traits.ts'
import { isRefuted, type Sender } from '../conversation/sender-truth.ts'
import type { Db } from '../platform/database.ts'
import { applyRule } from './apply-rule.ts'
import { type Crowd, loadCrowd } from './crowd.ts'
import type { SkipReason } from './decide.ts'
import { type AssignmentRule, loadTurns } from './rule-store.ts'

type Trial = Static<typeof AssignmentTrialSchema>
type Past = {
  inboxId: string
  ownerId: string | null
  isContactStated: boolean
  createdAt: Date
  traits: MailTrait[]
  sender: Sender | null
}

const maxTried = 1000
/** Of the account's newest; a channel that is hardly used is looked for no further back. */
const maxLookedThrough = 20_000
const maxMs = 2000
const maxSkipped = 50

/**
 * What a rule would have done with the channel's last conversations, oldest of them first. People, seats and access are
 * those of now, working hours and days off those of the hour at which each came in; who had set himself away then is not
 * known, and counts as there. Changes nothing.
 */
export async function tryRule(db: Db, accountId: string, channelId: string, rule: AssignmentRule): Promise<Trial> {
  const startedAt = performance.now()
  const past = await listPast(db, accountId, channelId)
  const crowd = atWork(await loadCrowd(db, accountId, [...new Set(past.map(({ inboxId }) => inboxId))]))
  const turns = await loadTurns(db, accountId)
  let turn = Math.max(0, ...turns.values())
  const people = new Map<string, number>()
  const unassigned = new Map<Trial['unassigned'][number]['reason'], number>()
  const skipped = new Map<string, number>()
  let tried = 0
  for (const one of past) {
    // Others are served in between.
    if (tried % 25 === 0) await setImmediate()
    if (performance.now() - startedAt > maxMs) break
    tried++
    if (isAutomatic(one.traits)) {
      count(unassigned, 'automaticMail')
      continue
    }
    const answer = applyRule(rule, crowd, turns, {
      ...one,
      isSenderRefuted: isRefuted(one),
      now: one.createdAt.getTime(),
    })
    for (const { userId, outcome } of answer.looked)
      if (outcome !== 'chosen' && outcome !== 'waits') count(skipped, `${userId} ${outcome}`)
    if (answer.assigneeId !== null) {
      count(people, answer.assigneeId)
      turns.set(answer.assigneeId, ++turn)
    } else if (answer.outcome !== 'assigned') count(unassigned, answer.outcome)
  }
  return {
    tried,
    isComplete: tried === past.length,
    people: mostFirst(people).map(([userId, times]) => ({ userId, count: times })),
    unassigned: mostFirst(unassigned).map(([reason, times]) => ({ reason, count: times })),
    skipped: mostFirst(skipped)
      .slice(0, maxSkipped)
      .map(([key, times]) => {
        const [userId = '', reason = ''] = key.split(' ')
        return { userId, reason: reason as SkipReason, count: times }
      }),
  }
}

/** The same people, as if nobody had set himself away: their hours alone decide. Pure. */
function atWork(crowd: Crowd): Crowd {
  const availabilities = [...crowd.availabilities].map(([userId, { timeZone, workingHours, holidays }]) => {
    return [userId, { timeZone, workingHours, holidays, switch: 'available' }] as const
  })
  return { ...crowd, availabilities: new Map(availabilities) }
}

/** Oldest first. Examples, spam and what is in the trash are routed by no rule. */
async function listPast(db: Db, accountId: string, channelId: string): Promise<Past[]> {
  const { rows } = await sql<Past>`
    select t.inbox_id as "inboxId", c.owner_user_id as "ownerId", t.is_contact_stated as "isContactStated",
      t.created_at as "createdAt",
      coalesce(m.traits, '{}') as traits, m.sender
    from (
      select * from (
        select * from thread where account_id = ${accountId} order by id desc limit ${maxLookedThrough}
      ) newest
      where channel_account_id = ${channelId} and joined_into_id is null and archived_at is null and not is_spam
        and not is_example
      order by id desc limit ${maxTried}
    ) t
    join contact c on c.account_id = t.account_id and c.id = t.contact_id
    join lateral (
      select direction, traits, sender from message
      where account_id = t.account_id and thread_id = t.id and kind = 'message' order by id limit 1
    ) m on m.direction = 'incoming'
    order by t.id`.execute(db)
  return rows
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

const mostFirst = <Key>(counts: ReadonlyMap<Key, number>) => [...counts].sort(([, a], [, b]) => b - a)

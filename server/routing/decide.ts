import type { EffectiveAvailability } from '../../shared/availability.ts'

/** What a rule needs to know of one person, at one instant and for one inbox. */
export type Candidate = {
  userId: string
  isActive: boolean
  hasPaidSeat: boolean
  mayAct: boolean
  /** chosen by name, or a main member of a chosen team; extra members are named only to say why they are passed over */
  isMeant: boolean
  availability: EffectiveAvailability
}

export type SkipReason = 'inactive' | 'extraMemberOnly' | 'noSeat' | 'noAccess' | 'away' | 'outsideHours'

/** Of an account, by person: the number of the last automatic assignment. Who is not in it never had one. */
export type Turns = ReadonlyMap<string, number>

export type Looked = { userId: string; outcome: 'chosen' | 'waits' | SkipReason }

/** Why a rule passes somebody over; null: it does not (S24–S27). Pure. */
export function skipReason(one: Candidate, onlyAvailable: boolean): SkipReason | null {
  if (!one.isActive) return 'inactive'
  if (!one.isMeant) return 'extraMemberOnly'
  if (!one.hasPaidSeat) return 'noSeat'
  if (!one.mayAct) return 'noAccess'
  return onlyAvailable ? absence(one) : null
}

/**
 * Why a reopened conversation does not stay with its assignee; null: it stays. A seat and the rule's choice decide nothing
 * here: what somebody has, he goes on with (S11). Pure.
 */
export function leaveReason(one: Candidate, onlyAvailable: boolean): SkipReason | null {
  if (!one.isActive) return 'inactive'
  if (!one.mayAct) return 'noAccess'
  return onlyAvailable ? absence(one) : null
}

function absence({ availability }: Candidate): SkipReason | null {
  if (availability === 'available') return null
  return availability === 'away' ? 'away' : 'outsideHours'
}

/**
 * Who of several is given the next conversation: whoever waited longest since the last automatic assignment, before them
 * those who never had one, and among equals the lowest id. Null: nobody can be given it. Pure.
 */
export function decide(
  { onlyAvailable }: { onlyAvailable: boolean },
  candidates: readonly Candidate[],
  turns: Turns,
): { userId: string | null; looked: Looked[] } {
  const reasons = candidates.map((one) => skipReason(one, onlyAvailable))
  let next: Candidate | null = null
  candidates.forEach((one, at) => {
    if (reasons[at] === null && (next === null || waitedLonger(one, next, turns))) next = one
  })
  const userId = (next as Candidate | null)?.userId ?? null
  return {
    userId,
    looked: candidates.map((one, at) => ({
      userId: one.userId,
      outcome: reasons[at] ?? (one.userId === userId ? 'chosen' : 'waits'),
    })),
  }
}

function waitedLonger(a: Candidate, b: Candidate, turns: Turns): boolean {
  const [ofA, ofB] = [turns.get(a.userId) ?? 0, turns.get(b.userId) ?? 0]
  return ofA === ofB ? Number(a.userId) < Number(b.userId) : ofA < ofB
}

/**
 * *Contact owner* (S25): the owner or nobody. An owner who is not at work, has no paid seat or no turn in the rule is
 * mailed the message where he may read it. Pure.
 */
export function decideOwner(
  { onlyAvailable }: { onlyAvailable: boolean },
  owner: Candidate | null,
): { userId: string | null; looked: Looked[]; mailsOwner: boolean } {
  if (!owner) return { userId: null, looked: [], mailsOwner: false }
  const reason = skipReason(owner, onlyAvailable)
  const isReached = owner.isActive && owner.mayAct
  const isAtWork = owner.availability === 'available' && owner.hasPaidSeat
  return {
    userId: reason === null ? owner.userId : null,
    looked: [{ userId: owner.userId, outcome: reason ?? 'chosen' }],
    mailsOwner: isReached && !isAtWork,
  }
}

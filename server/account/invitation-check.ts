import type { Actor, Role, Seat } from './actor.ts'
import { canManageUser } from './rights.ts'

/** Somebody to be invited, as it was asked for; `key` null: the address cannot be one. */
export type Wish = {
  email: string
  key: string | null
  name: string
  role: Role
  seat: Seat
  mainTeamId: string | null
  extraTeamIds: readonly string[]
  /** words of a list that are no role, seat or team */
  unknown: readonly { code: 'unknownRole' | 'unknownSeat' | 'unknownTeam'; value: string }[]
}

export type LineProblem = {
  code:
    | 'badAddress'
    | 'repeated'
    | 'alreadyUser'
    | 'deactivatedUser'
    | 'alreadyInvited'
    | 'unknownRole'
    | 'unknownSeat'
    | 'unknownTeam'
    | 'noSeat'
    | 'roleAbove'
  value: string
}

export type InvitationFacts = {
  inviter: Actor | null
  /** address key → whether that user of the account is active */
  users: ReadonlyMap<string, boolean>
  /** address keys of invitations that wait */
  waiting: ReadonlySet<string>
  teamIds: ReadonlySet<string>
  /** paid seats that neither somebody nor a waiting invitation has; may be infinite */
  freeSeats: number
}

/** What is wrong with each wish, in their order. Wishes before one count: a second of an address, the last free seat. Pure. */
export function problemsOfWishes(wishes: readonly Wish[], facts: InvitationFacts): LineProblem[][] {
  const seen = new Set<string>()
  let seats = 0
  return wishes.map((wish) => {
    const problems: LineProblem[] = addressProblems(wish, facts, seen)
    if (wish.key !== null) seen.add(wish.key)
    problems.push(...wish.unknown)
    for (const id of [wish.mainTeamId ?? [], wish.extraTeamIds].flat())
      if (!facts.teamIds.has(id)) problems.push({ code: 'unknownTeam', value: id })
    if (facts.inviter && !canManageUser(facts.inviter, { role: 'user' }, wish.role))
      problems.push({ code: 'roleAbove', value: wish.role })
    if (wish.seat !== 'none' && ++seats > facts.freeSeats) problems.push({ code: 'noSeat', value: wish.seat })
    return problems
  })
}

function addressProblems({ email, key }: Wish, facts: InvitationFacts, seen: ReadonlySet<string>): LineProblem[] {
  if (key === null) return [{ code: 'badAddress', value: email }]
  if (seen.has(key)) return [{ code: 'repeated', value: email }]
  const isActive = facts.users.get(key)
  if (isActive !== undefined) return [{ code: isActive ? 'alreadyUser' : 'deactivatedUser', value: email }]
  return facts.waiting.has(key) ? [{ code: 'alreadyInvited', value: email }] : []
}

/** What a line's problem says through the API; the screen has a label for each code. */
export function lineSentence({ code, value }: LineProblem): string {
  switch (code) {
    case 'badAddress':
      return `"${value}" is no email address.`
    case 'repeated':
      return `${value} stands further up already.`
    case 'alreadyUser':
      return `${value} is a user of this account already.`
    case 'deactivatedUser':
      return `${value} is a deactivated user: reactivate instead of inviting.`
    case 'alreadyInvited':
      return `${value} is invited already: send that invitation again.`
    case 'unknownRole':
      return `"${value}" is no role: super-admin, account-access or user.`
    case 'unknownSeat':
      return `"${value}" is no seat: none, sales or service.`
    case 'unknownTeam':
      return `There is no team "${value}".`
    case 'noSeat':
      return 'The plan has no seat left for this line.'
    case 'roleAbove':
      return 'Nobody gives a role above their own.'
  }
}

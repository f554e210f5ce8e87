import { expect, test } from 'vitest'
import { accessMeaning, standingOf } from '../../shared/access-meaning.ts'
import type { Role, UserActor } from '../account/actor.ts'
import { can, type InboxFacts } from './access.ts'

const roles: Role[] = ['super-admin', 'account-access', 'user']

/** A small generator with a seed, so that a failure can be repeated. */
function chanceOf(seed: number) {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const some = (ids: readonly string[]) => ids.filter(() => next() < 0.3)
  return { next, some, oneOf: <T>(all: readonly T[]) => all[Math.floor(next() * all.length)] as T }
}

function aWorld(seed: number): { people: UserActor[]; inbox: InboxFacts } {
  const chance = chanceOf(seed)
  const teams = ['1', '2', '3', '4']
  const people = Array.from({ length: 12 }, (_, at): UserActor => {
    const userId = String(at + 1)
    const role = chance.oneOf(roles)
    const teamIds = new Set(chance.some(teams))
    return { kind: 'user', accountId: '1', userId, name: userId, role, seat: chance.oneOf(['none', 'sales']), teamIds }
  })
  const access = chance.next() < 0.2 ? 'everyone' : 'specific'
  const userIds = new Set(chance.some(people.map(({ userId }) => userId)))
  const inbox: InboxFacts = {
    id: '7',
    name: 'Support',
    access,
    userIds,
    teamIds: new Set(chance.some(teams)),
    isArchived: false,
    isBeyondPlan: false,
  }
  return { people, inbox }
}

test('S12 what the screen foretells is what the server does, for any people, teams and roles', () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const { people, inbox } = aWorld(seed)
    const meaning = accessMeaning(
      people.map(({ userId, role, teamIds }) => ({ id: userId, role, teamIds })),
      inbox,
    )
    const foretold = new Map(
      Object.entries(meaning).flatMap(([standing, those]) => those.map(({ id }) => [id, standing] as const)),
    )
    for (const actor of people) {
      const act = can(actor, 'act', inbox)
      const sees = can(actor, 'see', inbox).isAllowed
      const done = act.isAllowed ? 'works' : sees ? 'views' : 'unseen'
      expect({ seed, id: actor.userId, standing: foretold.get(actor.userId) }).toEqual({
        seed,
        id: actor.userId,
        standing: done,
      })
      // Who may only look is told why; who may not know hears nothing.
      if (!act.isAllowed) expect(act.mayKnow).toBe(sees)
    }
  }
})

const choice = { access: 'specific', userIds: new Set(['1']), teamIds: new Set(['5']) } as const
test.each([
  { because: 'S10 chosen', person: { id: '1', role: 'user', teamIds: [] }, standing: 'works' },
  {
    because: 'S10 chosen by one of several teams',
    person: { id: '2', role: 'user', teamIds: ['4', '5'] },
    standing: 'works',
  },
  {
    because: 'S12 a super admin who is not',
    person: { id: '3', role: 'super-admin', teamIds: ['4'] },
    standing: 'views',
  },
  {
    because: 'S12 account access, not chosen',
    person: { id: '4', role: 'account-access', teamIds: [] },
    standing: 'views',
  },
  { because: 'S12 a user who is not', person: { id: '5', role: 'user', teamIds: ['1'] }, standing: 'unseen' },
] as const)('$because: $standing', ({ person, standing }) => {
  expect(standingOf(person, choice)).toBe(standing)
  expect(standingOf(person, { ...choice, access: 'everyone' })).toBe('works')
})

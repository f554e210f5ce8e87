import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Candidate, decide, decideOwner, skipReason } from './decide.ts'

const aCandidate = (fields: Partial<Candidate> = {}): Candidate => ({
  ...{ userId: '1', isActive: true, hasPaidSeat: true, mayAct: true, isMeant: true, availability: 'available' },
  ...fields,
})

test.each([
  { because: 'he can be given it', one: {}, reason: null },
  { because: 'he has left', one: { isActive: false, hasPaidSeat: false }, reason: 'inactive' },
  { because: 'of a team only main members', one: { isMeant: false }, reason: 'extraMemberOnly' },
  { because: 'a paid seat', one: { hasPaidSeat: false }, reason: 'noSeat' },
  { because: 'access to the inbox', one: { mayAct: false }, reason: 'noAccess' },
  { because: 'he is away', one: { availability: 'away' }, reason: 'away' },
  { because: 'his day is over', one: { availability: 'outside-hours' }, reason: 'outsideHours' },
] as const)('S24 S26 who is passed over: $because', ({ one, reason }) => {
  expect(skipReason(aCandidate(one), true)).toBe(reason)
  const isAbsence = reason === 'away' || reason === 'outsideHours'
  expect(skipReason(aCandidate(one), false)).toBe(isAbsence ? null : reason)
})

test.each([
  { because: 'the owner is at work', owner: {}, only: true, to: '1', mails: false },
  { because: 'he is away', owner: { availability: 'away' }, only: true, to: null, mails: true },
  { because: 'he is away, and the box is off', owner: { availability: 'away' }, only: false, to: '1', mails: true },
  { because: 'he has no paid seat', owner: { hasPaidSeat: false }, only: true, to: null, mails: true },
  { because: 'he has no access', owner: { mayAct: false }, only: true, to: null, mails: false },
  { because: 'he has left', owner: { isActive: false }, only: false, to: null, mails: false },
  { because: 'there is none', owner: null, only: true, to: null, mails: false },
] as const)('S25 the contact owner: $because', ({ owner, only, to, mails }) => {
  const answer = decideOwner({ onlyAvailable: only }, owner === null ? null : aCandidate(owner))
  expect(answer).toMatchObject({ userId: to, mailsOwner: mails })
})

const people = fc.uniqueArray(
  fc.record({
    userId: fc.integer({ min: 1, max: 40 }).map(String),
    isActive: fc.boolean(),
    hasPaidSeat: fc.boolean(),
    mayAct: fc.boolean(),
    isMeant: fc.boolean(),
    availability: fc.constantFrom('available' as const, 'away' as const, 'outside-hours' as const),
  }),
  { selector: ({ userId }) => userId, maxLength: 12 },
)

test('S25 as the model says: of those who can, the first by (last turn, id), over random people and rules', () => {
  fc.assert(
    fc.property(people, fc.boolean(), fc.array(fc.integer({ min: 1, max: 40 }).map(String)), (all, only, past) => {
      const turns = new Map(past.map((userId, at) => [userId, at + 1]))
      const can = all.filter(
        (one) =>
          one.isActive && one.isMeant && one.hasPaidSeat && one.mayAct && (one.availability === 'available' || !only),
      )
      const [first] = can.toSorted(
        (a, b) => past.lastIndexOf(a.userId) - past.lastIndexOf(b.userId) || Number(a.userId) - Number(b.userId),
      )
      expect(decide({ onlyAvailable: only }, all, turns).userId).toBe(first?.userId ?? null)
    }),
  )
})

test('S25 however many come in, those who can be given them differ by one at most', () => {
  fc.assert(
    fc.property(people, fc.integer({ min: 1, max: 60 }), (all, arrivals) => {
      const turns = new Map<string, number>()
      const given = new Map<string, number>()
      for (let turn = 1; turn <= arrivals; turn++) {
        const { userId } = decide({ onlyAvailable: true }, all, turns)
        if (userId === null) return
        turns.set(userId, turn)
        given.set(userId, (given.get(userId) ?? 0) + 1)
      }
      const counts = all.filter((one) => skipReason(one, true) === null).map(({ userId }) => given.get(userId) ?? 0)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
    }),
  )
})

import { expect, test } from 'vitest'
import type { Actor, Role } from './actor.ts'
import { canInAccount, canManageUser } from './rights.ts'

const person = (role: Role): Actor => ({
  kind: 'user',
  accountId: '1',
  userId: '2',
  name: 'Jonas Berg',
  role,
  seat: 'none',
  teamIds: new Set(),
})
const token: Actor = { kind: 'token', accountId: '1', tokenId: '3', scopes: new Set(['settings.users.write']) }

test.each([
  { role: 'super-admin', managePeople: true, createInbox: true, manageAccount: true },
  { role: 'account-access', managePeople: true, createInbox: true, manageAccount: false },
  { role: 'user', managePeople: false, createInbox: false, manageAccount: false },
] as const)('S60 what $role may in the account', ({ role, ...rights }) => {
  for (const [action, isAllowed] of Object.entries(rights))
    expect({ action, isAllowed: canInAccount(person(role), action as keyof typeof rights) }).toEqual({
      action,
      isAllowed,
    })
})

test.each([
  { actor: 'super-admin', target: 'super-admin', newRole: 'user', isAllowed: true },
  { actor: 'account-access', target: 'account-access', newRole: 'user', isAllowed: true },
  { actor: 'account-access', target: 'user', newRole: 'account-access', isAllowed: true },
  { actor: 'account-access', target: 'user', newRole: 'super-admin', isAllowed: false },
  { actor: 'account-access', target: 'super-admin', newRole: 'super-admin', isAllowed: false },
  { actor: 'user', target: 'user', newRole: 'user', isAllowed: false },
] as const)('S60 $actor makes a $target a $newRole: $isAllowed', ({ actor, target, newRole, isAllowed }) => {
  expect(canManageUser(person(actor), { role: target }, newRole)).toBe(isAllowed)
})

test('S60 a token manages nobody through the rights of people', () => {
  expect(canInAccount(token, 'managePeople')).toBe(false)
  expect(canManageUser(token, { role: 'user' })).toBe(false)
})

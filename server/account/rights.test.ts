import { expect, test } from 'vitest'
import type { Actor, Role } from './actor.ts'
import { canInAccount, canManageUser, canRemoveUser } from './rights.ts'

const person = (role: Role): Actor => ({
  kind: 'user',
  accountId: '1',
  userId: '2',
  name: 'Jonas Berg',
  role,
  seat: 'none',
  teamIds: new Set(),
})

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

test.each([
  { role: 'super-admin', isAllowed: true },
  { role: 'account-access', isAllowed: false },
  { role: 'user', isAllowed: false },
] as const)('S60 $role removes a user for good: $isAllowed', ({ role, isAllowed }) => {
  expect(canRemoveUser(person(role), { role: 'user' })).toBe(isAllowed)
})

test.each([
  { scope: 'settings.users.write', target: 'user', newRole: 'account-access', isAllowed: true },
  { scope: 'crm.objects.users.write', target: 'account-access', newRole: 'user', isAllowed: true },
  { scope: 'settings.users.write', target: 'user', newRole: 'super-admin', isAllowed: false },
  { scope: 'settings.users.write', target: 'super-admin', newRole: 'user', isAllowed: false },
  { scope: 'settings.users.read', target: 'user', newRole: 'user', isAllowed: false },
] as const)(
  'S60 a program with $scope makes a $target a $newRole: $isAllowed',
  ({ scope, target, newRole, isAllowed }) => {
    const token: Actor = { kind: 'token', accountId: '1', tokenId: '3', scopes: new Set([scope]) }
    expect(canInAccount(token, 'managePeople')).toBe(false)
    expect(canManageUser(token, { role: target }, newRole)).toBe(isAllowed)
  },
)

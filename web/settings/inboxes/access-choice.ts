import type { ChangeInboxAccess, InboxAccess } from '../../data/types.ts'

/** What stands in the form. Who was chosen stays while *Everyone* is, so that going back loses nobody. */
export type Choice = ChangeInboxAccess
type One = { kind: 'user' | 'team'; id: string }
type Change = { kind: 'access'; access: Choice['access'] } | { kind: 'user' | 'team'; id: string; isAdded: boolean }

export const choiceOf = ({ access, userIds, teamIds }: InboxAccess): Choice => ({ access, userIds, teamIds })

export function withOne(choice: Choice, { kind, id }: One): Choice {
  return kind === 'user'
    ? { ...choice, userIds: [...choice.userIds, id] }
    : { ...choice, teamIds: [...choice.teamIds, id] }
}

export function withoutOne(choice: Choice, { kind, id }: One): Choice {
  return kind === 'user'
    ? { ...choice, userIds: choice.userIds.filter((one) => one !== id) }
    : { ...choice, teamIds: choice.teamIds.filter((one) => one !== id) }
}

/** What saving would change. With *Everyone* nobody is chosen, so nobody was added or removed. Pure. */
export function changesBetween(before: Choice, after: Choice): Change[] {
  const access: Change[] = before.access === after.access ? [] : [{ kind: 'access', access: after.access }]
  if (after.access === 'everyone') return access
  return [
    ...access,
    ...differences('team', before.teamIds, after.teamIds),
    ...differences('user', before.userIds, after.userIds),
  ]
}

function differences(kind: One['kind'], before: readonly string[], after: readonly string[]): Change[] {
  return [
    ...after.filter((id) => !before.includes(id)).map((id) => ({ kind, id, isAdded: true })),
    ...before.filter((id) => !after.includes(id)).map((id) => ({ kind, id, isAdded: false })),
  ]
}

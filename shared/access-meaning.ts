/** Who has access to an inbox, as *Access* says it: saved, or chosen on the screen and not saved yet (S10). */
export type AccessChoice = {
  access: 'everyone' | 'specific'
  userIds: ReadonlySet<string>
  teamIds: ReadonlySet<string>
}

export type AccessPerson = {
  id: string
  role: 'super-admin' | 'account-access' | 'user'
  teamIds: Iterable<string>
}

/**
 * - `works`: sees the inbox and acts in it
 * - `views`: sees it and everything in it by role, and can do nothing there (S12)
 * - `unseen`: does not see that it exists
 */
export type Standing = 'works' | 'views' | 'unseen'

/** Where a person stands in an inbox. A seat decides nothing here: it limits automatic assignment alone (S11). Pure. */
export function standingOf(person: AccessPerson, choice: AccessChoice): Standing {
  if (isChosen(person, choice)) return 'works'
  return seesEveryInbox(person) ? 'views' : 'unseen'
}

/** *What this means*: everybody by where they would stand, in the order given. Pure. */
export function accessMeaning<Person extends AccessPerson>(
  people: readonly Person[],
  choice: AccessChoice,
): Record<Standing, Person[]> {
  const meaning: Record<Standing, Person[]> = { works: [], views: [], unseen: [] }
  for (const person of people) meaning[standingOf(person, choice)].push(person)
  return meaning
}

const seesEveryInbox = ({ role }: AccessPerson) => role !== 'user'

function isChosen({ id, teamIds }: AccessPerson, choice: AccessChoice): boolean {
  if (choice.access === 'everyone' || choice.userIds.has(id)) return true
  for (const teamId of teamIds) if (choice.teamIds.has(teamId)) return true
  return false
}

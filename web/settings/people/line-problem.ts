import type { InvitationLine } from '../../data/types.ts'
import { t } from '../../labels/labels.ts'

type Code = InvitationLine['problems'][number]['code']

const codes: readonly Code[] = [
  'badAddress',
  'repeated',
  'alreadyUser',
  'deactivatedUser',
  'alreadyInvited',
  'unknownRole',
  'unknownSeat',
  'unknownTeam',
  'noSeat',
  'roleAbove',
]

/** What is wrong with somebody who is to be invited, or null for a code that is not one of these. */
export function lineProblemText(code: string, value: string): string | null {
  const known = codes.find((one) => one === code)
  switch (known) {
    case undefined:
      return null
    case 'noSeat':
    case 'roleAbove':
      return t(`people.line.${known}`)
    default:
      return t(`people.line.${known}`, { value })
  }
}

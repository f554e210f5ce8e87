/** *Automatically assign conversations* of a channel. */
export const assignment = {
  'assignment.switch': 'Automatically assign conversations',
  'assignment.switchHint': 'New mail to this address goes to the people you choose.',
  'assignment.to': 'Assign to',
  'assignment.specific': 'Specific users and teams',
  'assignment.contactOwner': 'Contact owner',
  'assignment.ownerHint': 'Whoever owns the contact. An owner who is not available is mailed the message.',
  'assignment.add': 'Add a user or team',
  'assignment.team': { one: '{count} main member', other: '{count} main members' },
  'assignment.cannot.inactive': 'Is deactivated',
  'assignment.cannot.noSeat': 'Has no paid seat',
  'assignment.cannot.noAccess': 'Has no access to the inbox',
  'assignment.cannot.teamGone': 'The team was deleted',
  'assignment.cannot.teamEmpty': 'No main member can be given conversations',
  'assignment.excluded': {
    one: '{count} person cannot be added, because they have no paid seat.',
    other: '{count} people cannot be added, because they have no paid seat.',
  },
  'assignment.seeWho': 'See who',
  'assignment.onlyAvailable': 'Only assign to available users',
  'assignment.onlyAvailableHint': 'When nobody is available, the conversation stays unassigned.',
  'assignment.reopened': 'Assign reopened conversations anew',
  'assignment.reopenedHint':
    'When a customer writes again and the person responsible has left or is not available. Otherwise it stays as it is.',
  'assignment.broken': 'The rule passes over {names}.',
  'assignment.try': 'Try this rule on the last 1,000 conversations',
  'assignment.tried': {
    one: '{count} conversation was tried. Nothing was changed.',
    other: '{count} conversations were tried. Nothing was changed.',
  },
  'assignment.tryNote': 'Working hours and days off count; that somebody had set himself away is not known afterwards.',
  'assignment.unassigned': 'Unassigned: {reason}',
} as const

export const invitation = {
  'invitation.title': 'Join {account}',
  'invitation.lead': '{inviter} invites you to the shared inbox of {account}.',
  'invitation.leadNobody': 'You are invited to the shared inbox of {account}.',
  'invitation.checking': 'Looking at the invitation',
  'invitation.failed': 'This invitation does not open',
  'invitation.expired': 'It is used, withdrawn, older than seven days, or a newer one was sent. Ask for a new one.',
  'invitation.choosePassword': 'Choose a password',
  'invitation.accept': 'Accept invitation',
  'invitation.haveLogin': 'You sign in with {email} already. Sign in, and you are in.',
  'invitation.asYou': 'You are signed in as {email}.',
  'invitation.otherLogin': 'You are signed in as {email}, but the invitation is for {invited}. Sign in as that person.',
  'invitation.newPassword': 'Choose a new password',
  'invitation.newPasswordHint':
    'Your address was never proven, so somebody else may know your password. The new one is yours alone, and every other browser is signed out.',
  'invitation.currentPassword': 'Your password',
  'shell.switchAccount': 'Switch account',
} as const

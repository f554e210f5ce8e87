/** The sentences of `shared/problems.ts`, for people in front of a screen. */
export const problems = {
  'problem.offline': 'The server did not answer. Check the connection and try again.',
  'problem.invalid': 'This was not accepted: {message}',
  'problem.notJson': 'This was not accepted: {message}',
  'problem.signedOut': 'You are signed out. Sign in to go on.',
  'problem.wrongPassword':
    'The email address and the password do not belong together. Check both, or ask for a new password.',
  'problem.wrongPasskey':
    'This passkey does not sign anybody in here. Take another one, or sign in with your password.',
  'problem.wrongCode': 'This code is not right, or was used already. Wait for the next one in your app and write that.',
  'problem.wrongRecoveryCode': 'This recovery code is not right, or was used already. Each of them works once.',
  'problem.wrongCurrentPassword':
    'Your current password is not right, so nothing was changed. Write the one that you sign in with.',
  'problem.stepExpired': 'This took too long, or was done already. Begin again.',
  'problem.passkeysNeedName':
    'Browsers make passkeys only for a name with https, and {origin} is none. Whoever runs Samtale can give it one (PUBLIC_URL).',
  'problem.secondFactorNeeded':
    'This company asks everyone to sign in with two factors. Set up yours first; then everything opens.',
  'problem.ownFactorFirst':
    'Set up two factors for yourself first: else you would be the first whom Samtale keeps out.',
  'problem.missingScopes': 'This app has not been given the right to do this.',
  'problem.crossSite':
    'This request came from another website than Samtale, so nothing was changed. Open {origin} and try there.',
  'problem.notAllowed': 'Your role does not allow this. A super admin can do it.',
  'problem.viewOnly': 'You can view {inbox}, but not act in it: only the users and teams chosen under Access can.',
  'problem.planLimit':
    'The {plan} plan has room for one inbox. A super admin can choose Professional or Enterprise under Plan and seats.',
  'problem.planExtraInbox':
    'The plan has no room for {inbox}, so its settings can only be read. Its conversations go on as before; a super admin can choose a larger plan under Plan and seats.',
  'problem.signupClosed': 'New accounts cannot be created here. Ask the people who run this installation.',
  'problem.wrongSignupCode': 'The set-up code is not right. It is printed where Samtale was started.',
  'problem.notFound': 'This is not here any more, or you do not have the right to see it.',
  'problem.methodNotAllowed': 'This is not possible here.',
  'problem.emailTaken': 'Somebody signs in with this address already. Sign in with it, or take another address.',
  'problem.loginExists':
    'Somebody signs in with {email} already. Invite the person instead: an existing sign-in is never changed by others.',
  'problem.lastSuperAdmin': 'An account keeps at least one active super admin. Make somebody else super admin first.',
  'problem.teamTaken': 'There is a team “{name}” already. Take another name.',
  'problem.alreadyMember': 'You are in this account already. Sign in, and open it from the profile menu.',
  'problem.signInFirst': 'Somebody signs in with {email} already. Sign in as that person, then accept the invitation.',
  'problem.otherLogin': 'This invitation is for {email}. Sign out, and sign in with that address to accept it.',
  'problem.addressTaken': '{address} is taken. {suggestion} is free.',
  'problem.idempotencyMismatch': 'This was sent before with other content. Open the conversation again and check.',
  'problem.idempotencyRunning': 'The first attempt is still being answered. Try again in a moment.',
  'problem.threadMoved': 'A newer message came in while you wrote. Read it, then send again.',
  'problem.notRetryable': 'This message has moved on and cannot be sent again.',
  'problem.tooLarge': '{what} is larger than {limit}.',
  'problem.unsupportedType': 'This kind of content is not read here.',
  'problem.tooMany': 'Too many attempts. Wait {seconds} seconds and try again.',
  'problem.rateLimit': 'Too much at once. Wait ten seconds and try again.',
  'problem.channelOff': '{channel} is switched off: nothing can be sent from it until somebody switches it on.',
  'problem.sendingOff': '{channel} only receives: “Use the Samtale email for sending messages” is off in its settings.',
  'problem.inboxNameTaken': 'There is an inbox {name} already, in use or archived. Take another name.',
  'problem.localPartTaken': '{address} is in use already. {suggestion} is free.',
  'problem.fromAddressOurs':
    '{address} is an address of this Samtale, and not yours. Choose an address whose mail you read.',
  'problem.fromAddressUnasked': '{address} is not verified. Verify the address first, then choose it.',
  'problem.fromNameTaken': 'The fallback address {address} already sends as “{name}”. Choose another name.',
  'problem.defaultInbox': '{inbox} is the default inbox: what has no other home lands there, so it cannot be archived.',
  'problem.holdsDefaultAddress':
    '{inbox} holds {address}, the account’s first address. Move that channel to another inbox first.',
  'problem.lastFallback':
    '{channel} is the address that takes over when another breaks, so it cannot be removed. It can be switched off.',
  'problem.channelRemoved': '{channel} was removed: nothing can be sent from it any more.',
  'problem.inboxArchived':
    'The inbox of {channel} is archived: nothing can be sent from it until the inbox is restored.',
  'problem.seatNeeded':
    'Only somebody with a paid seat sets who is assigned conversations automatically. A super admin gives seats under Users and teams.',
  'problem.ruleEmpty': 'Choose at least one user or team, or assign to the contact owner.',
  'problem.ruleNoSeat':
    '{name} has no paid seat and cannot be assigned conversations automatically. Give {name} a seat first.',
  'problem.ruleNoAccess': '{name} has no access to the inbox of this channel. Give {name} access first.',
  'problem.linkExpired': 'This link is used or too old. Ask for a new one.',
  'problem.fault': 'Something broke on our side. Nothing is lost; try again.',
  'problem.unavailable': 'Samtale is stopping or its database does not answer. Try again in a few seconds.',
  'problem.noPreview': 'There is no preview of {name}. Download it to open it.',
  'problem.previewProtected': '{name} is locked with a password. Download it, and open it with the password.',
  'problem.previewTooLarge': '{name} is too large to be shown here. Download it to open it.',
  'problem.previewTooSlow': '{name} takes too long to draw, so it is not shown here. Download it to open it.',
  'problem.previewBroken':
    '{name} cannot be read: it is damaged, or not what its name says. You can download it all the same.',
  'problem.tooLateToUndo': 'This message is on its way already and cannot be taken back.',
  'problem.notYours': 'Only the person who wrote this can do that.',
  'problem.factorsFirst':
    '{email} signs in with two factors and is in no account that could ask for the second. Ask the people who run this installation to remove it, then accept the invitation.',
} as const

/**
 * Every refusal that Samtale expects, in one table: code → HTTP status, HubSpot's category, and the sentence that says
 * what happened and what to do. `{name}` in a sentence is filled from the problem's details. The screens show the label
 * of the same code in the reader's language (`problem.CODE` in the catalogues), the API the sentence here.
 */
type Row = { status: number; category: string; subCategory?: string; sentence: string }

export const problems = {
  invalid: { status: 400, category: 'VALIDATION_ERROR', sentence: '{message}' },
  notJson: { status: 400, category: 'VALIDATION_ERROR', sentence: 'The body is not valid JSON: {message}' },
  signedOut: {
    status: 401,
    category: 'INVALID_AUTHENTICATION',
    sentence: 'Authentication credentials not found.',
  },
  wrongPassword: {
    status: 401,
    category: 'INVALID_AUTHENTICATION',
    sentence: 'The email address and the password do not belong together. Check both, or ask for a new password.',
  },
  wrongPasskey: {
    status: 401,
    category: 'INVALID_AUTHENTICATION',
    subCategory: 'SignIn.PASSKEY',
    sentence: 'This passkey does not sign anybody in here. Take another one, or sign in with your password.',
  },
  wrongCode: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'SignIn.CODE',
    sentence: 'This code is not right, or was used already. Wait for the next one in your app and write that.',
  },
  wrongRecoveryCode: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'SignIn.RECOVERY_CODE',
    sentence: 'This recovery code is not right, or was used already. Each of them works once.',
  },
  wrongCurrentPassword: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'Password.CURRENT',
    sentence: 'Your current password is not right, so nothing was changed. Write the one that you sign in with.',
  },
  stepExpired: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'SignIn.STEP',
    sentence: 'This took too long, or was done already. Begin again.',
  },
  passkeysNeedName: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'Passkey.SITE',
    sentence:
      'Browsers make passkeys only for a name with https, and {origin} is none. Whoever runs Samtale can give it one (PUBLIC_URL).',
  },
  secondFactorNeeded: {
    status: 403,
    category: 'FORBIDDEN',
    subCategory: 'SignIn.SECOND_FACTOR',
    sentence: 'This company asks everyone to sign in with two factors. Set up yours first; then everything opens.',
  },
  ownFactorFirst: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'SecondFactor.OWN_FIRST',
    sentence: 'Set up two factors for yourself first: else you would be the first whom Samtale keeps out.',
  },
  missingScopes: {
    status: 403,
    category: 'MISSING_SCOPES',
    sentence: "This app hasn't been granted all required scopes to make this call.",
  },
  crossSite: {
    status: 403,
    category: 'FORBIDDEN',
    subCategory: 'Request.CROSS_SITE',
    sentence:
      'This request came from another website than Samtale, so nothing was changed. Open {origin} and try there.',
  },
  notAllowed: {
    status: 403,
    category: 'FORBIDDEN',
    sentence: 'Your role does not allow this. A super admin can do it.',
  },
  notYours: {
    status: 403,
    category: 'FORBIDDEN',
    sentence: 'Only the person who wrote this can do that.',
  },
  viewOnly: {
    status: 403,
    category: 'FORBIDDEN',
    subCategory: 'InboxAccess.VIEW_ONLY',
    sentence: 'You can view {inbox}, but not act in it: only the users and teams chosen under Access can.',
  },
  planLimit: {
    status: 403,
    category: 'FORBIDDEN',
    subCategory: 'Plan.LIMIT',
    sentence:
      'The {plan} plan has room for one inbox. A super admin can choose Professional or Enterprise under Plan and seats.',
  },
  planExtraInbox: {
    status: 403,
    category: 'FORBIDDEN',
    subCategory: 'Plan.EXTRA_INBOX',
    sentence:
      'The plan has no room for {inbox}, so its settings can only be read. Its conversations go on as before; a super admin can choose a larger plan under Plan and seats.',
  },
  signupClosed: {
    status: 403,
    category: 'FORBIDDEN',
    subCategory: 'SignUp.CLOSED',
    sentence: 'New accounts cannot be created here. Ask the people who run this installation.',
  },
  wrongSignupCode: {
    status: 403,
    category: 'FORBIDDEN',
    subCategory: 'SignUp.CODE',
    sentence: 'The set-up code is not right. It is printed where Samtale was started.',
  },
  notFound: { status: 404, category: 'OBJECT_NOT_FOUND', sentence: 'resource not found' },
  methodNotAllowed: { status: 405, category: 'METHOD_NOT_ALLOWED', sentence: '{method} is not possible here.' },
  emailTaken: {
    status: 409,
    category: 'CONFLICT',
    sentence: 'email: somebody signs in with this address already. Sign in with it, or take another address.',
  },
  loginExists: {
    status: 409,
    category: 'CONFLICT',
    subCategory: 'Login.EXISTS',
    sentence:
      'email: somebody signs in with {email} already. Invite the person instead: an existing sign-in is never changed by others.',
  },
  lastSuperAdmin: {
    status: 409,
    category: 'CONFLICT',
    subCategory: 'User.LAST_SUPER_ADMIN',
    sentence: 'An account keeps at least one active super admin. Make somebody else super admin first.',
  },
  teamTaken: {
    status: 409,
    category: 'CONFLICT',
    subCategory: 'Team.TAKEN',
    sentence: 'name: there is a team "{name}" already. Take another name.',
  },
  alreadyMember: {
    status: 409,
    category: 'CONFLICT',
    subCategory: 'Invitation.MEMBER',
    sentence: 'You are in this account already. Sign in, and open it from the profile menu.',
  },
  signInFirst: {
    status: 409,
    category: 'CONFLICT',
    subCategory: 'Invitation.SIGN_IN',
    sentence: 'Somebody signs in with {email} already. Sign in as that person, then accept the invitation.',
  },
  factorsFirst: {
    status: 409,
    category: 'CONFLICT',
    subCategory: 'Invitation.FACTORS',
    sentence:
      '{email} signs in with two factors and is in no account that could ask for the second. Ask the people who run this installation to remove it (user factors --remove), then accept the invitation.',
  },
  otherLogin: {
    status: 403,
    category: 'FORBIDDEN',
    subCategory: 'Invitation.OTHER_LOGIN',
    sentence: 'This invitation is for {email}. Sign out, and sign in with that address to accept it.',
  },
  addressTaken: {
    status: 409,
    category: 'CONFLICT',
    sentence: 'inboxAddress: {address} is taken. {suggestion} is free.',
  },
  inboxNameTaken: {
    status: 409,
    category: 'CONFLICT',
    sentence: 'name: there is an inbox {name} already, in use or archived. Take another name.',
  },
  localPartTaken: {
    status: 409,
    category: 'CONFLICT',
    sentence: 'localPart: {address} is in use already. {suggestion} is free.',
  },
  fromNameTaken: {
    status: 409,
    category: 'CONFLICT',
    sentence: 'companyName: the fallback address {address} already sends as “{name}”. Choose another name.',
  },
  fromAddressOurs: {
    status: 409,
    category: 'CONFLICT',
    sentence: 'address: {address} is an address of this Samtale, and not yours. Choose an address whose mail you read.',
  },
  fromAddressUnasked: {
    status: 409,
    category: 'CONFLICT',
    sentence: 'fromAddress: {address} is not verified. Verify the address first, then choose it.',
  },
  defaultInbox: {
    status: 409,
    category: 'CONFLICT',
    subCategory: 'Inbox.DEFAULT',
    sentence: '{inbox} is the default inbox: what has no other home lands there, so it cannot be archived.',
  },
  holdsDefaultAddress: {
    status: 409,
    category: 'CONFLICT',
    subCategory: 'Inbox.DEFAULT_ADDRESS',
    sentence: '{inbox} holds {address}, the account’s first address. Move that channel to another inbox first.',
  },
  lastFallback: {
    status: 409,
    category: 'CONFLICT',
    subCategory: 'ChannelAccount.LAST_FALLBACK',
    sentence:
      '{channel} is the address that takes over when another breaks, so it cannot be removed. It can be switched off.',
  },
  idempotencyMismatch: {
    status: 409,
    category: 'CONFLICT',
    subCategory: 'Idempotency.OTHER_BODY',
    sentence: 'Idempotency-Key: this key was used for another request. Take a new key for each new thing.',
  },
  threadMoved: {
    status: 409,
    category: 'CONFLICT',
    subCategory: 'Thread.MOVED',
    sentence: 'A newer message came in while you wrote. Read it, then send again.',
  },
  notRetryable: {
    status: 409,
    category: 'CONFLICT',
    subCategory: 'Delivery.STATE',
    sentence: 'This message is {state}; only a failed or uncertain one can be sent again.',
  },
  tooLateToUndo: {
    status: 409,
    category: 'CONFLICT',
    subCategory: 'Delivery.BEGUN',
    sentence: 'This message is on its way already and cannot be taken back.',
  },
  tooLarge: { status: 413, category: 'PAYLOAD_TOO_LARGE', sentence: '{what} is larger than {limit}.' },
  unsupportedType: {
    status: 415,
    category: 'UNSUPPORTED_MEDIA_TYPE',
    sentence: 'Content-Type: {type} is not read here; send application/json.',
  },
  noPreview: {
    status: 415,
    category: 'UNSUPPORTED_MEDIA_TYPE',
    subCategory: 'Preview.NONE',
    sentence: 'There is no preview of {name}. Download it to open it.',
  },
  previewProtected: {
    status: 422,
    category: 'VALIDATION_ERROR',
    subCategory: 'Preview.PROTECTED',
    sentence: '{name} is locked with a password. Download it, and open it with the password.',
  },
  previewTooLarge: {
    status: 422,
    category: 'VALIDATION_ERROR',
    subCategory: 'Preview.TOO_LARGE',
    sentence: '{name} is too large to be shown here. Download it to open it.',
  },
  previewTooSlow: {
    status: 422,
    category: 'VALIDATION_ERROR',
    subCategory: 'Preview.TOO_SLOW',
    sentence: '{name} takes too long to draw, so it is not shown here. Download it to open it.',
  },
  previewBroken: {
    status: 422,
    category: 'VALIDATION_ERROR',
    subCategory: 'Preview.BROKEN',
    sentence: '{name} cannot be read: it is damaged, or not what its name says. You can download it all the same.',
  },
  tooMany: {
    status: 429,
    category: 'RATE_LIMITS',
    sentence: 'Too many attempts. Wait {seconds} seconds and try again.',
  },
  rateLimit: {
    status: 429,
    category: 'RATE_LIMITS',
    sentence: 'You have reached your ten_secondly_rolling limit.',
  },
  channelOff: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'ChannelAccount.OFF',
    sentence: '{channel} is switched off: nothing can be sent from it until somebody switches it on.',
  },
  sendingOff: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'ChannelAccount.SENDING_OFF',
    sentence: '{channel} only receives: "Use the Samtale email for sending messages" is off in its settings.',
  },
  channelRemoved: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'ChannelAccount.REMOVED',
    sentence: '{channel} was removed: nothing can be sent from it any more.',
  },
  inboxArchived: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'Inbox.ARCHIVED',
    sentence: 'The inbox of {channel} is archived: nothing can be sent from it until the inbox is restored.',
  },
  seatNeeded: {
    status: 403,
    category: 'FORBIDDEN',
    subCategory: 'AssignmentRule.SEAT',
    sentence:
      'Only somebody with a paid seat sets who is assigned conversations automatically. A super admin gives seats under Users and teams.',
  },
  ruleEmpty: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'AssignmentRule.EMPTY',
    sentence: 'Choose at least one user or team, or assign to the contact owner.',
  },
  ruleNoSeat: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'AssignmentRule.NO_SEAT',
    sentence: '{name} has no paid seat and cannot be assigned conversations automatically. Give {name} a seat first.',
  },
  ruleNoAccess: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'AssignmentRule.NO_ACCESS',
    sentence: '{name} has no access to the inbox of this channel. Give {name} access first.',
  },
  linkExpired: {
    status: 400,
    category: 'VALIDATION_ERROR',
    subCategory: 'Link.EXPIRED',
    sentence: 'This link is used or too old. Ask for a new one.',
  },
  fault: {
    status: 500,
    category: 'INTERNAL_ERROR',
    sentence: 'Something broke on our side. Nothing is lost; try again. If it stays so, tell us {correlationId}.',
  },
  unavailable: {
    status: 503,
    category: 'INTERNAL_ERROR',
    sentence: 'Samtale is stopping or its database does not answer. Try again in a few seconds.',
  },
} as const satisfies Record<string, Row>

export type ProblemCode = keyof typeof problems
export type ProblemDetails = Record<string, string | number>

/** The English sentence of a problem, its `{name}`s filled. A detail that is missing leaves its name visible. */
export function problemSentence(code: ProblemCode, details: ProblemDetails = {}): string {
  return problems[code].sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole))
}

/**
 * An expected refusal. `errors` are the fields that are wrong, each with the name it has in the request.
 */
export class Problem extends Error {
  override name = 'Problem'
  readonly code: ProblemCode
  readonly details: ProblemDetails
  readonly errors: readonly FieldError[]

  constructor(code: ProblemCode, details: ProblemDetails = {}, errors: readonly FieldError[] = []) {
    super(problemSentence(code, details))
    this.code = code
    this.details = details
    this.errors = errors
  }
}

/** A problem told before it happens, as a screen shows it. */
export const refusalOf = ({ code, message, details }: Problem) => ({ code, sentence: message, details })

export type FieldError = { message: string; code?: string; in?: string; context?: Record<string, string[]> }

/** A value that is not right: `field` as the request names it, and what it takes. */
export function invalid(field: string, takes: string): Problem {
  const message = `${field}: ${takes}`
  return new Problem('invalid', { message, field }, [{ message, in: field, code: 'INVALID_VALUE' }])
}

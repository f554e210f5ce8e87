import type {
  AccessCandidates,
  ApiErrorBody,
  AskForReset,
  Assignable,
  Assignment,
  AssignmentCandidates,
  AssignmentTrial,
  AttachedMail,
  AuditPage,
  ChangeChannel,
  ChangeInboxAccess,
  ChannelSettings,
  ChannelSettingsList,
  CompanyNameCheck,
  ContactRecord,
  ContactThreadPage,
  CreatedPrivateApp,
  CreateInbox,
  Delivery,
  Draft,
  DraftContent,
  EmailContact,
  FactorAdded,
  FallbackAddressCheck,
  FilePreview,
  ForwardingConfirmationList,
  FromAddressDns,
  HsMessage,
  InboxAccess,
  InboxAddress,
  InboxOverview,
  InboxSettings,
  InboxSettingsList,
  Invitation,
  InvitationAcceptance,
  InvitationJoin,
  InvitationLine,
  InvitationText,
  MoveChannel,
  NewInvitation,
  NewPasskey,
  NewPrivateApp,
  OpenFromAddressProof,
  OpenInvitation,
  OpenSession,
  OutboxPage,
  OwnAccounts,
  PasskeyAssertion,
  PasskeyCreation,
  PasskeyRequest,
  PasswordChange,
  Person,
  PersonChange,
  PersonCreation,
  PipelineList,
  PlanChange,
  PlanOverview,
  PrivateAppList,
  Profile,
  ProfileChange,
  ResetPassword,
  SecondFactor,
  Security,
  SendComment,
  SendMessage,
  SentEmail,
  SentInvitation,
  Session,
  SignedIn,
  SignIn,
  SignUp,
  Team,
  TeamChange,
  TeamCreation,
  TeamManagement,
  ThreadDetails,
  ThreadDrafts,
  ThreadPage,
  ThreadView,
  Ticket,
  TicketChange,
  TicketPage,
  TimelinePage,
  TotpSetup,
  UserAvailability,
  Welcome,
  WorkingHours,
  WorkingHoursChange,
} from './types.ts'

/**
 * A refusal of the server, or its silence (`status` 0, `code` 'offline'). `code` and `details` belong to `problemText`,
 * which says it in the reader's language; `message` is the server's English sentence.
 */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly details: Record<string, string | number>
  readonly errors: NonNullable<ApiErrorBody['errors']>

  constructor(status: number, body: Partial<ApiErrorBody>, cause?: unknown) {
    super(body.message ?? 'The server did not answer.', { cause })
    this.name = 'ApiProblem'
    this.status = status
    this.code = body.code ?? (status === 0 ? 'offline' : 'fault')
    this.details = body.details ?? {}
    this.errors = body.errors ?? []
  }
}

type Query = Record<string, string | number | null | undefined>
type Options = {
  query?: Query
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
  /** Goes through also when the page closes meanwhile; the body may be 64 KB. */
  keepalive?: boolean
}

const workingHoursPath = (userId: string | null) =>
  userId ? `/api/users/${userId}/working-hours` : '/api/profile/working-hours'
const conversations = '/conversations/v3/conversations'

/** The questions and commands of the API that the screens use, by name. All reject with `ApiProblem`. */
export const api = {
  welcome: (signal?: AbortSignal) => request<Welcome>('GET', '/api/welcome', { ...optional(signal) }),
  inboxAddress: (text: string, signal?: AbortSignal) =>
    request<InboxAddress>('GET', `/api/inbox-addresses/${encodeURIComponent(text)}`, { ...optional(signal) }),
  signUp: (body: SignUp) => request<Session>('POST', '/api/accounts', { body }),
  signIn: (body: SignIn) => request<SignedIn>('POST', '/api/session', { body }),
  finishSignIn: (body: SecondFactor) => request<Session>('POST', '/api/session/second-factor', { body }),
  /** `challenge`: of who is half in, and whose own passkeys are then named */
  passkeyRequest: (challenge?: string) =>
    request<PasskeyRequest>('POST', '/api/session/passkey-request', { body: challenge ? { challenge } : {} }),
  signInByPasskey: (body: PasskeyAssertion) => request<Session>('POST', '/api/session/passkey', { body }),
  signOut: () => request<void>('DELETE', '/api/session'),
  session: (signal?: AbortSignal) => request<Session>('GET', '/api/session', { ...optional(signal) }),
  changeProfile: (body: ProfileChange) => request<Session>('PATCH', '/api/profile', { body, keepalive: true }),
  profile: (signal?: AbortSignal) => request<Profile>('GET', '/api/profile', { ...optional(signal) }),
  setAvatar: (file: File) => {
    const form = new FormData()
    form.append('file', file)
    return request<Session>('PUT', '/api/profile/avatar', { body: form })
  },
  uploadSignatureImage: (file: File) => {
    const form = new FormData()
    form.set('file', file, file.name)
    return request<{ id: string }>('POST', '/api/signature-images', { body: form })
  },
  removeAvatar: () => request<Session>('DELETE', '/api/profile/avatar'),
  askForReset: (body: AskForReset) => request<void>('POST', '/api/password-resets', { body }),
  resetPassword: (body: ResetPassword) => request<void>('PUT', '/api/password-resets', { body }),

  security: (signal?: AbortSignal) => request<Security>('GET', '/api/security', { ...optional(signal) }),
  changePassword: (body: PasswordChange) => request<void>('PUT', '/api/password', { body }),
  beginTotp: (password: string) => request<TotpSetup>('POST', '/api/totp', { body: { password } }),
  confirmTotp: (body: { setup: string; code: string }) => request<FactorAdded>('POST', '/api/totp/confirm', { body }),
  removeTotp: (password: string) => request<void>('POST', '/api/totp/remove', { body: { password } }),
  renewRecoveryCodes: (password: string) =>
    request<{ recoveryCodes: string[] }>('POST', '/api/recovery-codes', { body: { password } }),
  beginPasskey: (password: string) => request<PasskeyCreation>('POST', '/api/passkeys/begin', { body: { password } }),
  addPasskey: (body: NewPasskey) => request<FactorAdded>('POST', '/api/passkeys', { body }),
  renamePasskey: (id: string, name: string) => request<void>('PATCH', `/api/passkeys/${id}`, { body: { name } }),
  removePasskey: (id: string, password: string) =>
    request<void>('POST', `/api/passkeys/${id}/remove`, { body: { password } }),
  sessions: (signal?: AbortSignal) =>
    request<{ results: OpenSession[] }>('GET', '/api/sessions', { ...optional(signal) }),
  endSession: (id: string) => request<void>('DELETE', `/api/sessions/${id}`),
  endOtherSessions: () => request<void>('DELETE', '/api/sessions'),
  requireSecondFactor: (isRequired: boolean) =>
    request<void>('PUT', '/api/account/second-factor', { body: { isRequired } }),
  people: (signal?: AbortSignal) => request<{ results: Person[] }>('GET', '/api/users', { ...optional(signal) }),
  createPerson: (body: PersonCreation) => request<Person>('POST', '/api/users', { body }),
  changePerson: (id: string, body: PersonChange) => request<Person>('PATCH', `/api/users/${id}`, { body }),
  removePerson: (id: string) => request<void>('DELETE', `/api/users/${id}`),
  teams: (signal?: AbortSignal) => request<{ results: Team[] }>('GET', '/api/teams', { ...optional(signal) }),
  createTeam: (body: TeamCreation) => request<Team>('POST', '/api/teams', { body }),
  changeTeam: (id: string, body: TeamChange) => request<Team>('PATCH', `/api/teams/${id}`, { body }),
  removeTeam: (id: string) => request<void>('DELETE', `/api/teams/${id}`),
  invitations: (signal?: AbortSignal) =>
    request<{ results: Invitation[] }>('GET', '/api/invitations', { ...optional(signal) }),
  previewInvitations: (body: InvitationText) =>
    request<{ lines: InvitationLine[] }>('POST', '/api/invitations/preview', { body }),
  invite: (invitations: NewInvitation[]) =>
    request<{ results: SentInvitation[] }>('POST', '/api/invitations', { body: { invitations } }),
  inviteAgain: (id: string) => request<SentInvitation>('POST', `/api/invitations/${id}/resend`, { body: {} }),
  withdrawInvitation: (id: string) => request<void>('DELETE', `/api/invitations/${id}`),
  openInvitation: (token: string) => request<OpenInvitation>('POST', '/api/invitations/open', { body: { token } }),
  acceptInvitation: (body: InvitationAcceptance) => request<Session>('POST', '/api/invitations/accept', { body }),
  joinAccount: (body: InvitationJoin) => request<Session>('POST', '/api/invitations/join', { body }),
  accounts: (signal?: AbortSignal) => request<OwnAccounts>('GET', '/api/accounts', { ...optional(signal) }),
  switchAccount: (accountId: string) => request<Session>('POST', '/api/session/account', { body: { accountId } }),

  overview: (signal?: AbortSignal) => request<InboxOverview>('GET', '/api/inbox', { ...optional(signal) }),
  availability: (signal?: AbortSignal) =>
    request<UserAvailability>('GET', '/api/availability', { ...optional(signal) }),
  /** `userId` null: one's own. */
  setAvailability: (userId: string | null, availability: 'available' | 'away') =>
    request<UserAvailability>('PUT', userId ? `/api/users/${userId}/availability` : '/api/availability', {
      body: { availability },
    }),
  workingHours: (userId: string | null, signal?: AbortSignal) =>
    request<WorkingHours>('GET', workingHoursPath(userId), { ...optional(signal) }),
  changeWorkingHours: (userId: string | null, body: WorkingHoursChange) =>
    request<WorkingHours>('PUT', workingHoursPath(userId), { body }),
  team: (signal?: AbortSignal) => request<TeamManagement>('GET', '/api/team-management', { ...optional(signal) }),
  setAsksForBrowser: (asksForBrowser: boolean) =>
    request<unknown>('PUT', '/api/availability-settings', { body: { asksForBrowser } }),
  threads: (
    query: { view: ThreadView; inboxId: string | null; limit: number; after: string | null },
    signal?: AbortSignal,
  ) => request<ThreadPage>('GET', '/api/threads', { query, ...optional(signal) }),
  thread: (id: string, signal?: AbortSignal) =>
    request<ThreadDetails>('GET', `/api/threads/${id}`, { ...optional(signal) }),
  timeline: (id: string, query: { limit: number; after: string | null }, signal?: AbortSignal) =>
    request<TimelinePage>('GET', `/api/threads/${id}/timeline`, { query, ...optional(signal) }),
  filePreview: (fileId: string, query: { part: string | null; page: number }, signal?: AbortSignal) =>
    request<FilePreview>('GET', `/api/files/${fileId}/preview`, { query, ...optional(signal) }),
  attachedMail: (fileId: string, query: { part: string | null }, signal?: AbortSignal) =>
    request<AttachedMail>('GET', `/api/files/${fileId}/mail`, { query, ...optional(signal) }),
  assignable: (inboxId: string, signal?: AbortSignal) =>
    request<Assignable>('GET', `/api/inboxes/${inboxId}/assignable`, { ...optional(signal) }),
  inboxAccess: (inboxId: string, signal?: AbortSignal) =>
    request<InboxAccess>('GET', `/api/inboxes/${inboxId}/access`, { ...optional(signal) }),
  changeInboxAccess: (inboxId: string, body: ChangeInboxAccess) =>
    request<InboxAccess>('PUT', `/api/inboxes/${inboxId}/access`, { body }),
  moveThread: (id: string, inboxId: string) =>
    request<ThreadDetails>('POST', `/api/threads/${id}/inbox`, { body: { inboxId } }),

  inboxSettings: (signal?: AbortSignal) => request<InboxSettingsList>('GET', '/api/inboxes', { ...optional(signal) }),
  accessCandidates: (signal?: AbortSignal) =>
    request<AccessCandidates>('GET', '/api/access-candidates', { ...optional(signal) }),
  createInbox: (body: CreateInbox, idempotencyKey: string) =>
    request<InboxSettings>('POST', '/api/inboxes', { body, headers: { 'Idempotency-Key': idempotencyKey } }),
  renameInbox: (id: string, name: string) => request<InboxSettings>('PATCH', `/api/inboxes/${id}`, { body: { name } }),
  archiveInbox: (id: string) => request<InboxSettings>('POST', `/api/inboxes/${id}/archive`),
  restoreInbox: (id: string) => request<InboxSettings>('POST', `/api/inboxes/${id}/restore`),
  channels: (inboxId: string, signal?: AbortSignal) =>
    request<ChannelSettingsList>('GET', `/api/inboxes/${inboxId}/channels`, { ...optional(signal) }),
  channel: (id: string, signal?: AbortSignal) =>
    request<ChannelSettings>('GET', `/api/channels/${id}`, { ...optional(signal) }),
  fallbackAddress: (text: string, signal?: AbortSignal) =>
    request<FallbackAddressCheck>('GET', `/api/fallback-addresses/${encodeURIComponent(text)}`, {
      ...optional(signal),
    }),
  connectChannel: (inboxId: string, localPart: string, idempotencyKey: string) =>
    request<ChannelSettings>('POST', `/api/inboxes/${inboxId}/channels`, {
      body: { type: 'fallback-email', localPart },
      headers: { 'Idempotency-Key': idempotencyKey },
    }),
  assignmentCandidates: (id: string, signal?: AbortSignal) =>
    request<AssignmentCandidates>('GET', `/api/channels/${id}/assignment-candidates`, { ...optional(signal) }),
  tryAssignment: (id: string, assignment: Assignment) =>
    request<AssignmentTrial>('POST', `/api/channels/${id}/try-assignment`, { body: { assignment } }),
  companyName: (id: string, text: string, signal?: AbortSignal) =>
    request<CompanyNameCheck>('GET', `/api/channels/${id}/company-names/${encodeURIComponent(text)}`, {
      ...optional(signal),
    }),
  forwardingConfirmations: (id: string, signal?: AbortSignal) =>
    request<ForwardingConfirmationList>('GET', `/api/channels/${id}/forwarding-confirmations`, { ...optional(signal) }),
  dismissForwarding: (id: string, confirmationId: string) =>
    request<void>('DELETE', `/api/channels/${id}/forwarding-confirmations/${confirmationId}`),
  askForFromAddress: (id: string, address: string) =>
    request<ChannelSettings>('POST', `/api/channels/${id}/from-address`, { body: { address } }),
  fromAddressDns: (id: string, addressId: string, signal?: AbortSignal) =>
    request<FromAddressDns>('GET', `/api/channels/${id}/from-addresses/${addressId}/dns`, { ...optional(signal) }),
  giveUpFromAddress: (id: string, addressId: string) =>
    request<ChannelSettings>('DELETE', `/api/channels/${id}/from-addresses/${addressId}`),
  openFromAddress: (token: string) =>
    request<OpenFromAddressProof>('POST', '/api/from-addresses/open', { body: { token } }),
  confirmFromAddress: (token: string) =>
    request<OpenFromAddressProof>('POST', '/api/from-addresses/confirm', { body: { token } }),
  changeChannel: (id: string, body: ChangeChannel) =>
    request<ChannelSettings>('PATCH', `/api/channels/${id}`, { body }),
  turnChannel: (id: string, isOn: boolean) =>
    request<ChannelSettings>('PUT', `/api/channels/${id}/status`, { body: { isOn } }),
  moveChannel: (id: string, body: MoveChannel) =>
    request<ChannelSettings>('PUT', `/api/channels/${id}/inbox`, { body }),
  removeChannel: (id: string) => request<void>('DELETE', `/api/channels/${id}`),

  markRead: (id: string, seq: number) => request<void>('POST', `/api/threads/${id}/read`, { body: { seq } }),
  join: (id: string, threadId: string) =>
    request<ThreadDetails>('POST', `/api/threads/${id}/join`, { body: { threadId } }),
  assign: (id: string, userId: string) =>
    request<unknown>('PUT', `${conversations}/threads/${id}/assignee`, { body: { actorId: `A-${userId}` } }),
  unassign: (id: string) => request<void>('DELETE', `${conversations}/threads/${id}/assignee`),
  setStatus: (id: string, status: 'OPEN' | 'CLOSED') =>
    request<unknown>('PATCH', `${conversations}/threads/${id}`, { body: { status } }),

  drafts: (id: string, signal?: AbortSignal) =>
    request<ThreadDrafts>('GET', `/api/threads/${id}/drafts`, { ...optional(signal) }),
  saveDraft: (id: string, kind: 'reply' | 'comment', body: DraftContent) =>
    request<Draft>('PUT', `/api/threads/${id}/drafts/${kind}`, { body }),
  discardDraft: (id: string, kind: 'reply' | 'comment') => request<void>('DELETE', `/api/threads/${id}/drafts/${kind}`),
  /** `idempotencyKey`: the draft's UUID, so that a repeat is no second message; `seenSeq`: the thread's seq on screen. */
  send: (id: string, body: SendMessage | SendComment, keys: { idempotencyKey: string; seenSeq: number | null }) =>
    request<HsMessage>('POST', `${conversations}/threads/${id}/messages`, {
      body,
      headers: {
        'Idempotency-Key': keys.idempotencyKey,
        ...(keys.seenSeq === null ? {} : { 'If-Match': String(keys.seenSeq) }),
      },
    }),

  undoSend: (messageId: string) => request<Draft>('POST', `/api/messages/${messageId}/undo`),

  outbox: (after: string | null, signal?: AbortSignal) =>
    request<OutboxPage>('GET', '/api/outbox', { query: { after }, ...optional(signal) }),
  retryDelivery: (recipientId: string) => request<Delivery>('POST', `/api/deliveries/${recipientId}/retry`),

  contact: (id: string, signal?: AbortSignal) =>
    request<ContactRecord>('GET', `/api/contacts/${id}`, { ...optional(signal) }),
  contactThreads: (id: string, after: string | null, signal?: AbortSignal) =>
    request<ContactThreadPage>('GET', `/api/contacts/${id}/threads`, { query: { after }, ...optional(signal) }),
  setContactOwner: (id: string, ownerId: string | null) =>
    request<ContactRecord>('PATCH', `/api/contacts/${id}`, { body: { ownerId } }),
  /** `idempotencyKey`: the draft's UUID, so that a repeat is no second mail. */
  emailContact: (id: string, body: EmailContact, idempotencyKey: string) =>
    request<SentEmail>('POST', `/api/contacts/${id}/emails`, { body, headers: { 'Idempotency-Key': idempotencyKey } }),

  tickets: (query: { state: string; contactId?: string; after: string | null }, signal?: AbortSignal) =>
    request<TicketPage>('GET', '/api/tickets', { query, ...optional(signal) }),
  ticket: (id: string, signal?: AbortSignal) => request<Ticket>('GET', `/api/tickets/${id}`, { ...optional(signal) }),
  changeTicket: (id: string, body: TicketChange) => request<Ticket>('PATCH', `/api/tickets/${id}`, { body }),
  pipelines: (signal?: AbortSignal) => request<PipelineList>('GET', '/api/ticket-pipelines', { ...optional(signal) }),

  plan: (signal?: AbortSignal) => request<PlanOverview>('GET', '/api/plan', { ...optional(signal) }),
  changePlan: (body: PlanChange) => request<PlanOverview>('PATCH', '/api/plan', { body }),
  audit: (query: Query, signal?: AbortSignal) =>
    request<AuditPage>('GET', '/api/audit', { query, ...optional(signal) }),
  privateApps: (signal?: AbortSignal) => request<PrivateAppList>('GET', '/api/private-apps', { ...optional(signal) }),
  /** `idempotencyKey`: of this one wish, so that a repeat makes no second app. */
  createPrivateApp: (body: NewPrivateApp, idempotencyKey: string) =>
    request<CreatedPrivateApp>('POST', '/api/private-apps', { body, headers: { 'Idempotency-Key': idempotencyKey } }),
  revokePrivateApp: (id: string) => request<void>('DELETE', `/api/private-apps/${id}`),

  sendTestMail: () => request<void>('POST', '/api/onboarding/test-mail'),
  loadExamples: () => request<{ threads: number }>('POST', '/api/onboarding/examples'),
  removeExamples: () => request<void>('DELETE', '/api/onboarding/examples'),
}

function optional(signal: AbortSignal | undefined): Pick<Options, 'signal'> {
  return signal ? { signal } : {}
}

async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const { query = {}, body, headers, signal, keepalive = false } = options
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) search.set(name, String(value))
  }
  let response: Response
  try {
    response = await fetch(search.size ? `${path}?${search}` : path, {
      method,
      keepalive,
      headers: {
        Accept: 'application/json',
        ...(body === undefined || body instanceof FormData ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiProblem(0, {}, cause)
  }
  // An empty answer (204) has no body to read; the caller asked for `void`.
  const text = await response.text()
  if (response.ok) return (text ? JSON.parse(text) : undefined) as T
  throw new ApiProblem(response.status, errorBody(text))
}

/** The server's error, or nothing where a proxy answered in its stead with a page. */
function errorBody(text: string): Partial<ApiErrorBody> {
  try {
    return JSON.parse(text) as Partial<ApiErrorBody>
  } catch {
    return {}
  }
}

import type { Answers, Bodies } from './api.gen.ts'

export type { Patch, ServerFrame } from '../../shared/api/realtime.ts'

/** The names under which the screens use the types of the API's document (`api.gen.ts`). */
export type Welcome = Answers['GET /api/welcome']
export type Session = Answers['GET /api/session']
export type InboxAddress = Answers['GET /api/inbox-addresses/{}']
export type SignUp = Bodies['POST /api/accounts']
export type SignIn = Bodies['POST /api/session']
/** Through, or half through. */
export type SignedIn = Answers['POST /api/session']
export type SecondHalf = Extract<SignedIn, { needs: 'second-factor' }>
export type SecondFactor = Bodies['POST /api/session/second-factor']
export type PasskeyRequest = Answers['POST /api/session/passkey-request']
export type PasskeyAssertion = Bodies['POST /api/session/passkey']
export type PasskeyCreation = Answers['POST /api/passkeys/begin']
export type NewPasskey = Bodies['POST /api/passkeys']
export type Security = Answers['GET /api/security']
export type Passkey = Security['passkeys'][number]
export type OpenSession = Answers['GET /api/sessions']['results'][number]
export type PasswordChange = Bodies['PUT /api/password']
export type TotpSetup = Answers['POST /api/totp']
export type FactorAdded = Answers['POST /api/totp/confirm']
export type AskForReset = Bodies['POST /api/password-resets']
export type ResetPassword = Bodies['PUT /api/password-resets']
export type Profile = Answers['GET /api/profile']
export type PlanOverview = Answers['GET /api/plan']
export type PlanChange = Bodies['PATCH /api/plan']
export type Plan = PlanOverview['plan']
export type AuditPage = Answers['GET /api/audit']
export type AuditEntry = AuditPage['results'][number]
export type PrivateAppList = Answers['GET /api/private-apps']
export type PrivateApp = PrivateAppList['results'][number]
export type NewPrivateApp = Bodies['POST /api/private-apps']
export type CreatedPrivateApp = Answers['POST /api/private-apps']
export type ProfileChange = Bodies['PATCH /api/profile']

export type Person = Answers['GET /api/users']['results'][number]
export type PersonDetails = NonNullable<Person['details']>
export type PersonCreation = Bodies['POST /api/users']
export type PersonChange = Bodies['PATCH /api/users/{}']
export type Team = Answers['GET /api/teams']['results'][number]
export type TeamCreation = Bodies['POST /api/teams']
export type TeamChange = Bodies['PATCH /api/teams/{}']
export type Invitation = Answers['GET /api/invitations']['results'][number]
export type SentInvitation = Answers['POST /api/invitations']['results'][number]
export type InvitationText = Bodies['POST /api/invitations/preview']
export type InvitationLine = Answers['POST /api/invitations/preview']['lines'][number]
export type NewInvitation = Bodies['POST /api/invitations']['invitations'][number]
export type OpenInvitation = Answers['POST /api/invitations/open']
export type InvitationAcceptance = Bodies['POST /api/invitations/accept']
export type InvitationJoin = Bodies['POST /api/invitations/join']
export type OwnAccounts = Answers['GET /api/accounts']

export type InboxOverview = Answers['GET /api/inbox']
export type Counters = InboxOverview['counters']
export type ViewCounts = Counters['all']
export type InboxAccess = Answers['GET /api/inboxes/{}/access']
export type ChangeInboxAccess = Bodies['PUT /api/inboxes/{}/access']
export type Assignable = Answers['GET /api/inboxes/{}/assignable']

export type InboxSettingsList = Answers['GET /api/inboxes']
export type InboxSettings = InboxSettingsList['results'][number]
export type CreateInbox = Bodies['POST /api/inboxes']
export type AccessCandidates = Answers['GET /api/access-candidates']
export type ChannelSettings = Answers['GET /api/channels/{}']
export type ChannelSettingsList = Answers['GET /api/inboxes/{}/channels']
export type FromAddressDns = Answers['GET /api/channels/{}/from-addresses/{}/dns']
export type ForwardingConfirmationList = Answers['GET /api/channels/{}/forwarding-confirmations']
export type ForwardingConfirmation = ForwardingConfirmationList['results'][number]
export type CompanyNameCheck = Answers['GET /api/channels/{}/company-names/{}']
export type OpenFromAddressProof = Answers['POST /api/from-addresses/open']
export type ChangeChannel = Bodies['PATCH /api/channels/{}']
export type MoveChannel = Bodies['PUT /api/channels/{}/inbox']
export type FallbackAddressCheck = Answers['GET /api/fallback-addresses/{}']
export type Colleague = InboxOverview['colleagues'][number]
export type EffectiveAvailability = Colleague['availability']
export type UserAvailability = Answers['GET /api/availability']
export type WorkingHours = Answers['GET /api/profile/working-hours']
export type WorkingHoursChange = Bodies['PUT /api/profile/working-hours']
export type TeamManagement = Answers['GET /api/team-management']

export type ThreadView = 'open' | 'mine' | 'unassigned' | 'closed'
export type ThreadPage = Answers['GET /api/threads']
/** A row of the list as one person sees it: with what they have read, and whether a draft of theirs waits. */
export type MyThreadRow = ThreadPage['results'][number]
/** The row as the stream tells it, the same for everybody. */
export type ThreadRow = Omit<MyThreadRow, 'readSeq' | 'hasDraft' | 'draftSnippet'>
export type ThreadDetails = Answers['GET /api/threads/{}']
export type TimelinePage = Answers['GET /api/threads/{}/timeline']
export type TimelineItem = TimelinePage['results'][number]
export type Address = TimelineItem['to'][number]
export type AttachmentItem = TimelineItem['attachments'][number]
export type CalendarInvitation = TimelineItem['invitations'][number]
export type FilePreview = Answers['GET /api/files/{}/preview']
export type AttachedMail = Answers['GET /api/files/{}/mail']
export type Delivery = Answers['POST /api/deliveries/{}/retry']
export type ThreadDrafts = Answers['GET /api/threads/{}/drafts']
export type Draft = Answers['PUT /api/threads/{}/drafts/{}']
export type DraftContent = Bodies['PUT /api/threads/{}/drafts/{}']

export type OutboxPage = Answers['GET /api/outbox']
export type OutboxEntry = OutboxPage['results'][number]

type Posted = Bodies['POST /conversations/v3/conversations/threads/{}/messages']
export type SendMessage = Extract<Posted, { type: 'MESSAGE' }>
export type SendComment = Extract<Posted, { type: 'COMMENT' }>
export type HsMessage = Answers['POST /conversations/v3/conversations/threads/{}/messages']
export type HsFile = Answers['POST /files/v3/files']

/** The body of every answer that is not a success (`ApiError` of shared/api/common.ts; no operation lists it). */
export type ApiErrorBody = {
  status: 'error'
  message: string
  correlationId: string
  category: string
  subCategory?: string
  code?: string
  details?: Record<string, string | number>
  errors?: { message: string; code?: string; in?: string }[]
}
export type AssignmentCandidates = Answers['GET /api/channels/{}/assignment-candidates']
export type AssignmentTrial = Answers['POST /api/channels/{}/try-assignment']
export type Assignment = NonNullable<ChangeChannel['assignment']>
export type Routing = NonNullable<ThreadDetails['routing']>
export type ContactRecord = Answers['GET /api/contacts/{}']
export type ContactSender = ContactRecord['senders'][number]
export type ContactThreadPage = Answers['GET /api/contacts/{}/threads']
export type ContactThread = ContactThreadPage['results'][number]
export type EmailContact = Bodies['POST /api/contacts/{}/emails']
export type SentEmail = Answers['POST /api/contacts/{}/emails']
export type TicketPage = Answers['GET /api/tickets']
export type Ticket = TicketPage['results'][number]
export type TicketChange = Bodies['PATCH /api/tickets/{}']
export type TicketDefaults = ChannelSettings['tickets']
export type PipelineList = Answers['GET /api/ticket-pipelines']
export type Pipeline = PipelineList['results'][number]

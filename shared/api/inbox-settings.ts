import { Type } from 'typebox'
import { Id, Instant, Nullable, OneOf, Refusal, Uuid } from './common.ts'
import { AssignmentSettings, ChangeAssignment } from './routing.ts'
import { TicketDefaults } from './ticket.ts'

const closed = { additionalProperties: false }
const InboxAccess = OneOf('everyone', 'specific')
const Name = Type.String({
  maxLength: 1000,
  description: '1 to 100 characters, unique in the account whatever its case',
})

/** An inbox as those see it who set it up. */
export const InboxSettings = Type.Object(
  {
    id: Id,
    name: Type.String(),
    access: InboxAccess,
    isDefault: Type.Boolean(),
    archivedAt: Nullable(Instant),
    mayAct: Type.Boolean({ description: 'false: the reader sets it up and looks at it, but works elsewhere' }),
    channelCount: Type.Integer(),
    archiveRefusal: Nullable(Refusal),
  },
  { title: 'InboxSettings' },
)

export const InboxSettingsList = Type.Object(
  {
    results: Type.Array(InboxSettings, { description: 'all of the account, the default one first, then by age' }),
    createRefusal: Nullable(Refusal),
  },
  { title: 'InboxSettingsList' },
)

export const CreateInbox = Type.Object(
  {
    name: Name,
    access: InboxAccess,
    userIds: Type.Array(Id, { maxItems: 10_000, description: 'with access `specific`' }),
    teamIds: Type.Array(Id, { maxItems: 10_000, description: 'with access `specific`' }),
  },
  { title: 'CreateInbox', ...closed },
)
/** Whom an inbox can be given to: the users that are active, and the teams. */
export const AccessCandidates = Type.Object(
  {
    users: Type.Array(Type.Object({ id: Id, name: Type.String(), email: Type.String() })),
    teams: Type.Array(Type.Object({ id: Id, name: Type.String(), members: Type.Integer() })),
  },
  { title: 'AccessCandidates' },
)

export const RenameInbox = Type.Object({ name: Name }, { title: 'RenameInbox', ...closed })

/** A team's signature, under mail that is sent from the inbox (S20). */
export const TeamSignature = Type.Object(
  {
    isOn: Type.Boolean(),
    mode: OneOf('simple', 'html'),
    html: Type.String({
      maxLength: 50_000,
      description:
        'kept as mail programs show it; tokens: {{full_name}}, {{first_name}}, {{last_name}} of who sends; pictures by data-cid="signature-ID" (POST /api/signature-images)',
    }),
  },
  { title: 'TeamSignature', ...closed },
)

/** A picture of a signature, as it was kept; the HTML names it by `data-cid="signature-ID"`. */
export const KeptSignatureImage = Type.Object({ id: Uuid }, { title: 'KeptSignatureImage' })

export const FromNameMode = OneOf('agent-and-company', 'company')

/** An address of its own that an account sends from, or waits to. */
export const FromAddress = Type.Object(
  {
    id: Id,
    address: Type.String(),
    state: OneOf('waiting', 'proven', 'expired'),
    expiresAt: Instant,
    isAskedHere: Type.Boolean({ description: 'this channel asked for it' }),
    isUndelivered: Type.Boolean({ description: 'the mail with the link could not be delivered' }),
  },
  { title: 'FromAddress' },
)

/** A connected channel as those see it who set it up. */
export const ChannelSettings = Type.Object(
  {
    id: Id,
    inboxId: Id,
    type: OneOf('fallback-email'),
    address: Type.String(),
    isDefault: Type.Boolean({ description: 'the account’s first address' }),
    isOn: Type.Boolean(),
    statusChangedAt: Nullable(Instant),
    statusChangedBy: Nullable(Type.String({ description: 'the name of who turned it on or off' })),
    refused: Type.Integer({ description: 'mails refused since it was turned off' }),
    held: Type.Integer({ description: 'mails that wait until it is turned on' }),
    lastReceivedAt: Nullable(Instant),
    openThreads: Type.Integer({ description: 'its open conversations in its inbox' }),
    isSending: Type.Boolean(),
    fromNameMode: FromNameMode,
    companyName: Type.String(),
    assignment: AssignmentSettings,
    fromAddress: Nullable(Type.String({ description: 'chosen instead of its own; not sent from before it is proven' })),
    sendsFrom: Type.String({ description: 'what the next mail is from' }),
    fromAddresses: Type.Array(FromAddress, {
      description: 'what the account has proven, whichever channel asked, and what this channel waits for',
    }),
    usesOriginalSender: Type.Boolean({
      description: 'a forwarded mail is logged on who wrote it, not on who forwarded it',
    }),
    signature: TeamSignature,
    tickets: TicketDefaults,
    removeRefusal: Nullable(Refusal),
  },
  { title: 'ChannelSettings' },
)
export const ChannelSettingsList = Type.Object(
  { results: Type.Array(ChannelSettings) },
  { title: 'ChannelSettingsList' },
)

export const ConnectChannel = Type.Object(
  {
    type: OneOf('fallback-email'),
    localPart: Type.String({ maxLength: 1000, description: 'what stands before the @' }),
  },
  { title: 'ConnectChannel', ...closed },
)
export const ChangeChannel = Type.Object(
  {
    isSending: Type.Optional(Type.Boolean()),
    fromNameMode: Type.Optional(FromNameMode),
    companyName: Type.Optional(Type.String({ maxLength: 1000, description: '1 to 100 characters' })),
    assignment: Type.Optional(ChangeAssignment),
    fromAddress: Type.Optional(
      Nullable(Type.String({ maxLength: 320, description: 'one that was asked for; null: the channel’s own' })),
    ),
    usesOriginalSender: Type.Optional(Type.Boolean()),
    signature: Type.Optional(TeamSignature),
    tickets: Type.Optional(TicketDefaults),
  },
  { title: 'ChangeChannel', minProperties: 1, ...closed },
)
export const TurnChannel = Type.Object({ isOn: Type.Boolean() }, { title: 'TurnChannel', ...closed })
export const MoveChannel = Type.Object(
  { inboxId: Id, openThreads: OneOf('move', 'stay') },
  { title: 'MoveChannel', ...closed },
)

/** What a typed text comes to as an address, and whether it is free. */
export const FallbackAddressCheck = Type.Object(
  { localPart: Type.String(), address: Type.String(), isFree: Type.Boolean(), suggestion: Type.String() },
  { title: 'FallbackAddressCheck' },
)

/** Whether another address of the account already sends under a company name. */
export const CompanyNameCheck = Type.Object(
  {
    isFree: Type.Boolean(),
    takenBy: Nullable(Type.Object({ address: Type.String(), name: Type.String() })),
  },
  { title: 'CompanyNameCheck' },
)

export const AskForFromAddress = Type.Object(
  { address: Type.String({ maxLength: 1000 }) },
  { title: 'AskForFromAddress', ...closed },
)
const ProofToken = Type.String({ maxLength: 200, description: 'what stands after the # of the link' })
export const FromAddressProof = Type.Object({ token: ProofToken }, { title: 'FromAddressProof', ...closed })

/** What whoever holds the link may know. */
export const OpenFromAddressProof = Type.Object(
  { address: Type.String(), accountName: Type.String({ description: 'the company that asks' }) },
  { title: 'OpenFromAddressProof' },
)

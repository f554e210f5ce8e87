import { Type } from 'typebox'
import { Id, Instant, Nullable, OneOf, Refusal } from './common.ts'
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

export const FromNameMode = OneOf('agent-and-company', 'company')

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

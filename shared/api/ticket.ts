import { Type } from 'typebox'
import { subjectToken, ticketCategories, ticketPriorities } from '../ticket.ts'
import { Id, Instant, Nullable, OneOf, Paging } from './common.ts'

const closed = { additionalProperties: false }

const Priority = OneOf(...ticketPriorities)
const Category = OneOf(...ticketCategories)
/** HubSpot's ids of pipelines and stages are text. */
const PipelineId = Type.String({ maxLength: 50 })

/** How the tickets of a channel begin. */
export const TicketDefaults = Type.Object(
  {
    isOn: Type.Boolean(),
    name: Type.String({ maxLength: 1000, description: `1 to 200 characters; ${subjectToken}: the first message's` }),
    pipelineId: PipelineId,
    stageId: PipelineId,
    priority: Nullable(Priority),
    category: Nullable(Category),
    owner: Type.String({
      pattern: '^(conversation|contact-owner|none|[0-9]{1,18})$',
      description: '`conversation`, `contact-owner`, `none`, or the id of an active user',
    }),
  },
  { title: 'TicketDefaults', ...closed },
)

export const PipelineList = Type.Object(
  {
    results: Type.Array(
      Type.Object({
        id: PipelineId,
        label: Type.String(),
        stages: Type.Array(Type.Object({ id: PipelineId, label: Type.String(), isClosed: Type.Boolean() })),
      }),
    ),
  },
  { title: 'PipelineList' },
)

export const Ticket = Type.Object(
  {
    id: Id,
    number: Type.Integer({ description: 'from 1 in the account' }),
    subject: Type.String(),
    inboxId: Id,
    pipelineId: PipelineId,
    stageId: PipelineId,
    stage: Type.String({ description: 'as the stage is called' }),
    priority: Nullable(Priority),
    category: Nullable(Category),
    ownerId: Nullable(Id),
    ownerFollows: Type.Boolean({ description: 'the owner is the conversation’s' }),
    contact: Nullable(Type.Object({ id: Id, name: Type.String() })),
    threadId: Nullable(Id),
    createdAt: Instant,
    closedAt: Nullable(Instant),
  },
  { title: 'Ticket' },
)

export const TicketPage = Type.Object(
  { results: Type.Array(Ticket, { description: 'newest first' }), paging: Type.Optional(Paging) },
  { title: 'TicketPage' },
)

export const ChangeTicket = Type.Object(
  {
    subject: Type.Optional(Type.String({ maxLength: 1000, description: '1 to 200 characters' })),
    stageId: Type.Optional(PipelineId),
    priority: Type.Optional(Nullable(Priority)),
    category: Type.Optional(Nullable(Category)),
    ownerId: Type.Optional(Nullable(Id)),
  },
  { title: 'ChangeTicket', minProperties: 1, ...closed },
)

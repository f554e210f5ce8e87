import { Type } from 'typebox'
import {
  ChangeChannel,
  ChannelSettings,
  ChannelSettingsList,
  ConnectChannel,
  FallbackAddressCheck,
  MoveChannel,
  TurnChannel,
} from '../../shared/api/inbox-settings.ts'
import { AssignmentCandidates, AssignmentTrial, TryAssignment } from '../../shared/api/routing.ts'
import { Problem } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { once } from '../account/idempotency.ts'
import { listChannelSettings } from '../conversation/channel-settings-rows.ts'
import { turnChannel } from '../conversation/channel-status.ts'
import { moveChannel } from '../conversation/move-channel.ts'
import { removeChannel } from '../conversation/remove-channel.ts'
import type { Asker } from '../inbox/asker.ts'
import { getChannelAccount } from '../inbox/channel-account-store.ts'
import { changeChannel, checkLocalPart, connectFallbackAddress } from '../inbox/channel-settings.ts'
import { listAssignmentCandidates, loadAssignmentSettings } from '../routing/assignment-settings.ts'
import { changeAssignment, requireRuleKnown } from '../routing/change-assignment.ts'
import { tryRule } from '../routing/try-rule.ts'
import { changeTicketDefaults, loadTicketDefaults } from '../ticket/ticket-defaults.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, personOf } from './doors.ts'
import { idempotencyOf } from './idempotency-key.ts'
import { requireConfigurable } from './inbox-settings-routes.ts'
import type { ApiParts } from './parts.ts'
import { idOf } from './path-id.ts'

const signedIn = { door: 'signed-in' } as const
const managers = { door: { right: 'createInbox' } } as const
const InboxParams = Type.Object({ inboxId: Type.String() })
const ChannelParams = Type.Object({ channelAccountId: Type.String() })

/** The channels of an inbox as they are set up: connect, edit, *Status*, move, remove. */
export function channelSettingsRoutes(app: ApiApp, parts: ApiParts): void {
  listRoutes(app, parts)
  changeRoutes(app, parts)
  assignmentRoutes(app, parts)
}

function listRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, domains } = parts
  app.get(
    '/api/inboxes/:inboxId/channels',
    { config: signedIn, schema: { params: InboxParams, response: { 200: ChannelSettingsList } } },
    async (request) => {
      const { actor, inbox } = requireConfigurable(personOf(request), request.params.inboxId, 'seeSettings')
      return { results: await listSettings(parts, actor, { inboxId: inbox.id }) }
    },
  )
  app.post(
    '/api/inboxes/:inboxId/channels',
    { config: signedIn, schema: { params: InboxParams, body: ConnectChannel, response: { 201: ChannelSettings } } },
    async (request, reply) => {
      const { actor, inbox } = requireConfigurable(personOf(request), request.params.inboxId)
      const { localPart } = request.body
      const source = auditSourceOf(request)
      const id = await database.transaction((tx) =>
        once(tx, idempotencyOf(request, { inboxId: inbox.id, ...request.body }), () =>
          connectFallbackAddress(tx, domains, source, { accountId: actor.accountId, inboxId: inbox.id, localPart }),
        ),
      )
      return reply.code(201).send(await presentChannel(parts, actor, id))
    },
  )
  app.get(
    '/api/fallback-addresses/:text',
    {
      config: managers,
      schema: { params: Type.Object({ text: Type.String() }), response: { 200: FallbackAddressCheck } },
    },
    async (request) => checkLocalPart(database.db, domains, personOf(request).actor.accountId, request.params.text),
  )
}

function changeRoutes(app: ApiApp, parts: ApiParts): void {
  const { database } = parts
  const find = async (
    asker: Asker & { actor: UserActor },
    id: string,
    action: 'configure' | 'seeSettings' = 'configure',
  ) => {
    const channel = await getChannelAccount(database.db, asker.actor.accountId, idOf(id))
    requireConfigurable(asker, channel.inboxId, action)
    return { actor: asker.actor, accountId: asker.actor.accountId, channel }
  }
  app.get(
    '/api/channels/:channelAccountId',
    { config: signedIn, schema: { params: ChannelParams, response: { 200: ChannelSettings } } },
    async (request) => {
      const { actor, channel } = await find(personOf(request), request.params.channelAccountId, 'seeSettings')
      return presentChannel(parts, actor, channel.id)
    },
  )
  app.patch(
    '/api/channels/:channelAccountId',
    { config: signedIn, schema: { params: ChannelParams, body: ChangeChannel, response: { 200: ChannelSettings } } },
    async (request) => {
      const { actor, accountId, channel } = await find(personOf(request), request.params.channelAccountId)
      const source = auditSourceOf(request)
      const { assignment, tickets, ...change } = request.body
      await database.transaction(async (tx) => {
        await changeChannel(tx, accountId, source, channel.id, change)
        if (assignment) await changeAssignment(tx, actor, source, channel.id, assignment)
        if (tickets) await changeTicketDefaults(tx, accountId, source, channel.id, tickets)
      })
      return presentChannel(parts, actor, channel.id)
    },
  )
  app.put(
    '/api/channels/:channelAccountId/status',
    { config: signedIn, schema: { params: ChannelParams, body: TurnChannel, response: { 200: ChannelSettings } } },
    async (request) => {
      const { actor, accountId, channel } = await find(personOf(request), request.params.channelAccountId)
      const change = { isOn: request.body.isOn, userId: actor.userId }
      await database.transaction((tx) => turnChannel(tx, accountId, auditSourceOf(request), channel.id, change))
      parts.nudgeWorkers()
      return presentChannel(parts, actor, channel.id)
    },
  )
  app.put(
    '/api/channels/:channelAccountId/inbox',
    { config: signedIn, schema: { params: ChannelParams, body: MoveChannel, response: { 200: ChannelSettings } } },
    async (request) => {
      const { actor, channel } = await find(personOf(request), request.params.channelAccountId)
      requireConfigurable(personOf(request), request.body.inboxId)
      await database.transaction((tx) => moveChannel(tx, actor, auditSourceOf(request), channel.id, request.body))
      parts.nudgeWorkers()
      return presentChannel(parts, actor, channel.id)
    },
  )
  app.delete(
    '/api/channels/:channelAccountId',
    { config: signedIn, schema: { params: ChannelParams } },
    async (request, reply) => {
      const { accountId, channel } = await find(personOf(request), request.params.channelAccountId)
      await database.transaction((tx) => removeChannel(tx, accountId, auditSourceOf(request), channel.id))
      return reply.code(204).send()
    },
  )
}

/** Who can be put into a channel's rule, and what a rule would have done. */
function assignmentRoutes(app: ApiApp, { database }: ApiParts): void {
  const find = async (asker: Asker & { actor: UserActor }, id: string) => {
    const channel = await getChannelAccount(database.db, asker.actor.accountId, idOf(id))
    requireConfigurable(asker, channel.inboxId, 'seeSettings')
    return channel
  }
  app.get(
    '/api/channels/:channelAccountId/assignment-candidates',
    { config: signedIn, schema: { params: ChannelParams, response: { 200: AssignmentCandidates } } },
    async (request) => {
      const channel = await find(personOf(request), request.params.channelAccountId)
      return listAssignmentCandidates(database.db, channel.accountId, channel)
    },
  )
  app.post(
    '/api/channels/:channelAccountId/try-assignment',
    { config: signedIn, schema: { params: ChannelParams, body: TryAssignment, response: { 200: AssignmentTrial } } },
    async (request) => {
      const { accountId, id } = await find(personOf(request), request.params.channelAccountId)
      const { assignment } = request.body
      await requireRuleKnown(database.db, accountId, assignment)
      return tryRule(database.db, accountId, id, assignment)
    },
  )
}

async function listSettings(
  { database }: ApiParts,
  { accountId }: UserActor,
  which: { inboxId: string } | { channelId: string },
) {
  const channels = await listChannelSettings(database.db, accountId, which)
  const [assignments, defaults] = await Promise.all([
    loadAssignmentSettings(database.db, accountId, channels),
    loadTicketDefaults(
      database.db,
      accountId,
      channels.map(({ id }) => id),
    ),
  ])
  return channels.flatMap((channel) => {
    const [assignment, tickets] = [assignments.get(channel.id), defaults.get(channel.id)]
    return assignment && tickets ? [{ ...channel, assignment, tickets }] : []
  })
}

export async function presentChannel(parts: ApiParts, actor: UserActor, channelId: string) {
  const [row] = await listSettings(parts, actor, { channelId })
  if (!row) throw new Problem('notFound')
  return row
}

import { type Static, Type } from 'typebox'
import {
  AccessCandidates,
  CreateInbox,
  InboxSettings,
  InboxSettingsList,
  RenameInbox,
} from '../../shared/api/inbox-settings.ts'
import { Problem, refusalOf } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { once } from '../account/idempotency.ts'
import { archiveInbox, archiveRefusal, restoreInbox } from '../conversation/archive-inbox.ts'
import { can, requireAllowed } from '../inbox/access.ts'
import type { Asker } from '../inbox/asker.ts'
import { type ChannelAccount, listChannelAccounts } from '../inbox/channel-account-store.ts'
import { listCandidates } from '../inbox/choose-access.ts'
import { createInbox, renameInbox } from '../inbox/inbox-settings.ts'
import { type Inbox, listInboxes } from '../inbox/inbox-store.ts'
import { inboxRefusal } from '../inbox/room-for-inbox.ts'
import type { Tx } from '../platform/database.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, personOf } from './doors.ts'
import { idempotencyOf } from './idempotency-key.ts'
import type { ApiParts } from './parts.ts'

const signedIn = { door: 'signed-in' } as const
const managers = { door: { right: 'createInbox' } } as const
const InboxParams = Type.Object({ inboxId: Type.String() })

/** Inboxes as they are set up: all of them, archived ones too; create, rename, archive, restore. */
export function inboxSettingsRoutes(app: ApiApp, parts: ApiParts): void {
  const { database } = parts
  app.get('/api/inboxes', { config: managers, schema: { response: { 200: InboxSettingsList } } }, async (request) => {
    const { actor } = personOf(request)
    const [inboxes, channels, createRefusal] = await Promise.all([
      listInboxes(database.db, actor.accountId),
      listChannelAccounts(database.db, actor.accountId),
      inboxRefusal(database.db, actor.accountId),
    ])
    return {
      results: inboxes
        .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault))
        .map((inbox) => present(actor, inbox, channels)),
      createRefusal: createRefusal && refusalOf(createRefusal),
    }
  })
  app.get(
    '/api/access-candidates',
    { config: managers, schema: { response: { 200: AccessCandidates } } },
    async (request) => listCandidates(database.db, personOf(request).actor.accountId),
  )
  app.post(
    '/api/inboxes',
    { config: managers, schema: { body: CreateInbox, response: { 201: InboxSettings } } },
    async (request, reply) => {
      const { actor } = personOf(request)
      const inboxId = await database.transaction((tx) =>
        once(tx, idempotencyOf(request, request.body), () =>
          createInbox(tx, actor.accountId, auditSourceOf(request), request.body),
        ),
      )
      return reply.code(201).send(await presentOne(parts, actor, inboxId))
    },
  )
  app.patch(
    '/api/inboxes/:inboxId',
    { config: signedIn, schema: { params: InboxParams, body: RenameInbox, response: { 200: InboxSettings } } },
    async (request) => {
      const { actor, inbox } = requireConfigurable(personOf(request), request.params.inboxId)
      await database.transaction((tx) =>
        renameInbox(tx, actor.accountId, auditSourceOf(request), inbox.id, request.body.name),
      )
      return presentOne(parts, actor, inbox.id)
    },
  )
  for (const [path, change] of [
    ['archive', archiveInbox],
    ['restore', restoreInbox],
  ] as const) {
    app.post(
      `/api/inboxes/:inboxId/${path}`,
      { config: signedIn, schema: { params: InboxParams, response: { 200: InboxSettings } } },
      async (request) => {
        const { actor, inbox } = requireConfigurable(personOf(request), request.params.inboxId)
        const source = auditSourceOf(request)
        await database.transaction((tx: Tx) => change(tx, actor.accountId, source, inbox.id))
        parts.nudgeWorkers()
        return presentOne(parts, actor, inbox.id)
      },
    )
  }
}

/** An inbox that the asker may set up, or look at the settings of. @throws {Problem} `notFound`, `notAllowed`, `planExtraInbox` */
export function requireConfigurable<A extends Asker>(
  asker: A,
  inboxId: string,
  action: 'configure' | 'seeSettings' = 'configure',
): { actor: A['actor']; inbox: Inbox } {
  const inbox = asker.inboxes.get(inboxId)
  if (!inbox) throw new Problem('notFound')
  requireAllowed(can(asker.actor, action, inbox))
  return { actor: asker.actor, inbox }
}

async function presentOne({ database: { db } }: ApiParts, actor: UserActor, inboxId: string) {
  const [inboxes, channels] = await Promise.all([
    listInboxes(db, actor.accountId),
    listChannelAccounts(db, actor.accountId),
  ])
  const inbox = inboxes.find((one) => one.id === inboxId)
  if (!inbox) throw new Problem('notFound')
  return present(actor, inbox, channels)
}

function present(actor: UserActor, inbox: Inbox, channels: readonly ChannelAccount[]): Static<typeof InboxSettings> {
  const refusal = archiveRefusal(inbox, channels)
  return {
    id: inbox.id,
    name: inbox.name,
    access: inbox.access,
    isDefault: inbox.isDefault,
    archivedAt: inbox.archivedAt?.toISOString() ?? null,
    mayAct: can(actor, 'act', inbox).isAllowed,
    channelCount: channels.filter((one) => one.inboxId === inbox.id && one.archivedAt === null).length,
    archiveRefusal: refusal && refusalOf(refusal),
  }
}

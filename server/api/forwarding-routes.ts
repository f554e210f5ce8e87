import { Type } from 'typebox'
import { ForwardingConfirmationList } from '../../shared/api/forwarding.ts'
import { Problem } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { findRaw } from '../conversation/raw-mail.ts'
import type { Asker } from '../inbox/asker.ts'
import { getChannelAccount } from '../inbox/channel-account-store.ts'
import {
  dismissForwardingConfirmation,
  getConfirmationArrival,
  listForwardingConfirmations,
} from '../inbox/forwarding-confirmations.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, personOf } from './doors.ts'
import { download } from './download.ts'
import { requireConfigurable } from './inbox-settings-routes.ts'
import type { ApiParts } from './parts.ts'
import { idOf } from './path-id.ts'

const signedIn = { door: 'signed-in' } as const
const ChannelParams = Type.Object({ channelAccountId: Type.String() })
const ConfirmationParams = Type.Object({ channelAccountId: Type.String(), confirmationId: Type.String() })

/** Providers that ask for leave to forward mail to a channel (S19): what they ask, the mail itself, *Dismiss*. */
export function forwardingRoutes(app: ApiApp, { database, files }: ApiParts): void {
  const find = async (asker: Asker & { actor: UserActor }, id: string, action: 'configure' | 'seeSettings') => {
    const channel = await getChannelAccount(database.db, asker.actor.accountId, idOf(id))
    requireConfigurable(asker, channel.inboxId, action)
    return { accountId: asker.actor.accountId, channelId: channel.id }
  }
  app.get(
    '/api/channels/:channelAccountId/forwarding-confirmations',
    { config: signedIn, schema: { params: ChannelParams, response: { 200: ForwardingConfirmationList } } },
    async (request) => {
      const { accountId, channelId } = await find(personOf(request), request.params.channelAccountId, 'seeSettings')
      return listForwardingConfirmations(database.db, accountId, channelId)
    },
  )
  app.get(
    '/api/channels/:channelAccountId/forwarding-confirmations/:confirmationId/raw',
    { config: signedIn, schema: { params: ConfirmationParams } },
    async (request, reply) => {
      const { accountId, channelId } = await find(personOf(request), request.params.channelAccountId, 'seeSettings')
      const id = idOf(request.params.confirmationId)
      const arrivalId = await getConfirmationArrival(database.db, accountId, channelId, id)
      const raw = await findRaw(database.db, files, accountId, arrivalId)
      if (!raw) throw new Problem('notFound')
      return download(reply, { name: `forwarding-${id}.eml`, mediaType: 'message/rfc822', size: raw.length }, raw)
    },
  )
  app.delete(
    '/api/channels/:channelAccountId/forwarding-confirmations/:confirmationId',
    { config: signedIn, schema: { params: ConfirmationParams } },
    async (request, reply) => {
      const which = await find(personOf(request), request.params.channelAccountId, 'configure')
      const id = idOf(request.params.confirmationId)
      await database.transaction((tx) => dismissForwardingConfirmation(tx, auditSourceOf(request), { ...which, id }))
      return reply.code(204).send()
    },
  )
}

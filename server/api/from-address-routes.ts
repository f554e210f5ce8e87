import { Type } from 'typebox'
import {
  AskForFromAddress,
  ChannelSettings,
  CompanyNameCheck,
  FromAddressProof,
  OpenFromAddressProof,
} from '../../shared/api/inbox-settings.ts'
import { once } from '../account/idempotency.ts'
import { getChannelAccount } from '../inbox/channel-account-store.ts'
import { findNameTaker } from '../inbox/channel-settings.ts'
import {
  askForProof,
  confirmProof,
  giveUpFromAddress,
  openProof,
  readFromAddress,
  throttleProofs,
} from '../inbox/from-address.ts'
import type { ApiApp } from './app.ts'
import { presentChannel } from './channel-settings-routes.ts'
import { auditSourceOf, personOf } from './doors.ts'
import { idempotencyOf } from './idempotency-key.ts'
import { requireConfigurable } from './inbox-settings-routes.ts'
import type { ApiParts } from './parts.ts'
import { idOf } from './path-id.ts'

const anyone = { door: 'anyone' } as const
const signedIn = { door: 'signed-in' } as const
const ChannelParams = Type.Object({ channelAccountId: Type.String() })

/** Who a channel's mail is from (S17, S18): whether a name is free, and addresses with their proofs. */
export function fromAddressRoutes(app: ApiApp, parts: ApiParts): void {
  channelRoutes(app, parts)
  proofRoutes(app, parts)
}

function channelRoutes(app: ApiApp, parts: ApiParts): void {
  const { database, domains } = parts
  const find = async (asker: ReturnType<typeof personOf>, id: string) => {
    const { actor } = asker
    const channel = await getChannelAccount(database.db, actor.accountId, idOf(id))
    requireConfigurable(asker, channel.inboxId)
    return { actor, accountId: actor.accountId, channel }
  }
  app.get(
    '/api/channels/:channelAccountId/company-names/:text',
    {
      config: signedIn,
      schema: {
        params: Type.Object({ channelAccountId: Type.String(), text: Type.String() }),
        response: { 200: CompanyNameCheck },
      },
    },
    async (request) => {
      const { channel } = await find(personOf(request), request.params.channelAccountId)
      const taker = await findNameTaker(database.db, channel, request.params.text)
      return { isFree: taker === null, takenBy: taker && { address: taker.address, name: taker.companyName } }
    },
  )
  app.post(
    '/api/channels/:channelAccountId/from-address',
    {
      config: signedIn,
      schema: { params: ChannelParams, body: AskForFromAddress, response: { 200: ChannelSettings } },
    },
    async (request) => {
      const { actor, accountId, channel } = await find(personOf(request), request.params.channelAccountId)
      const asked = await readFromAddress(database.db, domains, accountId, request.body.address)
      if (!asked.isOwn) await throttleProofs(database.db, accountId, asked.key)
      await database.transaction((tx) =>
        once(tx, idempotencyOf(request, { channelId: channel.id, ...request.body }), async () => {
          await askForProof(tx, auditSourceOf(request), { accountId, channelId: channel.id, ...asked })
          return true
        }),
      )
      parts.nudgeWorkers()
      return presentChannel(parts, actor, channel.id)
    },
  )
  app.delete(
    '/api/channels/:channelAccountId/from-addresses/:fromAddressId',
    {
      config: signedIn,
      schema: {
        params: Type.Object({ channelAccountId: Type.String(), fromAddressId: Type.String() }),
        response: { 200: ChannelSettings },
      },
    },
    async (request) => {
      const { actor, accountId, channel } = await find(personOf(request), request.params.channelAccountId)
      const which = { accountId, channelId: channel.id, id: idOf(request.params.fromAddressId) }
      await database.transaction((tx) => giveUpFromAddress(tx, auditSourceOf(request), which))
      return presentChannel(parts, actor, channel.id)
    },
  )
}

/** For whoever reads the address's mail, signed in here or not. A link that is only opened changes nothing: scanners do. */
function proofRoutes(app: ApiApp, { database }: ApiParts): void {
  app.post(
    '/api/from-addresses/open',
    { config: anyone, schema: { body: FromAddressProof, response: { 200: OpenFromAddressProof } } },
    async (request) => openProof(database.db, request.body.token, request.ip),
  )
  app.post(
    '/api/from-addresses/confirm',
    { config: anyone, schema: { body: FromAddressProof, response: { 200: OpenFromAddressProof } } },
    async (request) => database.transaction((tx) => confirmProof(tx, request.body.token, request.ip)),
  )
}

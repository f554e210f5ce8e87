import { type Static, Type } from 'typebox'
import { FromAddressDns } from '../../shared/api/from-address-dns.ts'
import {
  AskForFromAddress,
  ChannelSettings,
  CompanyNameCheck,
  FromAddressProof,
  OpenFromAddressProof,
} from '../../shared/api/inbox-settings.ts'
import { Problem } from '../../shared/problems.ts'
import { once } from '../account/idempotency.ts'
import { getKeyForOthers } from '../channels/dkim-keys.ts'
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
import { listFromAddresses } from '../inbox/from-address-store.ts'
import { domainOf } from '../mail/authenticity.ts'
import { keyName, keyRecord, outlookOf } from '../mail/sender-dns.ts'
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
const AddressParams = Type.Object({ channelAccountId: Type.String(), fromAddressId: Type.String() })

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
  app.get(
    '/api/channels/:channelAccountId/from-addresses/:fromAddressId/dns',
    { config: signedIn, schema: { params: AddressParams, response: { 200: FromAddressDns } } },
    async (request) => {
      const asker = personOf(request)
      const channel = await getChannelAccount(database.db, asker.actor.accountId, idOf(request.params.channelAccountId))
      requireConfigurable(asker, channel.inboxId, 'seeSettings')
      const id = idOf(request.params.fromAddressId)
      const known = (await listFromAddresses(database.db, asker.actor.accountId)).find((one) => one.id === id)
      if (!known) throw new Problem('notFound')
      return presentDns(parts, known.key)
    },
  )
  app.delete(
    '/api/channels/:channelAccountId/from-addresses/:fromAddressId',
    {
      config: signedIn,
      schema: {
        params: AddressParams,
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

/** Asked each time; the resolver keeps what it was told for some minutes. */
async function presentDns(
  { database, domains, dns }: ApiParts,
  address: string,
): Promise<Static<typeof FromAddressDns>> {
  const domain = domainOf(address)
  if ([domains.paid, domains.free].some((ours) => `.${domain}`.endsWith(`.${ours}`)))
    return { state: 'signed', domain, record: null }
  const key = await getKeyForOthers(database.db, domains)
  const { state } = await outlookOf(dns, domain, key)
  return { state, domain, record: { name: keyName(domain, key), value: keyRecord(key) } }
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

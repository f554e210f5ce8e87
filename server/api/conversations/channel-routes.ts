import { type Static, Type } from 'typebox'
import { HsChannel, HsChannelAccount, HsChannelAccountList, HsChannelList } from '../../../shared/api/conversations.ts'
import { type Asker, verdictOn } from '../../inbox/asker.ts'
import { channelIds, listChannelAccounts } from '../../inbox/channel-account-store.ts'
import type { ApiApp } from '../app.ts'
import { askerOf } from '../doors.ts'
import type { ApiParts } from '../parts.ts'
import { readFlag, readIds, Text } from '../query.ts'
import { base, ListQuery, mayRead, requireFound } from './common.ts'
import { pageOf } from './page-of-list.ts'

export function channelRoutes(app: ApiApp, { database }: ApiParts): void {
  const channels = [{ id: String(channelIds.email), name: 'Email' }]
  app.get(
    `${base}/channels`,
    { config: mayRead, schema: { querystring: ListQuery, response: { 200: HsChannelList } } },
    async (request) => pageOf(channels, request.query),
  )
  app.get(
    `${base}/channels/:channelId`,
    { config: mayRead, schema: { params: Type.Object({ channelId: Type.String() }), response: { 200: HsChannel } } },
    async (request) => requireFound(channels.find((channel) => channel.id === request.params.channelId)),
  )

  const listAccounts = async (asker: Asker, isArchived: boolean): Promise<Static<typeof HsChannelAccount>[]> => {
    const accounts = await listChannelAccounts(database.db, asker.actor.accountId)
    return accounts
      .filter((one) => (one.archivedAt !== null) === isArchived && verdictOn(asker, 'see', [one.inboxId]).isAllowed)
      .map((one) => ({
        id: one.id,
        channelId: String(one.channelId),
        inboxId: one.inboxId,
        name: one.name,
        active: one.isOn && !one.isInboxArchived,
        authorized: one.isAuthorised,
        deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: one.address },
        createdAt: one.createdAt.toISOString(),
        archived: isArchived,
        ...(one.archivedAt ? { archivedAt: one.archivedAt.toISOString() } : {}),
      }))
  }
  app.get(
    `${base}/channel-accounts`,
    {
      config: mayRead,
      schema: {
        querystring: Type.Object({ ...ListQuery.properties, channelId: Text, inboxId: Text }),
        response: { 200: HsChannelAccountList },
      },
    },
    async (request) => {
      const ofChannels = readIds('channelId', request.query.channelId)
      const ofInboxes = readIds('inboxId', request.query.inboxId)
      const accounts = await listAccounts(askerOf(request), readFlag('archived', request.query.archived))
      return pageOf(
        accounts.filter(
          (one) =>
            (ofChannels.length === 0 || ofChannels.includes(one.channelId)) &&
            (ofInboxes.length === 0 || ofInboxes.includes(one.inboxId)),
        ),
        request.query,
      )
    },
  )
  app.get(
    `${base}/channel-accounts/:id`,
    {
      config: mayRead,
      schema: {
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object({ archived: Text }),
        response: { 200: HsChannelAccount },
      },
    },
    async (request) => {
      const accounts = await listAccounts(askerOf(request), readFlag('archived', request.query.archived))
      return requireFound(accounts.find((one) => one.id === request.params.id))
    },
  )
}

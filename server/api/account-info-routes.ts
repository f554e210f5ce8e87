import { HsAccountDetails, HsApiUsage, HsMe } from '../../shared/api/settings.ts'
import type { ApiUsage } from '../account/api-usage.ts'
import type { Db } from '../platform/database.ts'
import { utcOffsetMs, writeUtcOffset } from '../platform/utc-offset.ts'
import type { ApiApp } from './app.ts'
import { askerOf } from './doors.ts'
import type { ApiParts } from './parts.ts'

const anyToken = { door: 'account' } as const
const windowsPerDay = 8640

/** HubSpot's account-info: what scripts ask first, to try their token. It needs no scope. */
export function accountInfoRoutes(app: ApiApp, { database, publicUrl, settings }: ApiParts, usage: ApiUsage): void {
  app.get(
    '/account-info/v3/details',
    { config: anyToken, schema: { response: { 200: HsAccountDetails } } },
    async (request) => {
      const { currency, ...account } = await accountDetails(database.db, askerOf(request).actor.accountId)
      return {
        ...account,
        accountType: 'STANDARD' as const,
        companyCurrency: currency,
        additionalCurrencies: [],
        uiDomain: publicUrl.host,
        dataHostingLocation: 'self-hosted',
      }
    },
  )
  app.get('/integrations/v1/me', { config: anyToken, schema: { response: { 200: HsMe } } }, async (request) =>
    accountDetails(database.db, askerOf(request).actor.accountId),
  )
  app.get(
    '/account-info/v3/api-usage/daily/private-apps',
    { config: anyToken, schema: { response: { 200: HsApiUsage } } },
    async (request) => {
      const now = new Date()
      const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1)
      return {
        results: [
          {
            name: 'private-apps-api-calls-daily',
            // There is no limit of a day; this is what the limit of ten seconds leaves for one.
            usageLimit: settings.apiRateLimit === 0 ? 2 ** 31 - 1 : settings.apiRateLimit * windowsPerDay,
            currentUsage: await usage.today(askerOf(request).actor.accountId),
            collectedAt: now.toISOString(),
            fetchStatus: 'SUCCESS' as const,
            resetsAt: new Date(midnight).toISOString(),
          },
        ],
      }
    },
  )
}

async function accountDetails(db: Db, accountId: string) {
  const { time_zone: timeZone } = await db
    .selectFrom('account')
    .select('time_zone')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  const offset = utcOffsetMs(timeZone, new Date())
  return {
    portalId: Number(accountId),
    timeZone,
    // Nothing of ours has a price; this is what HubSpot says of an account that chose none.
    currency: 'USD',
    utcOffset: writeUtcOffset(offset),
    utcOffsetMilliseconds: offset,
  }
}

/** Who asks. Loaded once per request; `can()` decides over it without looking anything up. */
export type UserActor = {
  kind: 'user'
  accountId: string
  userId: string
  name: string
  role: Role
  seat: Seat
  teamIds: ReadonlySet<string>
}

/** A program with a bearer token: it acts for the account, within its scopes. */
export type TokenActor = { kind: 'token'; accountId: string; tokenId: string; scopes: ReadonlySet<string> }

export type Actor = UserActor | TokenActor

export type Role = 'super-admin' | 'account-access' | 'user'
export type Seat = 'none' | 'sales' | 'service'
export type { Plan } from '../../shared/plans.ts'

/** The scopes that a token may hold (HubSpot's names). Those whose doors are not built yet open nothing. */
export const scopes = [
  'conversations.read',
  'conversations.write',
  'conversations.visitor_identification.tokens.create',
  'conversations.custom_channels.read',
  'conversations.custom_channels.write',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.objects.owners.read',
  'crm.objects.users.read',
  'crm.objects.users.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.import',
  'crm.export',
  'tickets',
  'files',
  'forms',
  'settings.users.read',
  'settings.users.write',
  'settings.users.teams.read',
  'settings.users.teams.write',
] as const

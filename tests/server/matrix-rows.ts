import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../server/platform/database.ts'
import { password } from '../harness/samtale.ts'
import { type Person, type PersonName, personNames, type Things } from './two-accounts.ts'

/** What each person hears at a kind of door; `ok` is the row's own success. In the order of `personNames`. */
const rights = {
  open: ['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok'],
  /** a person's own things: no program has any */
  person: [401, 401, 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 401, 401, 'ok', 401],
  /** the account's: each sees what he may, and a list of nothing is a list */
  account: [401, 401, 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 403, 'ok', 'ok'],
  /** one thing of the chosen inbox */
  see: [401, 401, 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 404, 'ok', 403, 404, 404],
  seeAsPerson: [401, 401, 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 404, 401, 401, 404, 401],
  act: [401, 401, 'ok', 403, 'ok', 403, 'ok', 'ok', 404, 'ok', 403, 404, 404],
  actAsPerson: [401, 401, 'ok', 403, 'ok', 403, 'ok', 'ok', 404, 401, 401, 404, 401],
  /** the default inbox of whoever asks: the other account's admin has one of his own */
  actAtHome: [401, 401, 'ok', 403, 'ok', 403, 'ok', 'ok', 404, 401, 401, 'ok', 401],
  /** what those may who manage people and inboxes; the other account's admin manages his own */
  managers: [401, 401, 'ok', 'ok', 'ok', 'ok', 403, 403, 403, 401, 401, 'ok', 401],
  /** the same for one person, team or inbox: another account's is not known */
  managersOfThis: [401, 401, 'ok', 'ok', 'ok', 'ok', 403, 403, 403, 401, 401, 404, 401],
  /** what binds the company */
  superAdmins: [401, 401, 'ok', 'ok', 403, 403, 403, 403, 403, 401, 401, 'ok', 401],
  superAdminsOfThis: [401, 401, 'ok', 'ok', 403, 403, 403, 403, 403, 401, 401, 404, 401],
  /** settings of the chosen inbox: who may only look at it in his role may set it up all the same */
  configure: [401, 401, 'ok', 'ok', 'ok', 'ok', 403, 403, 404, 401, 401, 404, 401],
  /** what only who wrote it may do, who is the first super admin; the others hear that it is not theirs */
  writer: [401, 401, 'ok', 403, 403, 403, 403, 403, 404, 401, 401, 404, 401],
  /** what everybody of the account may see of a colleague */
  colleague: [401, 401, 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 401, 401, 404, 401],
  /** what every program may ask, whatever its scopes */
  credentials: [401, 401, 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok'],
  /** HubSpot's settings: programs by scope, people by the right to manage people */
  directory: [401, 401, 'ok', 'ok', 'ok', 'ok', 403, 403, 403, 'ok', 403, 'ok', 'ok'],
  directoryOfThis: [401, 401, 'ok', 'ok', 'ok', 'ok', 403, 403, 403, 'ok', 403, 404, 404],
  /** taking somebody out for good: programs by scope, people as super admins */
  directoryRemoval: [401, 401, 'ok', 'ok', 403, 403, 403, 403, 403, 'ok', 403, 404, 404],
  /** one owner, whom everybody of the account knows */
  accountOfThis: [401, 401, 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 403, 404, 404],
  /** a thing of the first super admin alone */
  owner: [401, 401, 'ok', 404, 404, 404, 404, 404, 404, 401, 401, 404, 401],
} as const satisfies Record<string, readonly ('ok' | number)[]>

/** Who may know of what is in the chosen inbox: the marker may stand in their answers alone. */
export const seesInbox = (name: PersonName) => rights.see[personNames.indexOf(name)] === 'ok'

export type Row = {
  route: string
  right: keyof typeof rights
  ok: number
  /** where the route's parameters are not enough */
  path?: (things: Things) => string
  body?: (things: Things, person: Person) => unknown
  /** brings back what a success before it used up */
  prepare?: (db: Db, things: Things) => Promise<unknown>
  /** the answer shows something of the conversation */
  tells?: true
  /** a signed link: whoever has it, opens it */
  isCapability?: true
}

export function expectedStatus(row: Row, name: PersonName): number {
  const status = rights[row.right][personNames.indexOf(name)]
  return status === 'ok' || status === undefined ? row.ok : status
}

export function pathOf(row: Row, things: Things): string {
  if (row.path) return row.path(things)
  const values: Record<string, unknown> = {
    ...things,
    channelId: '1002',
    actorId: `V-${things.contactId}`,
    text: 'nordmark',
    kind: 'reply',
    token: things.frameToken,
    position: '0',
    picture: '0.AAAAAAAAAAAAAAAAAAAAAA',
  }
  const url = row.route.split(' ')[1] ?? ''
  return url.replace(/:(\w+)/g, (whole, name: string) => String(values[name] ?? whole))
}

const c = '/conversations/v3/conversations'
const swapped = '/conversations/conversations/v3'
const assignee = (things: Things) => ({ actorId: `A-${things.userId}` })
const noHours = () => ({ timeZone: null, workingHours: [], holidays: [] })
const forgetAttempts = (db: Db) => sql`delete from throttle`.execute(db)
/** The address that was given up is asked for again, under the id that it had. */
const askAgain = (db: Db, things: Things) =>
  sql`insert into from_address (account_id, id, address, address_key, channel_account_id, expires_at)
    overriding system value values (${things.accountId}, ${things.fromAddressId}, 'kontor@solvik.example',
      'kontor@solvik.example', ${things.channelAccountId}, now() + interval '1 day') on conflict do nothing`.execute(db)
const askToForwardAgain = (db: Db, things: Things) =>
  sql`update forwarding_confirmation set dismissed_at = null where id = ${things.confirmationId}`.execute(db)
const spareReturns = (db: Db, things: Things) =>
  sql`update "user" set is_active = true, removed_at = null where id = ${things.spareUserId}`.execute(db)
const unrevoke = (db: Db) => sql`update app_token set revoked_at = null`.execute(db)
const untrash = (db: Db) => sql`update thread set archived_at = null`.execute(db)

const message = (things: Things, { userId }: Person) => ({
  type: 'MESSAGE',
  text: 'Thank you.',
  senderActorId: `A-${userId ?? things.userId}`,
  channelId: '1002',
  channelAccountId: things.channelAccountId,
  recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'ingrid@nordmark.example' } }],
})

const email = (things: Things) => ({
  channelAccountId: things.channelAccountId,
  to: `ingrid.${things.marker.toLowerCase()}@nordmark.example`,
  subject: 'Your service',
  text: 'Time for a service.',
  html: '',
  fileIds: [],
})

const draft = () => ({
  mode: 'reply',
  html: '<p>Thank you</p>',
  text: 'Thank you',
  to: [],
  cc: [],
  bcc: [],
  attachments: [],
  answersMessageId: null,
  idempotencyKey: '3f1f2a52-7d0e-4c1b-9a3e-2f0a9d4b8c11',
})

let made = 0
const aNewInbox = () => ({ name: `Sales ${++made}`, access: 'everyone', userIds: [], teamIds: [] })
const aNewChannel = () => ({ type: 'fallback-email', localPart: `sales-${++made}` })
const avatarVersion = '0198f0c2-51b6-7c1e-9d0a-2b7f3f0f6a11'

function upload(): FormData {
  const form = new FormData()
  form.append('file', new Blob(['text']), 'letter.txt')
  return form
}

/** One row for every route. What is not here answers 405 to everybody. */
export const rows: Row[] = [
  { route: 'GET /api/docs', right: 'open', ok: 200 },
  { route: 'GET /api/docs/json', right: 'open', ok: 200 },
  { route: 'GET /api/docs/yaml', right: 'open', ok: 200 },
  { route: 'GET /api/docs/static/index.html', right: 'open', ok: 302 },
  { route: 'GET /api/docs/static/swagger-initializer.js', right: 'open', ok: 200 },
  { route: 'GET /api/docs/static/*', right: 'open', ok: 200, path: () => '/api/docs/static/swagger-ui.css' },
  { route: 'GET /api/openapi.json', right: 'open', ok: 200 },
  { route: 'GET /healthz', right: 'open', ok: 200 },
  { route: 'GET /readyz', right: 'open', ok: 200 },
  // From this machine, where METRICS_TOKEN is not set.
  { route: 'GET /metrics', right: 'open', ok: 200 },
  { route: 'GET /assets/*', right: 'open', ok: 404, path: () => '/assets/none.js' },

  { route: 'GET /api/welcome', right: 'open', ok: 200 },
  // There is an account, so nobody signs up or asks for addresses.
  { route: 'GET /api/inbox-addresses/:text', right: 'open', ok: 403 },
  { route: 'POST /api/accounts', right: 'open', ok: 403, body: () => signUp },
  {
    route: 'POST /api/session',
    right: 'open',
    ok: 401,
    body: () => ({ email: 'mallory@elsewhere.example', password: 'guessed it' }),
    prepare: forgetAttempts,
  },
  {
    route: 'POST /api/session/second-factor',
    right: 'open',
    ok: 400,
    body: () => ({ challenge: 'guessed', code: '123456' }),
  },
  { route: 'POST /api/session/passkey-request', right: 'open', ok: 200, body: () => ({}) },
  { route: 'POST /api/session/passkey', right: 'open', ok: 401, body: () => assertion, prepare: forgetAttempts },
  { route: 'GET /api/session', right: 'person', ok: 200 },
  { route: 'GET /api/sessions', right: 'person', ok: 200 },
  {
    route: 'DELETE /api/sessions/:id',
    right: 'owner',
    ok: 204,
    path: (x) => `/api/sessions/${x.sessionId}`,
    prepare: reopenSession,
  },
  // What somebody knows of himself is asked for besides: to be signed in is not enough.
  { route: 'GET /api/security', right: 'person', ok: 200 },
  {
    route: 'PUT /api/password',
    right: 'person',
    ok: 400,
    body: () => ({ current: 'guessed it', password: 'another fine password' }),
    prepare: forgetAttempts,
  },
  { route: 'POST /api/totp', right: 'person', ok: 400, body: () => guess, prepare: forgetAttempts },
  { route: 'POST /api/totp/confirm', right: 'person', ok: 400, body: () => ({ setup: 'guessed', code: '123456' }) },
  { route: 'POST /api/totp/remove', right: 'person', ok: 400, body: () => guess, prepare: forgetAttempts },
  { route: 'POST /api/recovery-codes', right: 'person', ok: 400, body: () => guess, prepare: forgetAttempts },
  { route: 'POST /api/passkeys/begin', right: 'person', ok: 400, body: () => guess, prepare: forgetAttempts },
  { route: 'POST /api/passkeys', right: 'person', ok: 401, body: () => attestation },
  {
    route: 'PATCH /api/passkeys/:passkeyId',
    right: 'owner',
    ok: 204,
    body: () => ({ name: 'Phone' }),
    prepare: registerPasskey,
  },
  {
    route: 'POST /api/passkeys/:passkeyId/remove',
    right: 'owner',
    ok: 204,
    body: () => ({ password }),
    prepare: registerPasskey,
  },
  { route: 'PUT /api/account/second-factor', right: 'superAdmins', ok: 204, body: () => ({ isRequired: false }) },
  { route: 'GET /api/profile', right: 'person', ok: 200 },
  { route: 'PATCH /api/profile', right: 'person', ok: 200, body: () => ({ theme: 'dark' }) },
  // The door lets them in; what they bring is no picture.
  { route: 'PUT /api/profile/avatar', right: 'person', ok: 400, body: upload },
  { route: 'DELETE /api/profile/avatar', right: 'person', ok: 200 },
  {
    route: 'GET /api/users/:userId/avatar/:version',
    right: 'colleague',
    ok: 200,
    path: ({ userId }) => `/api/users/${userId}/avatar/${avatarVersion}`,
    prepare: (db, { accountId, userId }) =>
      sql`insert into user_avatar values (${accountId}, ${userId}, ${avatarVersion}, '\\x00') on conflict do nothing`.execute(
        db,
      ),
  },
  {
    route: 'POST /api/password-resets',
    right: 'open',
    ok: 204,
    body: () => ({ email: 'mallory@elsewhere.example' }),
    prepare: forgetAttempts,
  },
  {
    route: 'PUT /api/password-resets',
    right: 'open',
    ok: 400,
    body: () => ({ token: 'guessed', password: 'correct horse battery' }),
  },

  { route: 'GET /api/users', right: 'person', ok: 200 },
  {
    route: 'POST /api/users',
    right: 'managers',
    ok: 201,
    body: () => ({ ...place, name: 'Jonas Berg', email: newEmail(), password: signUp.password }),
    prepare: forgetAttempts,
  },
  { route: 'PATCH /api/users/:userId', right: 'managersOfThis', ok: 200, body: () => ({ seat: 'sales' }) },
  {
    route: 'DELETE /api/users/:userId',
    right: 'superAdminsOfThis',
    ok: 204,
    path: (x) => `/api/users/${x.spareUserId}`,
    prepare: (db, x) =>
      sql`update "user" set is_active = true, removed_at = null where id = ${x.spareUserId}`.execute(db),
  },
  { route: 'GET /api/teams', right: 'person', ok: 200 },
  { route: 'POST /api/teams', right: 'managers', ok: 201, body: () => ({ name: newEmail() }) },
  { route: 'PATCH /api/teams/:teamId', right: 'managersOfThis', ok: 200, body: () => ({ name: 'Late shift' }) },
  {
    route: 'DELETE /api/teams/:teamId',
    right: 'managersOfThis',
    ok: 204,
    prepare: (db, x) =>
      sql`insert into team (account_id, id, name) overriding system value
        values (${x.accountId}, ${x.teamId}, 'Night shift') on conflict do nothing`.execute(db),
  },
  { route: 'GET /api/invitations', right: 'managers', ok: 200 },
  {
    route: 'POST /api/invitations/preview',
    right: 'managers',
    ok: 200,
    body: () => ({ ...place, text: 'elif@solvik.example' }),
  },
  {
    route: 'POST /api/invitations',
    right: 'managers',
    ok: 201,
    body: () => ({ invitations: [{ ...place, email: newEmail() }] }),
  },
  { route: 'POST /api/invitations/:invitationId/resend', right: 'managersOfThis', ok: 200, prepare: forgetAttempts },
  {
    route: 'DELETE /api/invitations/:invitationId',
    right: 'managersOfThis',
    ok: 204,
    prepare: (db, x) => sql`update invitation set withdrawn_at = null where id = ${x.invitationId}`.execute(db),
  },
  { route: 'POST /api/invitations/open', right: 'open', ok: 400, body: () => ({ token: 'guessed' }) },
  {
    route: 'POST /api/invitations/accept',
    right: 'open',
    ok: 400,
    body: () => ({ token: 'guessed', name: 'Jonas Berg', password: signUp.password }),
  },
  { route: 'POST /api/invitations/join', right: 'person', ok: 400, body: () => ({ token: 'guessed' }) },
  { route: 'GET /api/accounts', right: 'person', ok: 200 },
  // An account in which nobody of these is.
  { route: 'POST /api/session/account', right: 'person', ok: 404, body: () => ({ accountId: '999999' }) },
  { route: 'GET /api/availability', right: 'person', ok: 200 },
  { route: 'PUT /api/availability', right: 'person', ok: 200, body: () => ({ availability: 'available' }) },
  {
    route: 'PUT /api/users/:userId/availability',
    right: 'managersOfThis',
    ok: 200,
    body: () => ({ availability: 'away' }),
  },
  { route: 'GET /api/profile/working-hours', right: 'person', ok: 200 },
  { route: 'PUT /api/profile/working-hours', right: 'person', ok: 200, body: noHours },
  { route: 'GET /api/users/:userId/working-hours', right: 'managersOfThis', ok: 200 },
  { route: 'PUT /api/users/:userId/working-hours', right: 'managersOfThis', ok: 200, body: noHours },
  { route: 'PUT /api/availability-settings', right: 'managers', ok: 200, body: () => ({ asksForBrowser: false }) },
  { route: 'GET /api/team-management', right: 'person', ok: 200 },

  { route: 'GET /api/inbox', right: 'person', ok: 200 },
  { route: 'GET /api/inboxes/:inboxId/assignable', right: 'seeAsPerson', ok: 200 },
  { route: 'GET /api/inboxes', right: 'managers', ok: 200 },
  { route: 'GET /api/access-candidates', right: 'managers', ok: 200 },
  { route: 'POST /api/inboxes', right: 'managers', ok: 201, body: aNewInbox },
  { route: 'PATCH /api/inboxes/:inboxId', right: 'configure', ok: 200, body: () => ({ name: 'Support' }) },
  // The default inbox is never archived: who may, hears why not.
  { route: 'POST /api/inboxes/:inboxId/archive', right: 'configure', ok: 409 },
  { route: 'POST /api/inboxes/:inboxId/restore', right: 'configure', ok: 200 },
  { route: 'GET /api/inboxes/:inboxId/channels', right: 'configure', ok: 200 },
  { route: 'POST /api/inboxes/:inboxId/channels', right: 'configure', ok: 201, body: aNewChannel },
  { route: 'GET /api/fallback-addresses/:text', right: 'managers', ok: 200 },
  { route: 'GET /api/channels/:channelAccountId', right: 'configure', ok: 200 },
  { route: 'GET /api/ticket-pipelines', right: 'person', ok: 200 },
  { route: 'GET /api/tickets', right: 'person', ok: 200, tells: true },
  { route: 'GET /api/tickets/:ticketId', right: 'seeAsPerson', ok: 200, tells: true },
  {
    route: 'PATCH /api/tickets/:ticketId',
    right: 'actAsPerson',
    ok: 200,
    tells: true,
    body: () => ({ priority: 'HIGH' }),
  },
  {
    route: 'PATCH /api/channels/:channelAccountId',
    right: 'configure',
    ok: 200,
    body: () => ({ fromNameMode: 'agent-and-company' }),
  },
  { route: 'GET /api/channels/:channelAccountId/assignment-candidates', right: 'configure', ok: 200 },
  {
    route: 'POST /api/channels/:channelAccountId/try-assignment',
    right: 'configure',
    ok: 200,
    body: (x) => ({
      assignment: {
        ...{ isOn: true, assignTo: 'specific', userIds: [x.userId], teamIds: [] },
        ...{ onlyAvailable: true, reroutesReopened: true },
      },
    }),
  },
  { route: 'GET /api/channels/:channelAccountId/company-names/:text', right: 'configure', ok: 200 },
  {
    route: 'POST /api/channels/:channelAccountId/from-address',
    right: 'configure',
    ok: 200,
    body: () => ({ address: 'post@solvik.example' }),
    prepare: forgetAttempts,
  },
  {
    route: 'GET /api/channels/:channelAccountId/from-addresses/:fromAddressId/dns',
    right: 'configure',
    ok: 200,
    prepare: askAgain,
  },
  {
    route: 'DELETE /api/channels/:channelAccountId/from-addresses/:fromAddressId',
    right: 'configure',
    ok: 200,
    path: ({ channelAccountId, fromAddressId }) => `/api/channels/${channelAccountId}/from-addresses/${fromAddressId}`,
    prepare: askAgain,
  },
  { route: 'GET /api/channels/:channelAccountId/forwarding-confirmations', right: 'configure', ok: 200 },
  {
    route: 'GET /api/channels/:channelAccountId/forwarding-confirmations/:confirmationId/raw',
    right: 'configure',
    ok: 200,
  },
  {
    route: 'DELETE /api/channels/:channelAccountId/forwarding-confirmations/:confirmationId',
    right: 'configure',
    ok: 204,
    prepare: askToForwardAgain,
  },
  { route: 'POST /api/from-addresses/open', right: 'open', ok: 400, body: () => ({ token: 'guessed' }) },
  { route: 'POST /api/from-addresses/confirm', right: 'open', ok: 400, body: () => ({ token: 'guessed' }) },
  { route: 'PUT /api/channels/:channelAccountId/status', right: 'configure', ok: 200, body: () => ({ isOn: true }) },
  {
    route: 'PUT /api/channels/:channelAccountId/inbox',
    right: 'configure',
    ok: 200,
    body: (x) => ({ inboxId: x.inboxId, openThreads: 'stay' }),
  },
  // The account's first address is never removed.
  { route: 'DELETE /api/channels/:channelAccountId', right: 'configure', ok: 409 },
  // The door lets them in; what they bring is no picture.
  { route: 'POST /api/signature-images', right: 'person', ok: 400, body: upload, prepare: forgetAttempts },
  {
    route: 'GET /api/signature-images/:imageId',
    right: 'colleague',
    ok: 404,
    path: () => '/api/signature-images/0198f0c2-51b6-7c1e-9d0a-2b7f3f0f6a11',
  },
  { route: 'GET /api/contacts/:contactId', right: 'seeAsPerson', ok: 200, tells: true },
  { route: 'GET /api/contacts/:contactId/threads', right: 'seeAsPerson', ok: 200, tells: true },
  { route: 'PATCH /api/contacts/:contactId', right: 'seeAsPerson', ok: 200, body: (x) => ({ ownerId: x.userId }) },
  { route: 'POST /api/contacts/:contactId/emails', right: 'actAsPerson', ok: 201, body: email },
  { route: 'GET /api/threads', right: 'person', ok: 200, tells: true },
  { route: 'GET /api/threads/:threadId', right: 'seeAsPerson', ok: 200, tells: true },
  { route: 'GET /api/threads/:threadId/timeline', right: 'seeAsPerson', ok: 200, tells: true },
  // Each has a mark of his own, so who may only look may have one too.
  // Its writer, who waits 0 seconds, is too late.
  {
    route: 'POST /api/messages/:messageId/undo',
    right: 'writer',
    ok: 409,
    path: ({ sentMessageId }) => `/api/messages/${sentMessageId}/undo`,
  },
  { route: 'POST /api/threads/:threadId/read', right: 'seeAsPerson', ok: 204, body: () => ({ seq: 1 }) },
  { route: 'GET /api/threads/:threadId/drafts', right: 'seeAsPerson', ok: 200 },
  { route: 'PUT /api/threads/:threadId/drafts/:kind', right: 'seeAsPerson', ok: 200, body: draft },
  { route: 'DELETE /api/threads/:threadId/drafts/:kind', right: 'seeAsPerson', ok: 204 },
  {
    route: 'POST /api/threads/:threadId/join',
    right: 'actAsPerson',
    ok: 200,
    path: (x) => `/api/threads/${x.spareThreadId}/join`,
    body: (x) => ({ threadId: x.threadId }),
    prepare: (db) => sql`update thread set joined_into_id = null`.execute(db),
    tells: true,
  },
  // To the inbox where it is already; tests/server/access.test.ts moves it elsewhere.
  {
    route: 'POST /api/threads/:threadId/inbox',
    right: 'actAsPerson',
    ok: 200,
    body: (x) => ({ inboxId: x.inboxId }),
    tells: true,
  },
  { route: 'GET /api/inboxes/:inboxId/access', right: 'configure', ok: 200 },
  {
    route: 'PUT /api/inboxes/:inboxId/access',
    right: 'configure',
    ok: 200,
    // As it is: the other rows rest on who was chosen.
    body: (x) => x.access,
  },

  { route: `GET ${c}/inboxes`, right: 'account', ok: 200 },
  { route: `GET ${c}/inboxes/:inboxId`, right: 'see', ok: 200 },
  { route: `GET ${c}/channels`, right: 'account', ok: 200 },
  { route: `GET ${c}/channels/:channelId`, right: 'account', ok: 200 },
  { route: `GET ${c}/channel-accounts`, right: 'account', ok: 200 },
  {
    route: `GET ${c}/channel-accounts/:id`,
    right: 'see',
    ok: 200,
    path: (x) => `${c}/channel-accounts/${x.channelAccountId}`,
  },
  { route: `GET ${c}/threads`, right: 'account', ok: 200 },
  { route: `GET ${c}/threads/:threadId`, right: 'see', ok: 200 },
  { route: `PATCH ${c}/threads/:threadId`, right: 'act', ok: 200, body: () => ({ status: 'CLOSED' }) },
  { route: `DELETE ${c}/threads/:threadId`, right: 'act', ok: 204, prepare: untrash },
  { route: `PUT ${c}/threads/:threadId/assignee`, right: 'act', ok: 200, body: assignee, prepare: untrash },
  { route: `POST ${c}/threads/:threadId/assignee`, right: 'act', ok: 200, body: assignee },
  { route: `DELETE ${c}/threads/:threadId/assignee`, right: 'act', ok: 204 },
  { route: `PUT ${swapped}/threads/:threadId/assignee`, right: 'act', ok: 200, body: assignee },
  { route: `POST ${swapped}/threads/:threadId/assignee`, right: 'act', ok: 200, body: assignee },
  { route: `DELETE ${swapped}/threads/:threadId/assignee`, right: 'act', ok: 204 },
  { route: `GET ${c}/threads/:threadId/messages`, right: 'see', ok: 200, tells: true },
  { route: `POST ${c}/threads/:threadId/messages`, right: 'act', ok: 201, body: message },
  { route: `GET ${c}/threads/:threadId/messages/:messageId`, right: 'see', ok: 200, tells: true },
  { route: `GET ${c}/threads/:threadId/messages/:messageId/original-content`, right: 'see', ok: 200, tells: true },
  { route: `GET ${c}/actors/:actorId`, right: 'see', ok: 200, tells: true },
  // Whom somebody may not know is among the unknown of a batch; the answer is a batch all the same.
  { route: `POST ${c}/actors/batch/read`, right: 'account', ok: 200, body: () => ({ inputs: ['S-hubspot'] }) },

  { route: 'POST /files/v3/files', right: 'account', ok: 201, body: upload },
  { route: 'GET /api/files/:fileId/content', right: 'see', ok: 200, tells: true },
  { route: 'GET /api/messages/:messageId/raw', right: 'see', ok: 200, tells: true },
  { route: 'GET /api/files/:fileId/preview', right: 'seeAsPerson', ok: 200, tells: true },
  {
    route: 'GET /api/files/:fileId/picture',
    right: 'seeAsPerson',
    ok: 200,
    path: (x) => `/api/files/${x.mailFileId}/picture?part=0&size=thumb`,
  },
  {
    route: 'GET /api/files/:fileId/mail',
    right: 'seeAsPerson',
    ok: 200,
    tells: true,
    path: (x) => `/api/files/${x.mailFileId}/mail`,
  },
  {
    route: 'GET /frame/attached/:token',
    right: 'open',
    ok: 200,
    isCapability: true,
    path: (x) => `/frame/attached/${x.attachedFrameToken}`,
  },
  {
    route: 'GET /frame/attached/:token/picture/:position',
    right: 'open',
    ok: 200,
    isCapability: true,
    path: (x) => `/frame/attached/${x.attachedFrameToken}/picture/0`,
  },
  { route: 'GET /frame/:token', right: 'open', ok: 200, isCapability: true },
  { route: 'GET /frame/:token/picture/:position', right: 'open', ok: 200, isCapability: true },
  // Nobody made this link: without one no address is asked, whoever asks.
  { route: 'GET /frame/:token/remote/:picture', right: 'open', ok: 404, isCapability: true },
  { route: 'GET /api/messages/:messageId/print', right: 'see', ok: 200, tells: true },
  { route: 'GET /api/messages/:messageId/original', right: 'see', ok: 200, tells: true },

  { route: 'GET /api/outbox', right: 'person', ok: 200, tells: true },
  { route: 'GET /api/deliveries/:recipientId/raw', right: 'seeAsPerson', ok: 200, tells: true },
  {
    route: 'POST /api/deliveries/:recipientId/retry',
    right: 'actAsPerson',
    ok: 200,
    prepare: (db) => sql`update recipient set state = 'failed'`.execute(db),
  },
  { route: 'POST /api/onboarding/test-mail', right: 'person', ok: 204 },
  { route: 'POST /api/onboarding/examples', right: 'actAtHome', ok: 201 },
  { route: 'DELETE /api/onboarding/examples', right: 'actAtHome', ok: 204 },
  { route: 'GET /crm/v3/owners', right: 'account', ok: 200 },
  {
    route: 'GET /crm/v3/owners/:ownerId',
    right: 'accountOfThis',
    ok: 200,
    path: (x) => `/crm/v3/owners/${x.spareUserId}?idProperty=userId`,
    prepare: spareReturns,
  },
  ...['/settings/v3/users', '/settings/users/v3'].flatMap((base): Row[] => [
    { route: `GET ${base}`, right: 'directory', ok: 200 },
    { route: `GET ${base}/roles`, right: 'directory', ok: 200 },
    { route: `GET ${base}/teams`, right: 'directory', ok: 200 },
    { route: `POST ${base}`, right: 'directory', ok: 201, body: () => ({ email: `${randomUUID()}@solvik.example` }) },
    {
      route: `GET ${base}/:userId`,
      right: 'directoryOfThis',
      ok: 200,
      path: (x) => `${base}/${x.spareUserId}`,
      prepare: spareReturns,
    },
    {
      route: `PUT ${base}/:userId`,
      right: 'directoryOfThis',
      ok: 200,
      path: (x) => `${base}/${x.spareUserId}`,
      body: () => ({ roleId: '2' }),
      prepare: spareReturns,
    },
    {
      route: `DELETE ${base}/:userId`,
      right: 'directoryRemoval',
      ok: 204,
      path: (x) => `${base}/${x.spareUserId}`,
      prepare: spareReturns,
    },
  ]),
  { route: 'GET /crm/v3/objects/users', right: 'directory', ok: 200 },
  {
    route: 'GET /crm/v3/objects/users/:userId',
    right: 'directoryOfThis',
    ok: 200,
    path: (x) => `/crm/v3/objects/users/${x.spareUserId}`,
    prepare: spareReturns,
  },
  {
    route: 'PATCH /crm/v3/objects/users/:userId',
    right: 'directoryOfThis',
    ok: 200,
    path: (x) => `/crm/v3/objects/users/${x.spareUserId}`,
    body: () => ({ properties: { hs_standard_time_zone: 'Europe/Oslo' } }),
    prepare: spareReturns,
  },
  { route: 'GET /account-info/v3/details', right: 'credentials', ok: 200 },
  { route: 'GET /account-info/v3/api-usage/daily/private-apps', right: 'credentials', ok: 200 },
  { route: 'GET /integrations/v1/me', right: 'credentials', ok: 200 },

  { route: 'GET /api/plan', right: 'person', ok: 200 },
  { route: 'PATCH /api/plan', right: 'superAdmins', ok: 200, body: () => ({ starterSeats: 7 }) },

  { route: 'GET /api/audit', right: 'superAdmins', ok: 200 },
  { route: 'GET /api/audit/export', right: 'superAdmins', ok: 200 },
  { route: 'GET /api/private-apps', right: 'superAdmins', ok: 200 },
  {
    route: 'POST /api/private-apps',
    right: 'superAdmins',
    ok: 201,
    body: () => ({ name: 'Export', scopes: ['conversations.read'], password }),
    prepare: forgetAttempts,
  },
  {
    route: 'DELETE /api/private-apps/:tokenId',
    right: 'superAdminsOfThis',
    ok: 204,
    path: (x) => `/api/private-apps/${x.tokenId}`,
    prepare: unrevoke,
  },

  // Last: they end the sessions that the others use.
  { route: 'DELETE /api/sessions', right: 'person', ok: 204 },
  { route: 'DELETE /api/session', right: 'person', ok: 204 },
]

const place = { role: 'user', seat: 'none' }
let emails = 0
const newEmail = () => `newcomer${++emails}@solvik.example`

const signUp = {
  companyName: 'Fjellvarme',
  name: 'Jonas Berg',
  email: 'jonas@fjellvarme.example',
  password: 'correct horse battery',
}

const guess = { password: 'guessed it' }
const assertion = { id: 'AA', clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA', userHandle: null }
const attestation = { name: 'Phone', id: 'AA', clientDataJSON: 'e30', attestationObject: 'AA', transports: [] }

/** The super admin's passkey, under the id that the row's path names. */
async function registerPasskey(db: Db, things: Things) {
  await forgetAttempts(db)
  await sql`
    insert into passkey (id, login_id, credential_id, public_key, counter, name) overriding system value
    select ${things.passkeyId}, login_id, ${things.passkeyId}, '', 0, 'Phone'
    from "user" where account_id = ${things.accountId} order by id limit 1
    on conflict do nothing`.execute(db)
}

/** The super admin's second browser, under the id that the row's path names. */
function reopenSession(db: Db, things: Things) {
  return sql`
    insert into session (id_hash, public_id, account_id, user_id, login_id, expires_at)
    select sha256(${things.sessionId}::bytea), ${things.sessionId}, s.account_id, s.user_id, s.login_id, now() + interval '1 day'
    from session s join "user" u on u.account_id = s.account_id and u.id = s.user_id
    where u.account_id = ${things.accountId} order by u.id limit 1
    on conflict do nothing`.execute(db)
}

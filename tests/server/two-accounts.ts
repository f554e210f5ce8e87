import { sql } from 'kysely'
import { scopes } from '../../server/account/actor.ts'
import { createAppToken } from '../../server/account/app-token.ts'
import { apiClient, type Client } from '../harness/api-client.ts'
import type { Samtale, TestAccount } from '../harness/samtale.ts'

/** Everybody who may knock at a door; "chosen" is for the account's one inbox, whose access is *Specific users and teams*. */
export const personNames = [
  'nobody',
  'a user who has left',
  'a super admin, chosen',
  'a super admin, not chosen',
  'account access, chosen',
  'account access, not chosen',
  'a user, chosen',
  'a user, chosen by his team',
  'a user, not chosen',
  'a token with all scopes',
  'a token without the scope',
  'a super admin of another account',
  'a token of another account',
] as const
export type PersonName = (typeof personNames)[number]

export type Person = { name: PersonName; client: Client; userId: string | null }

/** One of each thing that a path or a body can name; `marker` stands in every text of them. */
export type Things = {
  marker: string
  accountId: string
  inboxId: string
  threadId: string
  ticketId: string
  spareThreadId: string
  messageId: string
  sentMessageId: string
  contactId: string
  fileId: string
  /** a mail that came attached */
  mailFileId: string
  recipientId: string
  channelAccountId: string
  userId: string
  frameToken: string
  attachedFrameToken: string
  sessionId: string
  tokenId: string
  passkeyId: string
  /** who has access to the inbox, as its settings save it */
  access: { access: string; userIds: string[]; teamIds: string[] }
  /** somebody whom nobody here is and who may be removed, a team and an invitation */
  spareUserId: string
  teamId: string
  invitationId: string
  /** an address that it asked to send from */
  fromAddressId: string
  /** a provider that asked for leave to forward to it */
  confirmationId: string
}

export type World = { samtale: Samtale; people: Record<PersonName, Person>; own: Things; foreign: Things }

/** Two accounts with a conversation each, and every kind of person before the first one's doors. */
export async function twoAccounts(samtale: Samtale): Promise<World> {
  const { account, database } = samtale
  const other = await samtale.openAccount('Nordmark Eiendom')
  const add = async (role: string) => samtale.addUser({ role, name: `Jonas (${role})` })
  const superAdmin = await add('super-admin')
  const manager = { chosen: await add('account-access'), other: await add('account-access') }
  const user = {
    chosen: await add('user'),
    byTeam: await add('user'),
    other: await add('user'),
    left: await add('user'),
  }
  const left = await samtale.signIn(user.left.email)
  await sql`update "user" set is_active = false where id = ${user.left.userId}`.execute(database.db)
  await chooseFor(samtale, account, [account.userId, manager.chosen.userId, user.chosen.userId], user.byTeam.userId)
  const person = async (one: { userId: string; email: string }) => ({
    client: await samtale.signIn(one.email),
    userId: one.userId,
  })
  const token = async (accountId: string, held: readonly string[]) => ({
    client: samtale.withToken(await database.transaction((tx) => createAppToken(tx, accountId, 'matrix', held))),
    userId: null,
  })
  const people: Record<PersonName, Omit<Person, 'name'>> = {
    nobody: { client: apiClient(samtale.origin, {}), userId: null },
    'a user who has left': { client: left, userId: user.left.userId },
    'a super admin, chosen': { client: samtale.admin, userId: account.userId },
    'a super admin, not chosen': await person(superAdmin),
    'account access, chosen': await person(manager.chosen),
    'account access, not chosen': await person(manager.other),
    'a user, chosen': await person(user.chosen),
    'a user, chosen by his team': await person(user.byTeam),
    'a user, not chosen': await person(user.other),
    'a token with all scopes': await token(account.accountId, scopes),
    'a token without the scope': await token(account.accountId, ['forms']),
    'a super admin of another account': await person(other),
    'a token of another account': await token(other.accountId, scopes),
  }
  const things = {
    own: await makeThings(samtale, account, 'Luftspalte'),
    foreign: await makeThings(samtale, other, 'Takstein'),
  }
  return {
    samtale,
    people: Object.fromEntries(personNames.map((name) => [name, { name, ...people[name] }])) as World['people'],
    own: { ...things.own, userId: user.chosen.userId },
    foreign: things.foreign,
  }
}

/** Sets an inbox to *Specific users and teams*, as its settings screen will. */
async function chooseFor(
  { database }: Samtale,
  { accountId, inboxId }: TestAccount,
  userIds: string[],
  byTeam: string,
) {
  await database.transaction(async (tx) => {
    await sql`update inbox set access = 'specific' where account_id = ${accountId} and id = ${inboxId}`.execute(tx)
    await sql`insert into inbox_access (account_id, inbox_id, user_id)
      select ${accountId}, ${inboxId}, u from unnest(${userIds}::bigint[]) u`.execute(tx)
    await sql`with made as (insert into team (account_id, name) values (${accountId}, 'Service') returning id),
      member as (insert into team_member (account_id, team_id, user_id, kind) select ${accountId}, id, ${byTeam}, 'main' from made)
      insert into inbox_access (account_id, inbox_id, team_id) select ${accountId}, ${inboxId}, id from made`.execute(
      tx,
    )
  })
}

async function makeThings(samtale: Samtale, account: TestAccount, marker: string): Promise<Things> {
  const admin = await samtale.signIn(account.email)
  const channels = await admin.get(`/api/inboxes/${account.inboxId}/channels`, { expects: 200 })
  const tickets = {
    ...{ isOn: true, name: '{subject}', pipelineId: '0', stageId: '1' },
    ...{ priority: null, category: null, owner: 'none' },
  }
  await admin.patch(`/api/channels/${channels.body.results[0].id}`, { tickets }, { expects: 200 })
  await samtale.deliver(markedMail(account.fallbackAddress, marker, 1), { to: account.fallbackAddress })
  await samtale.settled()
  await samtale.deliver(markedMail(account.fallbackAddress, marker, 2), { to: account.fallbackAddress })
  await samtale.settled()
  const { body } = await admin.get('/api/threads', { expects: 200 })
  const [spare, thread] = body.results
  const details = await admin.get(`/api/threads/${thread.id}`, { expects: 200 })
  const timeline = await admin.get(`/api/threads/${thread.id}/timeline`, { expects: 200 })
  const [message] = timeline.body.results
  const sent = await admin.post(
    `/conversations/v3/conversations/threads/${thread.id}/messages`,
    {
      type: 'MESSAGE',
      text: `${marker}: it is the sensor.`,
      senderActorId: `A-${account.userId}`,
      channelId: '1002',
      channelAccountId: details.body.channelAccount.id,
      recipients: { deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'ingrid@nordmark.example' } },
    },
    { expects: 201 },
  )
  const outbox = await admin.get('/api/outbox', { expects: 200 })
  const sessions = await admin.get('/api/sessions', { expects: 200 })
  // One that nobody here uses: its row in the matrix revokes it.
  await samtale.database.transaction((tx) => createAppToken(tx, account.accountId, 'spare', ['forms']))
  const apps = await admin.get('/api/private-apps', { expects: 200 })
  const mailFile = message.attachments.find((one: { name: string }) => one.name === 'earlier.eml')
  const attached = await admin.get(`/api/files/${mailFile.fileId}/mail`, { expects: 200 })
  const chosen = await admin.get(`/api/inboxes/${account.inboxId}/access`, { expects: 200 })
  const channelAccountId = details.body.channelAccount.id as string
  const address = { address: 'kontor@solvik.example' }
  const asked = await admin.post(`/api/channels/${channelAccountId}/from-address`, address, { expects: 200 })
  const people = await makePeople(samtale, admin, account)
  const entry = outbox.body.results.find((one: { messageId: string }) => one.messageId === sent.body.id)
  return {
    marker,
    accountId: account.accountId,
    inboxId: account.inboxId,
    threadId: thread.id,
    ticketId: details.body.tickets[0].id,
    spareThreadId: spare.id,
    messageId: message.id,
    sentMessageId: sent.body.id,
    contactId: thread.contact.id,
    fileId: message.attachments.find((one: { isInline: boolean }) => !one.isInline).fileId,
    mailFileId: mailFile.fileId,
    recipientId: entry.recipient.recipientId,
    channelAccountId,
    fromAddressId: asked.body.fromAddresses[0].id,
    confirmationId: await aConfirmation(samtale, channelAccountId),
    userId: account.userId,
    frameToken: message.frameUrl.split('/')[2],
    attachedFrameToken: attached.body.frameUrl.split('/')[3],
    tokenId: apps.body.results[0].id,
    sessionId: sessions.body.results.find((one: { isCurrent: boolean }) => one.isCurrent).id,
    passkeyId: account.userId,
    access: { access: chosen.body.access, userIds: chosen.body.userIds, teamIds: chosen.body.teamIds },
    ...people,
  }
}

async function makePeople(samtale: Samtale, admin: Client, { accountId }: TestAccount) {
  const spare = await samtale.addUser({ accountId, name: 'Elif Demir', seat: 'none' })
  const team = await admin.post('/api/teams', { name: 'Night shift' }, { expects: 201 })
  const invitations = [{ email: `guest.of.${accountId}@solvik.example`, role: 'user' }]
  const invited = await admin.post('/api/invitations', { invitations }, { expects: 201 })
  return {
    spareUserId: spare.userId,
    teamId: team.body.id as string,
    invitationId: invited.body.results[0].invitation.id as string,
  }
}

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** HTML with a picture of its own, and an attachment; the marker is in sender, subject, text and file name. */
function markedMail(to: string, marker: string, number: number): string {
  return [
    `From: Ingrid ${marker} <ingrid.${marker.toLowerCase()}@nordmark.example>`,
    `To: ${to}`,
    `Subject: ${marker} number ${number}`,
    `Message-ID: <${marker}-${number}@nordmark.example>`,
    'Date: Tue, 10 Mar 2026 12:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=mixed',
    '',
    '--mixed',
    'Content-Type: multipart/related; boundary=related',
    '',
    '--related',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<p>${marker}: the display says E7.</p><img src="cid:display">`,
    '--related',
    'Content-Type: image/png; name=display.png',
    'Content-Id: <display>',
    'Content-Disposition: inline; filename=display.png',
    'Content-Transfer-Encoding: base64',
    '',
    pixel,
    '--related--',
    '--mixed',
    `Content-Type: text/plain; name="${marker}.txt"`,
    `Content-Disposition: attachment; filename="${marker}.txt"`,
    '',
    `${marker}, letter ${number}`,
    '--mixed',
    'Content-Type: message/rfc822; name=earlier.eml',
    'Content-Disposition: attachment; filename=earlier.eml',
    '',
    `From: Lars ${marker} <lars@elsewhere.example>`,
    `Subject: ${marker}, an earlier mail`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/related; boundary=earlier',
    '',
    '--earlier',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<p>${marker}: as it was.</p><img src="cid:display">`,
    '--earlier',
    'Content-Type: image/png; name=display.png',
    'Content-Id: <display>',
    'Content-Transfer-Encoding: base64',
    '',
    pixel,
    '--earlier--',
    '--mixed--',
    '',
  ].join('\r\n')
}

async function aConfirmation({ database }: Samtale, channelId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into forwarding_confirmation (account_id, channel_account_id, arrival_id, mail_key, provider, received_at)
    select a.account_id, c.id, a.id, 'key', 'gmail', now()
    from channel_account c join arrival a on a.account_id = c.account_id where c.id = ${channelId} limit 1
    returning id`.execute(database.db)
  return rows[0]?.id ?? ''
}

import { invalid, Problem } from '../../shared/problems.ts'
import type { Database, Db, Tx } from '../platform/database.ts'
import { recordAudit } from './audit.ts'
import { hasFactor } from './factor-store.ts'
import {
  findInvitation,
  type HeldInvitation,
  listTeamsOfInvitation,
  setAcceptedUser,
  takeInvitation,
} from './invitation-store.ts'
import { lockAccount } from './lock-account.ts'
import { findLogin, insertLogin, type Login, setProven } from './login-store.ts'
import { hashPassword, isPassword } from './password.ts'
import { changePassword } from './password-reset.ts'
import { readPersonName } from './read-name.ts'
import { countFreeSeats } from './seats.ts'
import { endSessions, openSession, type SessionUser } from './session-store.ts'
import type { Client } from './switch-account.ts'
import { setTeamsOfPerson } from './team-store.ts'
import { type Limit, throttle } from './throttle.ts'
import { readTimeZone } from './time-zone.ts'
import { findUserOfLogin, insertUser } from './user-store.ts'

/**
 * How whoever holds a link comes in: with a login made now; with a session of the login that the address has; or, where
 * that login is in no account at present and so cannot sign in, with its password.
 */
type Step = 'newLogin' | 'signIn' | 'password'

/** What the page of an invitation shows. @throws {Problem} `linkExpired`, `tooMany` */
export async function openInvitation(db: Db, token: string, remoteAddress: string) {
  await throttle(db, [{ key: `invitation-open-ip:${remoteAddress}`, attempts: 300, seconds: 3600 }])
  const invitation = await findInvitation(db, token)
  if (!invitation) throw new Problem('linkExpired')
  const login = await findLogin(db, invitation.key)
  return {
    email: login?.email ?? invitation.email,
    name: invitation.name,
    accountName: invitation.accountName,
    inviterName: invitation.inviterName,
    step: await stepOf(db, login),
    asksForNewPassword: login !== null && !login.isProven,
  }
}

async function stepOf(db: Db | Tx, login: Login | null): Promise<Step> {
  if (!login) return 'newLogin'
  return (await findUserOfLogin(db, login.id)) ? 'signIn' : 'password'
}

type Acceptance = {
  token: string
  name?: string | undefined
  password: string
  newPassword?: string | undefined
  language?: 'en' | 'nb' | undefined
  timeZone?: string | undefined
} & Client

/**
 * Accepts an invitation without a session, and answers the new one's id. The work on the password is done before the link
 * is looked up, so that the time does not tell a guessed link from a real one.
 * @throws {Problem} `linkExpired`, `signInFirst`, `wrongPassword`, `factorsFirst`, `invalid`, `tooMany`
 */
export async function acceptInvitation(database: Database, input: Acceptance): Promise<string> {
  const invitation = await findInvitation(database.db, input.token)
  await throttle(database.db, limitsOfUse(input.remoteAddress, invitation))
  const login = invitation && (await findLogin(database.db, invitation.key))
  // Of a login that can sign in, the password is not tried here: its factors are asked where it signs in.
  if (invitation && (await stepOf(database.db, login)) === 'signIn')
    throw new Problem('signInFirst', { email: invitation.email })
  const newHash = login ? null : await hashPassword(input.password)
  if (login && !(await isPassword(login.passwordHash, input.password))) throw new Problem('wrongPassword')
  // A password alone signs nobody in who has another factor, and without an account no second step asks for it.
  if (login && (await hasFactor(database.db, login.id))) throw new Problem('factorsFirst', { email: login.email })
  const ownHash = login && !login.isProven ? await hashOwnPassword(input.newPassword) : null
  return database.transaction(async (tx) => {
    const taken = await takeInvitation(tx, input.token)
    const name = input.name ?? taken.name
    if (newHash !== null) {
      const loginId = await insertLogin(tx, { email: taken.email, key: taken.key, passwordHash: newHash })
      return enter(tx, taken, { ...input, loginId, name })
    }
    if (!login) throw new Problem('linkExpired')
    if (ownHash !== null) await changePassword(tx, login.id, ownHash, { by: input })
    return enter(tx, taken, { ...input, loginId: login.id, name: name || (await nameOfLogin(tx, login.id)) })
  })
}

/**
 * Accepts an invitation as the login that is signed in, and answers the id of a session in the account it joined; the one
 * before ends. Where the address was never proven, somebody else may know the password (who made the login, or who signed
 * up with a stranger's address): then a new one is chosen, and every other session ends (abuse-55a).
 * @throws {Problem} `linkExpired`, `otherLogin`, `alreadyMember`, `invalid`, `tooMany`
 */
export async function joinAccount(
  database: Database,
  session: SessionUser,
  input: { token: string; newPassword?: string | undefined } & Client,
): Promise<string> {
  const invitation = await findInvitation(database.db, input.token)
  await throttle(database.db, limitsOfUse(input.remoteAddress, invitation))
  if (!invitation) throw new Problem('linkExpired')
  const login = await findLogin(database.db, invitation.key)
  if (login?.id !== session.loginId) throw new Problem('otherLogin', { email: invitation.email })
  const ownHash = login.isProven ? null : await hashOwnPassword(input.newPassword)
  return database.transaction(async (tx) => {
    const taken = await takeInvitation(tx, input.token)
    if (ownHash === null) await endSessions(tx, { idHash: session.sessionHash })
    else await changePassword(tx, login.id, ownHash, { by: input })
    return enter(tx, taken, { ...input, loginId: login.id, name: session.actor.name })
  })
}

/** Makes the user, as far as the account has room: without a seat where the last one went to somebody else meanwhile. */
async function enter(
  tx: Tx,
  invitation: HeldInvitation,
  person: { loginId: string; name: string; language?: 'en' | 'nb' | undefined; timeZone?: string | undefined } & Client,
): Promise<string> {
  const { accountId, role } = invitation
  const { loginId } = person
  await lockAccount(tx, accountId)
  const known = await tx
    .selectFrom('user')
    .select('id')
    .where('account_id', '=', accountId)
    .where('login_id', '=', loginId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (known) throw new Problem('alreadyMember')
  const { free } = await countFreeSeats(tx, accountId)
  const seat = free > 0 ? invitation.seat : 'none'
  const userId = await insertUser(tx, {
    accountId,
    loginId,
    name: readPersonName('name', person.name),
    role,
    seat,
    timeZone: person.timeZone === undefined ? null : readTimeZone('timeZone', person.timeZone),
    language: person.language ?? null,
  })
  const teams = await listTeamsOfInvitation(tx, accountId, invitation.id)
  await setTeamsOfPerson(tx, accountId, userId, teams)
  if (invitation.isMailed) await setProven(tx, loginId)
  await setAcceptedUser(tx, accountId, invitation.id, userId)
  const actor = { kind: 'user' as const, accountId, userId, name: person.name, role, seat, teamIds: new Set<string>() }
  await recordAudit(tx, {
    accountId,
    source: { actor, remoteAddress: person.remoteAddress },
    action: 'invitation.accepted',
    subject: { type: 'user', id: userId },
    after: { email: invitation.email, role, seat, ...teams },
  })
  return openSession(tx, {
    accountId,
    userId,
    loginId,
    userAgent: person.userAgent,
    remoteAddress: person.remoteAddress,
  })
}

function hashOwnPassword(newPassword: string | undefined): Promise<string> {
  if (newPassword === undefined)
    throw invalid('newPassword', 'takes a password that you choose now: this address was never proven to be yours')
  return hashPassword(newPassword)
}

async function nameOfLogin(tx: Tx, loginId: string): Promise<string> {
  const row = await tx
    .selectFrom('user')
    .select('name')
    .where('login_id', '=', loginId)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.name ?? ''
}

/** A guess is counted by its IP and over all; a real link also by its address, since it tries a password. */
function limitsOfUse(remoteAddress: string, invitation: HeldInvitation | null): Limit[] {
  return [
    { key: 'invitation-use', attempts: 5000, seconds: 3600 },
    { key: `invitation-use-ip:${remoteAddress}`, attempts: 100, seconds: 3600 },
    ...(invitation ? [{ key: `sign-in:${invitation.key}`, attempts: 10, seconds: 15 * 60 }] : []),
  ]
}

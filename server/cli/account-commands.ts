import { text } from 'node:stream/consumers'
import { invalid, Problem } from '../../shared/problems.ts'
import { scopes as allScopes, type Plan, type Role, type Seat } from '../account/actor.ts'
import { createAppToken } from '../account/app-token.ts'
import { readEmailAddress } from '../account/email-address.ts'
import { findLogin, insertLogin, setProven } from '../account/login-store.ts'
import { nameFromAddress } from '../account/name-from-address.ts'
import { hashPassword } from '../account/password.ts'
import { changePassword } from '../account/password-reset.ts'
import { requireFreeSeat } from '../account/seats.ts'
import { removeAllFactors } from '../account/second-factor.ts'
import { insertUser } from '../account/user-store.ts'
import { openAccount } from '../inbox/open-account.ts'
import type { Db } from '../platform/database.ts'
import { UsageError } from './usage-error.ts'
import { withDatabase } from './with-database.ts'

type Values = Record<string, string | undefined>

/** `account create`: an account with its first user, default inbox, fallback address and a token with all scopes. */
export async function accountCreate(values: Values) {
  const plan =
    values.plan === undefined
      ? null
      : oneOf('plan', values.plan, ['free', 'starter', 'professional', 'enterprise'] satisfies Plan[])
  const input = {
    companyName: required(values, 'name'),
    name: nameFromAddress(required(values, 'email')),
    email: required(values, 'email'),
    password: await readPassword(values),
  }
  return withDatabase(async ({ database, settings }) => {
    const opened = await openAccount(database, settings.mailDomains, {
      ...input,
      subdomain: values.subdomain,
      plan: plan ?? settings.defaultPlan,
    })
    const token = await database.transaction(async (tx) => {
      await setProven(tx, opened.loginId)
      return createAppToken(tx, opened.accountId, 'Command line', allScopes)
    })
    const { loginId: _, ...answer } = opened
    return { ...answer, token }
  })
}

export async function tokenCreate(values: Values) {
  const accountId = required(values, 'account')
  const scopes = required(values, 'scopes')
    .split(',')
    .map((scope) => scope.trim())
  return withDatabase(async ({ database }) => {
    await requireAccount(database.db, accountId)
    return {
      token: await database.transaction((tx) => createAppToken(tx, accountId, values.name ?? 'Command line', scopes)),
    }
  })
}

/** `user create`: a further person in an account; the address must have no login yet. */
export async function userCreate(values: Values) {
  const accountId = required(values, 'account')
  const name = required(values, 'name')
  const role = oneOf('role', values.role ?? 'user', ['super-admin', 'account-access', 'user'] satisfies Role[])
  const seat = oneOf('seat', values.seat ?? 'none', ['none', 'sales', 'service'] satisfies Seat[])
  const { email, key } = readEmailAddress('email', required(values, 'email'))
  const passwordHash = await hashPassword(await readPassword(values))
  return withDatabase(async ({ database }) => {
    await requireAccount(database.db, accountId)
    return database.transaction(async (tx) => {
      await requireFreeSeat(tx, accountId, seat)
      const loginId = await insertLogin(tx, { email, key, passwordHash })
      await setProven(tx, loginId)
      return { userId: await insertUser(tx, { accountId, loginId, name, role, seat }) }
    })
  })
}

/** `user password`: sets a password, ends the sessions. */
export async function userPassword(values: Values) {
  const { key } = readEmailAddress('email', required(values, 'email'))
  const passwordHash = await hashPassword(await readPassword(values))
  return withDatabase(async ({ database }) => {
    const login = await findLogin(database.db, key)
    if (!login) throw invalid('email', 'takes the address of somebody who signs in here')
    await database.transaction((tx) => changePassword(tx, login.id, passwordHash, { by: null }))
    return firstUserOf(database.db, login.id)
  })
}

/** `user factors --remove`: takes every factor of somebody who has lost them all; the password alone signs in again. */
export async function userFactors(values: Values) {
  const { key } = readEmailAddress('email', required(values, 'email'))
  if (values.remove === undefined) throw new UsageError('--remove is missing: it is all that this command can do.')
  return withDatabase(async ({ database }) => {
    const login = await findLogin(database.db, key)
    if (!login) throw invalid('email', 'takes the address of somebody who signs in here')
    const removed = await database.transaction((tx) => removeAllFactors(tx, login.id))
    return { ...(await firstUserOf(database.db, login.id)), ...removed }
  })
}

async function firstUserOf(db: Db, loginId: string): Promise<{ userId: string | null }> {
  const user = await db.selectFrom('user').select('id').where('login_id', '=', loginId).orderBy('id').executeTakeFirst()
  return { userId: user?.id ?? null }
}

async function requireAccount(db: Parameters<typeof findLogin>[0], accountId: string): Promise<void> {
  const found = /^\d{1,18}$/.test(accountId)
    ? await db.selectFrom('account').select('id').where('id', '=', accountId).executeTakeFirst()
    : undefined
  if (!found) throw new Problem('invalid', { message: `--account: there is no account ${accountId}` })
}

function required(values: Values, name: string): string {
  const value = values[name]
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing.`)
  return value
}

function oneOf<const Choice extends string>(name: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw new UsageError(`--${name} takes ${choices.join(', ')}, not "${value}".`)
  return found
}

/** `--password P`; `-` reads standard input; without it SAMTALE_PASSWORD, so that it need not stand in the process list. */
async function readPassword(values: Values): Promise<string> {
  const given = values.password ?? process.env.SAMTALE_PASSWORD
  if (given === undefined) throw new UsageError('--password is missing (or - for standard input, or SAMTALE_PASSWORD).')
  return given === '-' ? (await text(process.stdin)).replace(/\r?\n$/, '') : given
}

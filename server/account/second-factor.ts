import { Problem } from '../../shared/problems.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { Keyring } from '../platform/keyring.ts'
import { mintChallenge, readChallenge, spendChallenge } from './challenge.ts'
import { findTotp, hasFactor, listPasskeys, putTotp, removeTotp, takeTotpStep } from './factor-store.ts'
import { announceLogin, type LoginSource, lockLogin, recordLoginChange } from './login-changes.ts'
import { type LoginChange, queueLoginNotice } from './login-notice.ts'
import { confirmPassword, goOnAlone, type Own } from './own-login.ts'
import { countRecoveryCodes, removeRecoveryCodes, renewRecoveryCodes, takeRecoveryCode } from './recovery-codes.ts'
import { endSessions } from './session-store.ts'
import { forgive, throttle } from './throttle.ts'
import { newTotpSecret, totpStep, totpUri } from './totp.ts'

/** What a change of factors answers: this browser's new session id, and the codes where new ones were made. */
export type FactorChanged = { sessionId: string; recoveryCodes: string[] | null }

export type FactorChange = Exclude<LoginChange, 'password-changed'>

/**
 * The first half of setting up an authenticator app: a secret, kept nowhere but in the sealed step.
 * @throws {Problem} `wrongCurrentPassword`, `tooMany`
 */
export async function beginTotp(database: Database, keyring: Keyring, own: Own, password: string) {
  const { loginId, email } = own.session
  await confirmPassword(database, loginId, password)
  const secret = newTotpSecret()
  return { secret, uri: totpUri(secret, email), setup: mintChallenge(keyring, 'totp-setup', { loginId, data: secret }) }
}

/**
 * The second half: a code proves that the app has the secret. It takes the place of an app from before.
 * @throws {Problem} `stepExpired`, `wrongCode`, `tooMany`
 */
export async function confirmTotp(
  database: Database,
  keyring: Keyring,
  own: Own,
  proof: { setup: string; code: string },
): Promise<FactorChanged> {
  const { loginId } = own.session
  const setup = readChallenge(keyring, 'totp-setup', proof.setup)
  if (setup.loginId !== loginId) throw new Problem('stepExpired')
  const key = `totp-setup:${loginId}`
  await throttle(database.db, [{ key, attempts: 10, seconds: 300 }])
  const step = totpStep(setup.data, proof.code, new Date())
  if (step === null) throw new Problem('wrongCode')
  await forgive(database.db, [key])
  return changeFactors(database, keyring, own, 'totp-added', async (tx) => {
    await spendChallenge(tx, proof.setup)
    await putTotp(tx, loginId, keyring.seal('totp', setup.data, loginId), step)
  })
}

/** @throws {Problem} `wrongCurrentPassword`, `tooMany`, `notFound` */
export async function disableTotp(
  database: Database,
  keyring: Keyring,
  own: Own,
  password: string,
): Promise<FactorChanged> {
  await confirmPassword(database, own.session.loginId, password)
  return changeFactors(database, keyring, own, 'totp-removed', async (tx) => {
    if (!(await removeTotp(tx, own.session.loginId))) throw new Problem('notFound')
  })
}

/** Ten new recovery codes in place of the others. @throws {Problem} `wrongCurrentPassword`, `tooMany`, `notFound` */
export async function renewOwnRecoveryCodes(
  database: Database,
  keyring: Keyring,
  { session, remoteAddress }: Own,
  password: string,
): Promise<string[]> {
  const { loginId } = session
  await confirmPassword(database, loginId, password)
  return database.transaction(async (tx) => {
    await lockLogin(tx, loginId)
    if (!(await hasFactor(tx, loginId))) throw new Problem('notFound')
    await noteFactorChange(tx, loginId, { remoteAddress }, 'recovery-codes-renewed')
    return renewRecoveryCodes(tx, keyring, loginId)
  })
}

/**
 * Does `work` on a login's factors, and what goes with every such change: the first factor brings recovery codes, the
 * last one takes them along; other sessions end; every account of the login writes it down.
 */
export async function changeFactors(
  database: Database,
  keyring: Keyring,
  { session, remoteAddress }: Own,
  change: FactorChange,
  work: (tx: Tx) => Promise<void>,
): Promise<FactorChanged> {
  const { loginId } = session
  return database.transaction(async (tx) => {
    await lockLogin(tx, loginId)
    const hadFactor = await hasFactor(tx, loginId)
    await work(tx)
    const hasOne = await hasFactor(tx, loginId)
    if (!hasOne) await removeRecoveryCodes(tx, loginId)
    const recoveryCodes = hasOne && !hadFactor ? await renewRecoveryCodes(tx, keyring, loginId) : null
    await noteFactorChange(tx, loginId, { remoteAddress }, change)
    return { sessionId: await goOnAlone(tx, session), recoveryCodes }
  })
}

/** The way back for somebody who has lost everything: at the command line, and nowhere else. */
export async function removeAllFactors(tx: Tx, loginId: string): Promise<{ passkeys: number; hadTotp: boolean }> {
  const passkeys = (await listPasskeys(tx, loginId)).length
  const hadTotp = await removeTotp(tx, loginId)
  await tx.deleteFrom('passkey').where('login_id', '=', loginId).execute()
  await removeRecoveryCodes(tx, loginId)
  await endSessions(tx, { loginId })
  await noteFactorChange(tx, loginId, null, 'all-removed')
  return { passkeys, hadTotp }
}

async function noteFactorChange(tx: Tx, loginId: string, by: LoginSource, change: FactorChange): Promise<void> {
  await recordLoginChange(tx, loginId, { by, action: 'user.factors_changed', after: { change } })
  await queueLoginNotice(tx, loginId, { by, change })
  await announceLogin(tx, loginId)
}

/** What the person sees of his own factors. */
export async function readFactors({ db }: Database, loginId: string) {
  const [totp, passkeys, recoveryCodesLeft] = await Promise.all([
    findTotp(db, loginId),
    listPasskeys(db, loginId),
    countRecoveryCodes(db, loginId),
  ])
  return { totpSince: totp?.createdAt ?? null, passkeys, recoveryCodesLeft }
}

export type SecondProof = { code: string } | { recoveryCode: string }

/** Takes a code or a recovery code of a login, once. @throws {Problem} `wrongCode`, `wrongRecoveryCode` */
export async function takeProof(tx: Tx, keyring: Keyring, loginId: string, proof: SecondProof): Promise<void> {
  if ('recoveryCode' in proof) {
    if (!(await takeRecoveryCode(tx, keyring, loginId, proof.recoveryCode))) throw new Problem('wrongRecoveryCode')
    return
  }
  const totp = await findTotp(tx, loginId)
  if (!totp) throw new Problem('wrongCode')
  const secret = keyring.open('totp', totp.sealedSecret, loginId).toString('utf8')
  const step = totpStep(secret, proof.code, new Date())
  if (step === null || !(await takeTotpStep(tx, loginId, step))) throw new Problem('wrongCode')
}

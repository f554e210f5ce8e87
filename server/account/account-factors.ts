import { Problem } from '../../shared/problems.ts'
import type { Database } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { recordAudit } from './audit.ts'
import type { Own } from './own-login.ts'

/**
 * Whether everyone of the account signs in with two factors. Who has none is led to set one up, and can do nothing else
 * until then, from the next request on.
 * @throws {Problem} `ownFactorFirst` where the one who asks has none himself
 */
export async function setSecondFactorRequired(
  database: Database,
  { session, remoteAddress }: Own,
  isRequired: boolean,
): Promise<void> {
  const { actor } = session
  if (isRequired && !session.hasSecondFactor) throw new Problem('ownFactorFirst')
  await database.transaction(async (tx) => {
    const changed = await tx
      .updateTable('account')
      .set({ asks_for_second_factor: isRequired })
      .where('id', '=', actor.accountId)
      .where('asks_for_second_factor', '<>', isRequired)
      .returning('id')
      .executeTakeFirst()
    if (!changed) return
    await recordAudit(tx, {
      accountId: actor.accountId,
      source: { actor, remoteAddress },
      action: 'account.settings_changed',
      subject: { type: 'account', id: actor.accountId },
      before: { asksForSecondFactor: !isRequired },
      after: { asksForSecondFactor: isRequired },
    })
    await appendEvents(tx, [{ accountId: actor.accountId, type: 'account.changed' }])
  })
}

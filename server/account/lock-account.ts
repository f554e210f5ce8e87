import type { Tx } from '../platform/database.ts'

/**
 * What must be the only one of its kind in the account is looked for and written under this lock; so are changes of
 * people, since "the last super admin" is a question about all of them. Taken before those of channels and inboxes;
 * foreign keys to the account are not held up by it.
 */
export async function lockAccount(tx: Tx, accountId: string): Promise<void> {
  await tx.selectFrom('account').select('id').where('id', '=', accountId).forNoKeyUpdate().executeTakeFirstOrThrow()
}

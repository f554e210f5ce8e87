import { ensureDkimKeys } from './channels/dkim-keys.ts'
import type { MailDomains } from './inbox/fallback-address.ts'
import type { Db } from './platform/database.ts'
import type { FileStore } from './platform/files.ts'
import type { Keyring } from './platform/keyring.ts'
import { StartError } from './platform/start-error.ts'

/**
 * Checks that database, secret and file store belong together, and at the first start ties them. A process with another
 * secret would refuse every reply address and open no sealed key; one with another file store would lose mail.
 * Answers the epoch that realtime cursors are bound to.
 * @throws {StartError}
 */
export async function openInstallation(
  db: Db,
  keyring: Keyring,
  files: FileStore,
  domains: MailDomains,
): Promise<{ epoch: string }> {
  await db
    .insertInto('installation')
    .values({ secret_fingerprint: keyring.fingerprint(), file_store_id: files.id })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const known = await db.selectFrom('installation').selectAll().executeTakeFirstOrThrow()
  if (known.secret_fingerprint !== keyring.fingerprint()) {
    throw new StartError(
      'SAMTALE_SECRET (or the file "secret" in SAMTALE_DATA) is not the one that this database was made with: set the right one.',
    )
  }
  if (known.file_store_id !== files.id) {
    throw new StartError(
      'The files in SAMTALE_DATA are not those that this database names: point SAMTALE_DATA at the folder they are in.',
    )
  }
  await ensureDkimKeys(db, keyring, domains)
  return { epoch: known.epoch }
}

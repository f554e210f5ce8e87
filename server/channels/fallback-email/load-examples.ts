import { lockAccount } from '../../account/lock-account.ts'
import { hasExamples } from '../../conversation/examples.ts'
import { composeMail } from '../../mail/compose-mail.ts'
import type { Tx } from '../../platform/database.ts'
import { newUuid } from '../../platform/uuid.ts'
import { insertArrivals } from '../arrival-store.ts'
import type { ExampleMail } from './example-mails.ts'

/**
 * Lets example mails arrive: they go the way of every mail from here on, marked so that they can be removed in one go.
 * Answers how many; none where examples are there already, as after a second click.
 */
export async function loadExamples(
  tx: Tx,
  accountId: string,
  to: string,
  mails: readonly ExampleMail[],
): Promise<number> {
  await lockAccount(tx, accountId)
  if (await hasExamples(tx, accountId)) return 0
  for (const mail of mails) {
    const raw = await composeMail({
      from: { name: mail.name, address: mail.address },
      to: [{ name: '', address: to }],
      subject: mail.subject,
      text: mail.text,
      messageId: `${newUuid()}@${mail.address.split('@')[1]}`,
      date: new Date(),
    })
    const arrival = {
      accountId,
      envelopeFrom: mail.address,
      recipients: [to],
      remoteAddress: '',
      helo: '',
      isExample: true,
    }
    await insertArrivals(tx, [arrival], { bytes: raw }, null)
  }
  return mails.length
}

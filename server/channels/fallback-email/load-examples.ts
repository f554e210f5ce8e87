import { composeMail } from '../../mail/compose-mail.ts'
import type { Db } from '../../platform/database.ts'
import { newUuid } from '../../platform/uuid.ts'
import { insertArrivals } from '../arrival-store.ts'
import type { ExampleMail } from './example-mails.ts'

/** Lets example mails arrive: they go the way of every mail from here on, marked so that they can be removed in one go. */
export async function loadExamples(
  db: Db,
  accountId: string,
  to: string,
  mails: readonly ExampleMail[],
): Promise<void> {
  for (const mail of mails) {
    const raw = await composeMail({
      from: { name: mail.name, address: mail.address },
      to: [{ name: '', address: to }],
      subject: mail.subject,
      text: mail.text,
      messageId: `${newUuid()}@${mail.address.split('@')[1]}`,
      date: new Date(),
    })
    const arrival = { accountId, envelopeFrom: mail.address, recipients: [to], remoteAddress: '', isExample: true }
    await insertArrivals(db, [arrival], { bytes: raw }, null)
  }
}

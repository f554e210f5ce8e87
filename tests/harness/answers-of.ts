import { sql } from 'kysely'
import { actorOf, listUsers } from '../../server/account/user-store.ts'
import { takeAutomaticAnswer } from '../../server/conversation/automatic-answers.ts'
import { createSignedIds } from '../../server/conversation/signed-ids.ts'
import { reply } from '../../server/conversation/write-message.ts'
import { loadAsker } from '../../server/inbox/asker.ts'
import { loadInstallationSecret } from '../../server/platform/installation-secret.ts'
import { createKeyring } from '../../server/platform/keyring.ts'
import type { Samtale, TestAccount } from './samtale.ts'

/**
 * A reaction as whatever answers by itself has it: each message that came in since the last look, once, with leave. How
 * many answers it gave.
 */
export async function answersOf(samtale: Samtale, account: TestAccount, text = 'Hei! Saken er registrert.') {
  const { database } = samtale
  const { settings } = samtale.server
  const signedIds = createSignedIds(createKeyring(await loadInstallationSecret(settings.secret, settings.dataFolder)))
  const [colleague] = await listUsers(database.db, account.accountId)
  if (!colleague) throw new Error('nobody to answer in the name of')
  const author = actorOf(account.accountId, colleague)
  let seen = '0'
  return async () => {
    const { rows } = await sql<{ eventId: string; messageId: string; threadId: string; from: string; channel: string }>`
      select e.id as "eventId", m.id as "messageId", m.thread_id as "threadId", m.from_address as "from",
        m.channel_account_id as channel
      from event e join message m on m.account_id = e.account_id and m.id = e.message_id
      where e.account_id = ${account.accountId} and e.type = 'message.checked' and e.id > ${seen}
      order by e.id`.execute(database.db)
    let answers = 0
    for (const row of rows) {
      seen = row.eventId
      answers += await database.transaction(async (tx) => {
        if ((await takeAutomaticAnswer(tx, account.accountId, row.messageId)) !== null) return 0
        const asker = await loadAsker(tx, author)
        const writing = { asker, threadId: row.threadId, author, seenSeq: null, draftKey: null, undoSeconds: 0 }
        const content = {
          text,
          html: null,
          subject: null,
          to: [{ name: '', address: row.from }],
          cc: [],
          bcc: [],
          fileIds: [],
          channelAccountId: row.channel,
          answersMessageId: row.messageId,
        }
        await reply(tx, signedIds, { ...writing, isAutomatic: true }, content, null)
        return 1
      })
    }
    await samtale.settled()
    return answers
  }
}

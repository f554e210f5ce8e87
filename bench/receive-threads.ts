import { agentHeaders, openAgents, realtimeUrl } from './agents.ts'
import type { BenchAccount, Samtale } from './samtale.ts'
import { benchMail, sendAll } from './smtp-sender.ts'

/** Sends so many mails and waits until each is a conversation. Answers their ids. */
export async function receiveThreads(samtale: Samtale, account: BenchAccount, count: number): Promise<string[]> {
  const agents = await openAgents(
    realtimeUrl(samtale.address),
    account.cookies.slice(0, 1).map((cookie) => agentHeaders(samtale.address, cookie)),
    { hello: '{"after":null}', thing: '{"type":"item"' },
  )
  const seen = agents.received(count)
  const mails = Array.from({ length: count }, (_, number) => benchMail(`first-${number}-`, number, account.mailAddress))
  await sendAll(samtale.smtpPort, mails, 4, true)
  await seen
  agents.close()
  const rows = await samtale.database.db
    .selectFrom('thread')
    .select('id')
    .where('account_id', '=', account.accountId)
    .execute()
  return rows.map((row) => row.id)
}

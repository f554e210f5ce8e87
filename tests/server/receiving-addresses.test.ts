import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { account, database } = samtale
const domain = account.fallbackAddress.split('@')[1] ?? ''
const free = domain.replace('inbox.localhost', 'free.inbox.localhost')

test.each([
  { because: 'the fallback address receives at once (S3)', to: account.fallbackAddress },
  { because: 'whatever its case', to: account.fallbackAddress.toUpperCase() },
  { because: 'with a plus part', to: account.fallbackAddress.replace('@', '+spring@') },
  { because: 'under the other domain too (S18)', to: `support@${free}` },
  { because: "postmaster of the account's domain is its default inbox", to: `postmaster@${domain}` },
  { because: 'and abuse', to: `abuse@${domain}` },
  { because: "postmaster of the installation's domain is the first account's", to: 'postmaster@inbox.localhost' },
  { because: 'a bare postmaster is taken, as every mail server must', to: 'postmaster' },
])('$because', async ({ to }) => {
  const before = await samtale.counts(account.accountId)
  const answer = await samtale.deliver(aMail({ to }), { to })
  expect(answer.code).toBe(250)
  await samtale.settled()
  expect(await samtale.counts(account.accountId)).toEqual({
    threads: before.threads + 1,
    messages: before.messages + 1,
  })
})

test.each([
  { because: 'nobody has this address', to: `nobody@${domain}`, says: /^550[ -]5\.1\.1/ },
  { because: 'another domain is never relayed to', to: 'somebody@elsewhere.example', says: /^550[ -]5\.1\.1/ },
  { because: 'an account that does not exist', to: 'support@nobody.inbox.localhost', says: /^550[ -]5\.1\.1/ },
  { because: 'a report needs its token', to: `bounces@${domain}`, says: /^550[ -]5\.1\.1/ },
  { because: 'and one that is ours', to: `bounces+aaaaaaaaaaaaaaaaaaaaaaaaaaaa@${domain}`, says: /^550[ -]5\.1\.1/ },
])('refused: $because', async ({ to, says }) => {
  expect((await samtale.deliver(aMail(), { to })).recipients[0]).toMatch(says)
})

test('S51: to a switched-off address the sender hears 550 5.2.1, and it receives again when it is on', async () => {
  const to = account.fallbackAddress
  const turn = (isOn: boolean) =>
    sql`update channel_account set is_on = ${isOn} where account_id = ${account.accountId}`.execute(database.db)
  await turn(false)
  expect((await samtale.deliver(aMail(), { to })).recipients[0]).toMatch(/^550[ -]5\.2\.1/)
  await turn(true)
  expect((await samtale.deliver(aMail(), { to })).code).toBe(250)
})

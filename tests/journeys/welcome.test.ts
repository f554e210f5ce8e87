import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { expectCount, inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()

/** An account of its own, in its first minute. */
async function firstMinute(companyName: string) {
  const account = await samtale.openAccount(companyName)
  const person = await open(samtale, { as: account.email })
  await person.page.getByRole('heading', { name: 'Your inbox is ready, Kari', exact: true }).waitFor()
  return { ...person, account, inbox: inboxOf(person.page) }
}

test('S3: the welcome page shows the address, copies it, and says that it receives', async () => {
  const { page, context, account } = await firstMinute('Nordmark Drift')
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const address = page.getByLabel('Address of your inbox', { exact: true })
  expect(await address.textContent()).toBe(account.fallbackAddress)
  await page.getByText('Receiving', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  await page.getByRole('button', { name: 'Copied', exact: true }).waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(account.fallbackAddress)
})

test('S3: a test mail comes through the mail server and appears by itself', async () => {
  const { page, account, inbox } = await firstMinute('Fjordpost')
  await page.getByRole('button', { name: 'Send a test mail', exact: true }).click()
  await inbox.rows.first().waitFor()
  await expectCount(inbox.view('All open'), 1)
  await inbox.rows.first().getByRole('link').click()
  await inbox.messages.filter({ hasText: 'same door as your customers’ mail' }).waitFor()
  const { rows } = await samtale.database.pool.query('select remote_address from arrival where account_id = $1', [
    account.accountId,
  ])
  expect(rows.map((row) => row.remote_address)).toEqual(['127.0.0.1'])
})

test('S3: example conversations come in one click and go in one click; real ones stay', async () => {
  const { page, account, inbox } = await firstMinute('Vik Bygg')
  await page.getByRole('button', { name: 'Load example conversations', exact: true }).click()
  await expectCount(inbox.view('All open'), 5)
  await inbox.row('Hanne Bakke').getByText('Example', { exact: true }).waitFor()
  await samtale.deliver(aMail({ from: 'Elif Demir <elif@fjordkaffe.example>', to: account.fallbackAddress }), {
    from: 'elif@fjordkaffe.example',
    to: account.fallbackAddress,
  })
  await expectCount(inbox.view('All open'), 6)
  await openConversation(page, 'Hanne Bakke')
  await page.getByRole('button', { name: 'Remove them', exact: true }).click()
  await expect.poll(() => inbox.rows.count()).toBe(1)
  await inbox.row('Elif Demir').waitFor()
  await expectCount(inbox.view('All open'), 1)
  await expect.poll(() => page.getByText('Those marked Example are made up').count()).toBe(0)
})

test('without a relay a reply waits in the Outbox, shown as it will look, and can be taken along', async () => {
  const { page, account, inbox } = await firstMinute('Solsiden')
  await samtale.deliver(aMail({ to: account.fallbackAddress, subject: 'Offer' }), { to: account.fallbackAddress })
  await openConversation(page, 'Ingrid Haugen')
  await inbox.conversation.getByText('Waits in the Outbox until a relay is connected.').waitFor()
  await inbox.textbox('Reply').fill('Here it is.')
  await inbox.send.click()
  await inbox.messages
    .filter({ hasText: 'Here it is.' })
    .getByText(/^Waits in the Outbox/)
    .waitFor()

  await page.getByRole('link', { name: 'Outbox', exact: true }).first().click()
  await page.waitForURL('**/outbox')
  await page.getByText('SMTP_URL').first().waitFor()
  const entry = page
    .getByRole('list', { name: 'Mail that has not left', exact: true })
    .getByRole('listitem', { name: /^Ingrid Haugen/ })
  await entry.getByText('Waits for a relay', { exact: true }).waitFor()
  await entry.getByRole('button', { name: 'Show how it looks', exact: true }).click()
  const preview = entry.getByTitle('Mail to ingrid@nordmark.example as it will look', { exact: true })
  await preview.contentFrame().getByText('Here it is.').waitFor()
  const downloading = page.waitForEvent('download')
  await entry.getByRole('link', { name: 'Download .eml', exact: true }).click()
  const eml = await page.request.get((await downloading).url())
  expect(await eml.text()).toMatch(/^Subject: Re: Offer\r$/m)
  await entry.getByRole('link', { name: 'Open conversation', exact: true }).click()
  await inbox.messages.filter({ hasText: 'Here it is.' }).waitFor()
})

import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { expectCount, inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()
const { email: kari } = samtale.account

const mailFrom = async (name: string, text = 'Hello.') => {
  const address = `${name.split(' ')[0]?.toLowerCase()}@nordmark.example`
  await samtale.deliver(aMail({ from: `${name} <${address}>`, subject: `About ${name}`, text }), { from: address })
}

test('what one person does, every other browser shows: comment, assignee, status, reply', async () => {
  const { email: jonas } = await samtale.addUser({ name: 'Jonas Berg' })
  const [one, other] = await Promise.all([open(samtale, { as: kari }), open(samtale, { as: jonas })])
  await mailFrom('Elif Demir')
  const mine = inboxOf(one.page)
  const theirs = inboxOf(other.page)
  await Promise.all([openConversation(one.page, 'Elif Demir'), openConversation(other.page, 'Elif Demir')])

  await mine.tab('Comment').click()
  await mine.textbox('Comment').fill('Do you know her?')
  await mine.addComment.click()
  await theirs.conversation
    .getByRole('article', { name: 'Kari Solheim, Internal comment', exact: true })
    .getByText('Do you know her?')
    .waitFor()

  await theirs.assignee.click()
  await other.page.getByRole('option', { name: 'Jonas Berg', exact: true }).click()
  await expect.poll(() => mine.assignee.textContent()).toContain('Jonas Berg')
  await mine.conversation.getByText('Jonas Berg took this', { exact: false }).waitFor()
  await expectCount(theirs.view('Assigned to me'), 1)
  await expectCount(mine.view('Assigned to me'), 0)

  await theirs.tab('Reply').click()
  await theirs.textbox('Reply').fill('Yes, it is usual in frost.')
  await theirs.send.click()
  await mine.messages.filter({ hasText: 'it is usual in frost' }).waitFor()

  await theirs.conversation.getByRole('button', { name: 'Close', exact: true }).click()
  await mine.status('Closed').waitFor()
  await expect.poll(() => mine.row('Elif Demir').count()).toBe(0)
  await expectCount(mine.view('Closed'), 1)
})

test('new mail is unread for each person until that person has seen it', async () => {
  const { email: amina } = await samtale.addUser({ name: 'Amina Yusuf' })
  const [one, other] = await Promise.all([open(samtale, { as: kari }), open(samtale, { as: amina })])
  await mailFrom('Unread Eng')
  const unread = (page: typeof one.page) =>
    inboxOf(page)
      .row('Unread Eng')
      .getByRole('link', { name: /, Unread,/ })
  await Promise.all([unread(one.page).waitFor(), unread(other.page).waitFor()])
  await openConversation(one.page, 'Unread Eng')
  await expect.poll(() => unread(one.page).count()).toBe(0)
  expect(await unread(other.page).count()).toBe(1)
  // Also in a window that opens afterwards.
  const again = await open(samtale, { as: kari })
  await inboxOf(again.page).row('Unread Eng').waitFor()
  expect(await unread(again.page).count()).toBe(0)
})

test('a lost connection is said, and what was missed is there when it is back, without a reload', async () => {
  const { page, context } = await open(samtale, { as: kari })
  await mailFrom('Before Bakke')
  await inboxOf(page).row('Before Bakke').waitFor()
  await page.evaluate('window.isThisPage = true')

  await context.setOffline(true)
  await page.getByRole('status').getByText('No connection.').waitFor()
  await mailFrom('Missed Moe')
  await mailFrom('Before Bakke', 'And one more thing.')
  await samtale.settled()
  expect(await inboxOf(page).row('Missed Moe').count()).toBe(0)

  await context.setOffline(false)
  await inboxOf(page).row('Missed Moe').waitFor()
  await inboxOf(page).row('Before Bakke').filter({ hasText: 'And one more thing.' }).first().waitFor()
  await expect.poll(() => page.getByText('No connection.').count()).toBe(0)
  expect(await page.evaluate('window.isThisPage')).toBe(true)
})

test('the list holds more than a page, and scrolls to its end', async () => {
  const { accountId, fallbackAddress, email } = await samtale.openAccount('Nordmark')
  expect(accountId).not.toBe(samtale.account.accountId)
  for (let number = 1; number <= 60; number += 1) {
    await samtale.deliver(aMail({ from: `Customer ${number} <c${number}@nordmark.example>`, to: fallbackAddress }), {
      from: `c${number}@nordmark.example`,
      to: fallbackAddress,
    })
  }
  await samtale.settled()
  const { page } = await open(samtale, { as: email })
  const { row, view } = inboxOf(page)
  await expectCount(view('All open'), 60)
  await row('Customer 60').waitFor()
  const opened = row('Customer 60').getByRole('link')
  await opened.click()
  // Each End goes to the last one that is loaded, and loads the next page.
  await expect
    .poll(async () => {
      await page.keyboard.press('End')
      return row('Customer 1').count()
    })
    .toBe(1)
  expect(await row('Customer 1').getAttribute('aria-posinset')).toBe('60')
})

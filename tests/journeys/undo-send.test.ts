import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'
import { startRelay, takenMail } from './relay.ts'

const open = await startBrowser()
const relay = await startRelay({ isShared: true })
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { email: kari } = samtale.account
const jonas = await samtale.addUser({ name: 'Jonas Berg' })

test('S64 a reply can be undone until it leaves: words, people and file are back, and others see it go', async () => {
  await samtale.admin.patch('/api/profile', { undoSeconds: 30 }, { expects: 200 })
  await samtale.deliver(
    aMail({ from: 'Ingrid Haugen <ingrid@nordmark.example>', cc: 'Per <per@nordmark.example>', subject: 'E7' }),
  )
  await samtale.settled()
  const { page } = await open(samtale, { as: kari })
  const other = await open(samtale, { as: jonas.email })
  await openConversation(page, 'Ingrid Haugen')
  await openConversation(other.page, 'Ingrid Haugen')
  const { conversation, messages, textbox, send, row } = inboxOf(page)
  await page.keyboard.press('r')
  await textbox('Reply').click()
  await page.keyboard.type('It is the sensor.')
  await conversation.locator('input[type=file]').setInputFiles({
    name: 'parts.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('list'),
  })
  await conversation.getByText('4 bytes', { exact: true }).waitFor()
  await send.click()
  await conversation.getByText(/^Leaves in \d+ s$/).waitFor()
  const theirs = inboxOf(other.page).messages
  await expect.poll(() => theirs.count()).toBe(2)
  // Others see that it is on its way; it is not theirs to take back.
  expect(await other.page.getByRole('button', { name: 'Undo', exact: true }).count()).toBe(0)

  await conversation.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => messages.count()).toBe(1)
  await expect.poll(() => theirs.count()).toBe(1)
  await expect.poll(() => textbox('Reply').textContent()).toBe('It is the sensor.')
  await conversation.getByText('parts.txt', { exact: true }).waitFor()
  await row('Ingrid Haugen').getByText('Draft', { exact: false }).waitFor()
  expect(await conversation.getByText('took this', { exact: false }).count()).toBe(0)

  // Once more, and undone by its key.
  await page.keyboard.press('Control+Enter')
  await page.getByRole('status').getByRole('button', { name: 'Undo', exact: true }).waitFor()
  await conversation.getByText(/^Leaves in \d+ s$/).waitFor()
  await conversation.focus()
  await page.keyboard.press('z')
  await expect.poll(() => messages.count()).toBe(1)
  await expect.poll(() => textbox('Reply').textContent()).toBe('It is the sensor.')
  expect(relay.taken).toEqual([])

  // With no time to undo it leaves, once.
  await samtale.admin.patch('/api/profile', { undoSeconds: 0 }, { expects: 200 })
  await page.reload()
  await textbox('Reply').click()
  await page.keyboard.press('Control+Enter')
  await takenMail(relay, 'ingrid@nordmark.example', 'It is the sensor.')
  await expect.poll(() => messages.count()).toBe(2)
  expect(await conversation.getByText(/^Leaves in/).count()).toBe(0)
})

import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'
import { startRelay, takenMail } from './relay.ts'

const open = await startBrowser()
const relay = await startRelay({ isShared: true })
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { email: kari, fallbackAddress, inboxId } = samtale.account
const own = 'post@solvik.example'

async function inConfiguration(seat: { width?: number; locale?: string } = {}) {
  const { body } = await samtale.admin.get(`/api/inboxes/${inboxId}/channels`, { expects: 200 })
  const path = `/settings/inboxes/${inboxId}/channels/${body.results[0].id}`
  return open(samtale, { as: kari, path, ...seat })
}

test('S14 S15 S16 S17 S18 S19 S21 S30 the next mail is from what the preview showed', async () => {
  const from = 'ingrid@nordmark.example'
  await samtale.deliver(aMail({ from: `Ingrid Haugen <${from}>`, to: fallbackAddress }), { from, to: fallbackAddress })
  await samtale.settled()
  const { page } = await inConfiguration()
  const field = (name: string) => page.getByRole('textbox', { name, exact: true })
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const radio = (name: string) => page.getByRole('radio', { name, exact: true })
  const preview = page.getByRole('region', { name: 'Preview', exact: true })
  await page.getByRole('tab', { name: 'Automation', exact: true }).waitFor()
  expect(await field('Forwarding address').inputValue()).toBe(fallbackAddress)
  expect(await radio('Use default').isChecked()).toBe(true)
  await page.getByText(fallbackAddress, { exact: true }).first().waitFor()

  // It follows each key, and marks what is being changed.
  await field('Company name').fill('')
  for (const key of 'Solvik Service') await page.keyboard.type(key)
  expect(await preview.locator('mark').allInnerTexts()).toEqual(Array(2).fill('Kari Solheim, Solvik Service'))
  await button('Phone').click()
  expect(await button('Phone').getAttribute('aria-pressed')).toBe('true')

  await radio('Customise from address').check()
  await button('Verify address').click()
  await page.getByRole('alert').getByText('Type the address that you want to send from.').waitFor()
  await field('From address').fill(own)
  await preview.getByText(own, { exact: true }).waitFor()
  await button('Verify address').click()
  await page.getByText(`A link was mailed to ${own}.`).waitFor()
  await button('Resend').waitFor()
  await button('Save').click()
  await button('Save').waitFor({ state: 'detached' })

  // Whoever reads the address confirms, signed in nowhere.
  const proof = await takenMail(relay, own, 'asks to send mail from')
  const link = /http\S+#[\w-]+/.exec(proof.text ?? '')?.[0] ?? ''
  const guest = await open(samtale, { path: new URL(link).pathname + new URL(link).hash, width: 390 })
  await guest.page.getByText(`Solvik Varme asks to send mail from ${own} with Samtale.`).waitFor()
  await guest.page.getByRole('button', { name: 'Confirm this address', exact: true }).click()
  await guest.page.getByText(`${own} is confirmed.`).waitFor()
  await page.getByText(`${own} is verified.`, { exact: true }).waitFor()
  await guest.page.reload()
  await guest.page.getByText('This link does not open').waitFor()

  await page.goto('/inbox')
  await openConversation(page, 'Ingrid Haugen')
  const inbox = inboxOf(page)
  await inbox.textbox('Reply').fill('From our own address.')
  await inbox.send.click()
  const mail = await takenMail(relay, from, 'From our own address.')
  expect(mail.from?.value[0]).toEqual({ name: 'Kari Solheim, Solvik Service', address: own })
})

test('S17 a company name that another address uses is named while it is typed, and nothing is saved by it', async () => {
  const path = `/api/inboxes/${inboxId}/channels`
  const { body } = await samtale.admin.post(path, { type: 'fallback-email', localPart: 'sales' }, { expects: 201 })
  await samtale.admin.patch(`/api/channels/${body.id}`, { companyName: 'Solvik Salg' }, { expects: 200 })
  const { page } = await inConfiguration()
  await page.getByRole('textbox', { name: 'Company name', exact: true }).fill('SOLVIK  sаlg')
  await page
    .getByRole('alert')
    .getByText(`The fallback address ${body.address} already sends as “Solvik Salg”.`)
    .waitFor()
})

test('S18 S21 on a phone and in Norwegian: the preview opens by a button, and nothing is wider than the screen', async () => {
  const { page } = await inConfiguration({ width: 390, locale: 'nb-NO' })
  await page.getByRole('radio', { name: 'Tilpass fra-adresse', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Vis forhåndsvisning', exact: true }).click()
  await page.getByRole('region', { name: 'Forhåndsvisning', exact: true }).waitFor()
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
})

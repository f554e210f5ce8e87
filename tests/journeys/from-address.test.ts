import { afterAll, expect, test } from 'vitest'
import { startDnsServer } from '../harness/dns-server.ts'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { signedBy, signingZone } from '../harness/signed-mail.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'
import { startRelay, takenMail } from './relay.ts'

const open = await startBrowser()
const relay = await startRelay({ isShared: true })
const dns = await startDnsServer({
  ...signingZone('google.com'),
  '_dmarc.solvik.example': { TXT: ['v=DMARC1; p=reject'] },
})
afterAll(() => dns.close())
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url, DNS_SERVERS: dns.address } })
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
  // What its domain asks of mail servers, and the way out of it.
  await page.getByText(/^solvik\.example asks mail servers to refuse mail that is not signed for it/).waitFor()
  const record = page.getByRole('region', { name: 'Record to add to the DNS of solvik.example', exact: true })
  await record.getByText('samtale._domainkey.solvik.example', { exact: true }).waitFor()
  await record.getByText(/^v=DKIM1; k=rsa; p=\w/).waitFor()
  await record.getByRole('button', { name: 'Copy value', exact: true }).click()
  await record.getByText('Copied', { exact: true }).first().waitFor()
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

test('S19 a provider that asks to forward is shown without a reload, with code and link, until it is dismissed', async () => {
  const { page } = await inConfiguration()
  await page.getByRole('textbox', { name: 'Forwarding address', exact: true }).waitFor()
  const link = 'https://mail-settings.google.com/mail/vf-%5BANGjdJ9abc%5D-XyZ_123'
  const mail = aMail({
    from: 'Gmail Team <forwarding-noreply@google.com>',
    to: fallbackAddress,
    subject: '(#123456789) Gmail Forwarding Confirmation - Receive Mail from kari@solvik.example',
    text: `kari@solvik.example has requested to automatically forward mail.\nConfirmation code: 123456789\n\n${link}\n`,
  })
  const envelope = { from: 'bounce@google.com', to: fallbackAddress }
  await samtale.deliver(await signedBy('google.com', mail), envelope)
  const requests = page.getByRole('region', { name: `Asks to forward mail to ${fallbackAddress}`, exact: true })
  await requests
    .getByText(`Gmail asks whether kari@solvik.example may forward mail to ${fallbackAddress}.`, { exact: true })
    .waitFor()
  await requests.getByText('123456789', { exact: true }).waitFor()
  const open = requests.getByRole('link', { name: 'Open at mail-settings.google.com', exact: true })
  expect(await open.getAttribute('href')).toBe(link)
  expect(await open.getAttribute('target')).toBe('_blank')
  expect(await open.getAttribute('rel')).toBe('noopener noreferrer')
  // What only says that it is from there asks nobody, and is mail like any other.
  await samtale.deliver(mail.replace('123456789', '987654321'), {
    from: 'mallory@elsewhere.example',
    to: fallbackAddress,
  })
  await samtale.settled()
  expect(await requests.getByRole('listitem').count()).toBe(1)
  await requests.getByRole('button', { name: 'Dismiss', exact: true }).click()
  await requests.waitFor({ state: 'detached' })
})

test('S18 S21 on a phone and in Norwegian: the preview opens by a button, and nothing is wider than the screen', async () => {
  const { page } = await inConfiguration({ width: 390, locale: 'nb-NO' })
  await page.getByRole('radio', { name: 'Tilpass fra-adresse', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Vis forhåndsvisning', exact: true }).click()
  await page.getByRole('region', { name: 'Forhåndsvisning', exact: true }).waitFor()
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
})

import sharp from 'sharp'
import { expect, test } from 'vitest'
import { answering } from '../durability/answering.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'
import { startRelay, takenMail } from './relay.ts'

const open = await startBrowser()
const relay = await startRelay({ isShared: true })
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { aConversation } = answering(samtale)
const { account } = samtale
const [channel] = (await samtale.admin.get(`/api/inboxes/${account.inboxId}/channels`, { expects: 200 })).body.results
const path = `/settings/inboxes/${account.inboxId}/channels/${channel.id}`
const logo = await sharp({ create: { width: 60, height: 24, channels: 3, background: '#1b6ca8' } })
  .png()
  .toBuffer()

test('S20 S30 a team signature with a token and a picture closes the next mail', async () => {
  const customer = 'ingrid@nordmark.example'
  await aConversation(customer)
  const { page } = await open(samtale, { as: account.email, path })
  await page.getByRole('checkbox', { name: 'Add team signature', exact: true }).check()
  const editor = page.getByRole('textbox', { name: 'Team signature', exact: true })
  await editor.click()
  await page.getByRole('button', { name: 'Insert token', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Full name', exact: true }).click()
  // The menu gives the focus back one frame later.
  await editor.and(page.locator(':focus')).waitFor()
  await page.keyboard.type(', Solvik Varme')
  await editor.getByText('Full name', { exact: true }).waitFor()
  const file = { name: 'logo.png', mimeType: 'image/png', buffer: logo }
  await page.locator('input[type=file]').setInputFiles(file)
  await editor.getByRole('img', { name: 'logo', exact: true }).waitFor()
  await page.getByRole('tab', { name: 'HTML', exact: true }).click()
  expect(await page.getByRole('textbox', { name: 'Team signature', exact: true }).inputValue()).toMatch(
    /^<p>\{\{full_name\}\}, Solvik Varme<img data-cid="signature-[0-9a-f-]{36}" alt="logo"><\/p>$/,
  )
  await page.getByRole('tab', { name: 'Simple', exact: true }).click()
  await page.getByText(/holds tables, sizes or pictures that Simple cannot keep/).waitFor({ state: 'detached' })
  await page.keyboard.press('Control+s')
  await page.getByText('1 change', { exact: true }).waitFor({ state: 'detached' })

  await page.goto('/inbox')
  await openConversation(page, 'Ingrid Haugen')
  const { conversation, textbox, send } = inboxOf(page)
  await textbox('Reply').click()
  await page.keyboard.type('It is the sensor.')
  await conversation.getByText('Signature', { exact: true }).last().click()
  await conversation.getByText(/^Kari Solheim, Solvik Varme$/).waitFor()
  await send.click()
  const mail = await takenMail(relay, customer, 'It is the sensor.')
  expect(mail.text).toMatch(/-- \nKari Solheim, Solvik Varme/)
  expect(mail.attachments).toHaveLength(1)
  const sent = conversation.getByRole('article').last()
  await sent.getByText('Signature', { exact: true }).click()
  await sent.locator('img[alt="logo"]').waitFor()
})

test('S20 underline and colour are kept; what Simple cannot keep is said before it is lost', async () => {
  const signature = { isOn: true, mode: 'simple', html: '<p>Solvik Varme</p>' }
  await samtale.admin.patch(`/api/channels/${channel.id}`, { signature }, { expects: 200 })
  const { page } = await open(samtale, { as: account.email, path })
  const editor = page.getByRole('textbox', { name: 'Team signature', exact: true })
  await editor.click()
  await page.keyboard.press('Control+a')
  await page.getByRole('button', { name: 'Underline', exact: true }).click()
  await page.getByRole('button', { name: 'Text colour', exact: true }).click()
  await page.getByRole('menuitemradio', { name: 'Blue', exact: true }).click()
  await page.keyboard.press('Control+s')
  await page.getByText('1 change', { exact: true }).waitFor({ state: 'detached' })
  const kept = (await samtale.admin.get(`/api/channels/${channel.id}`, { expects: 200 })).body.signature.html
  expect(kept).toMatch(/<u>/)
  expect(kept).toMatch(/<span style="color:\s?rgb\(27, 108, 168\)">/)
  await page.reload()
  await editor.locator('u').getByText('Solvik Varme').waitFor()

  await page.getByRole('tab', { name: 'HTML', exact: true }).click()
  const source = page.getByRole('textbox', { name: 'Team signature', exact: true })
  await source.fill('<p></p>')
  for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await source.press(key)
  await page.getByRole('button', { name: 'Insert token', exact: true }).click()
  await page.getByRole('menuitem', { name: 'First name', exact: true }).click()
  await source.and(page.locator(':focus')).waitFor()
  await page.keyboard.type(' of Solvik')
  expect(await source.inputValue()).toBe('<p>{{first_name}} of Solvik</p>')
  await source.fill('<table><tr><td>{{full_name}}</td></tr></table><a href="javascript:alert(1)">Solvik</a>')
  await page.getByRole('tab', { name: 'Simple', exact: true }).click()
  await page.getByText(/holds tables, sizes or pictures that Simple cannot keep/).waitFor()
  // Looked at and not touched, nothing of it is lost; what no mail program runs is not kept.
  await page.keyboard.press('Control+s')
  await page.getByText('1 change', { exact: true }).waitFor({ state: 'detached' })
  const after = (await samtale.admin.get(`/api/channels/${channel.id}`, { expects: 200 })).body.signature
  expect(after.html).toContain('<td>{{full_name}}</td>')
  expect(after.html).not.toContain('javascript')
})

test('S20 on a phone, in Norwegian', async () => {
  const signature = { isOn: true, mode: 'simple', html: '<p>{{full_name}}</p>' }
  await samtale.admin.patch(`/api/channels/${channel.id}`, { signature }, { expects: 200 })
  const { page } = await open(samtale, { as: account.email, path, width: 390, locale: 'nb-NO' })
  await page.getByRole('checkbox', { name: 'Legg til teamsignatur', exact: true }).waitFor()
  await page.getByRole('tab', { name: 'Enkel', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Sett inn token', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Etternavn', exact: true }).waitFor()
  const isTooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  expect(isTooWide).toBe(false)
})

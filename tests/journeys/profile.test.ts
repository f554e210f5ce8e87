import sharp from 'sharp'
import { expect, test } from 'vitest'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()
const picture = await sharp({ create: { width: 500, height: 400, channels: 3, background: '#b4536a' } })
  .jpeg()
  .toBuffer()

test('S60 the profile: name, picture, screen, undo time and signature are the person’s own', async () => {
  const { page } = await open(samtale, { as: samtale.account.email })
  await page.getByRole('banner').getByRole('link', { name: 'Settings', exact: true }).click()
  const menu = page.getByRole('navigation', { name: 'Settings menu', exact: true })
  await menu.getByRole('link', { name: 'Profile', exact: true }).click()
  await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor()

  await page.getByLabel('Picture', { exact: true }).setInputFiles({
    name: 'me.jpg',
    mimeType: 'image/jpeg',
    buffer: picture,
  })
  await page.getByRole('button', { name: 'Remove the picture' }).waitFor()
  await expect.poll(() => page.getByRole('banner').locator('img').count()).toBe(1)
  await page.getByLabel('Picture', { exact: true }).setInputFiles({
    name: 'me.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  })
  await page.getByRole('alert').filter({ hasText: 'takes a PNG, JPEG, WebP or GIF picture' }).waitFor()

  const name = page.getByRole('textbox', { name: 'Your name', exact: true })
  await name.fill('Kari S. Solheim')
  await page.getByRole('combobox', { name: 'Undo send', exact: true }).click()
  await page.getByRole('option', { name: '20 seconds', exact: true }).click()
  const signature = page.getByRole('textbox', { name: 'Your signature', exact: true })
  await signature.click()
  await page.keyboard.type('Kind regards, Kari')
  await page.getByText('3 changes', { exact: true }).waitFor()

  // Leaving asks, and staying keeps what was written.
  await menu
    .getByRole('link', { name: 'Inbox', exact: true })
    .or(menu.getByText('Inbox', { exact: true }))
    .first()
    .click()
  await menu.getByRole('link', { name: 'Inboxes', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stay here', exact: true }).click()
  expect(await name.inputValue()).toBe('Kari S. Solheim')

  await page.keyboard.press('Control+s')
  await page.getByText('3 changes', { exact: true }).waitFor({ state: 'detached' })
  await page.reload()
  expect(await name.inputValue()).toBe('Kari S. Solheim')
  await signature.getByText('Kind regards, Kari').waitFor()
  expect(await page.getByRole('combobox', { name: 'Undo send', exact: true }).textContent()).toContain('20 seconds')
})

test('S60 the profile on a phone in Norwegian: the language changes with the page', async () => {
  const jonas = await samtale.addUser({ name: 'Jonas Berg' })
  const { page } = await open(samtale, { as: jonas.email, path: '/settings/profile', width: 390, locale: 'nb-NO' })
  await page.getByRole('heading', { name: 'Profil', level: 1 }).waitFor()
  await page.getByRole('combobox', { name: 'Språk', exact: true }).click()
  await page.getByRole('option', { name: 'English', exact: true }).click()
  await page.getByRole('button', { name: 'Lagre', exact: true }).click()
  await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  const isTooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  expect(isTooWide).toBe(false)
})

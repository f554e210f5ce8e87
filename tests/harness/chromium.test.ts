import { expect, test } from 'vitest'
import { launchBrowser } from './chromium.ts'

test('Chromium runs and draws letters', async () => {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    await page.setContent('<style>p { font: 40px sans-serif; width: fit-content }</style><p>iiiii</p><p>MMMMM</p>')
    const [narrow, wide] = await Promise.all([widthOf('iiiii'), widthOf('MMMMM')])
    // Without a font there is no width, with a placeholder for each letter there is one width for all.
    expect(narrow).toBeGreaterThan(0)
    expect(wide).toBeGreaterThan(2 * narrow)

    async function widthOf(text: string): Promise<number> {
      return (await page.getByText(text).boundingBox())?.width ?? 0
    }
  } finally {
    await browser.close()
  }
})
